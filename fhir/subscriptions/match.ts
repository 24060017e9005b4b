import { z } from 'zod';
import { reaction } from '#platform/events/reaction.ts';
import { sightOf } from '#platform/access/sight.ts';
import { sightedWithin, type Transaction } from '#platform/database/transaction.ts';
import { parseQuery } from '#fhir/search/query-string.ts';
import { parseSearch } from '#fhir/search/search-request.ts';
import { mayUse } from '../interactions/permission.ts';
import { findResource } from '../repository/read.ts';
import { searchTexts } from '../repository/search.ts';
import { creatorSubject, type Creator } from './creator.ts';
import { RESOURCE_WRITTEN } from './register.ts';

const payloadSchema = z.object({ resources: z.array(z.object({ type: z.string(), id: z.string() })) });
/** Ids asked in one search. */
const CHUNK = 500;
/** Notices that wait for one subscriber over a websocket. */
const PINGS_WAITING_MAX = 1_000;
/** Notices that wait while an administrator has paused the sending; what comes beyond is not told. */
export const PAUSED_WAITING_MAX = 10_000;

interface Subscriber extends Creator {
  readonly subscriptionId: string;
}

/** Puts what the criteria match, seen with the creator's eyes, into the queue of each subscription, in the order of writing. */
export const matchSubscriptions = reaction({
  name: 'fhir.match-subscriptions',
  on: RESOURCE_WRITTEN,
  run: async ({ tx, now }, { payload }) => {
    const { resources } = payloadSchema.parse(payload);
    for (const type of new Set(resources.map((each) => each.type))) {
      const ids = resources.filter((each) => each.type === type).map((each) => each.id);
      for (const subscriber of await listSubscribers(tx, type)) {
        for (let at = 0; at < ids.length; at += CHUNK) await match(tx, subscriber, { type, ids: ids.slice(at, at + CHUNK), now });
      }
    }
  },
});

const listSubscribers = (tx: Transaction, type: string): Promise<Subscriber[]> =>
  tx.query<Subscriber>(
    `select subscription_id as "subscriptionId", client_id as "clientId", owner_organisation_id as "organisationId" from fhir.subscription
     where state = 'active' and resource_type = $1 and (end_at is null or end_at > clock_timestamp()) order by subscription_id`,
    [type],
  );

async function match(tx: Transaction, subscriber: Subscriber, { type, ids, now }: { type: string; ids: readonly string[]; now: Date }): Promise<void> {
  const subject = await creatorSubject(tx, subscriber);
  const subscription = await findResource(tx, 'Subscription', subscriber.subscriptionId);
  if (!subject || !subscription || !mayUse(subject, type, 's')) return;
  const { parameters } = parseQuery(subscription.criteria);
  const conditions = parameters.filter(({ name }) => !name.startsWith('_count') && !name.startsWith('_cursor') && !name.startsWith('_summary') && !name.startsWith('_sort'));
  const request = parseSearch(type, [...conditions, { name: '_id', value: ids.join(',') }, { name: '_count', value: String(CHUNK) }]);
  const page = await searchTexts(sightedWithin(tx, sightOf(subject)), request, { subject, now, mayRead: (each) => mayUse(subject, each, 's') });
  const found = new Set(page.matches.map(({ id }) => id));
  const told = ids.filter((id) => found.has(id));
  if (told.length === 0) return;
  // Who is told by ping and never comes to hear it needs no more than these: one ping stands for them all.
  await tx.execute(
    `insert into fhir.notice (subscription_id, resource_type, resource_id)
     select $1, $2, id from unnest($3::text[]) with ordinality as told (id, place)
     where not exists (select 1 from fhir.subscription s where s.subscription_id = $1 and (s.channel = 'websocket' or s.paused_at is not null)
       and (select count(*) from (select 1 from fhir.notice n where n.subscription_id = $1 limit $5) waiting) >= case when s.channel = 'websocket' then $4 else $5 end)
     order by place`,
    [subscriber.subscriptionId, type, told, PINGS_WAITING_MAX, PAUSED_WAITING_MAX],
  );
}
