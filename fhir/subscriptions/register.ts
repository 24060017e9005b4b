import { systemSubject } from '#platform/access/subject.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { notifyDefinitions } from '#platform/events/definitions.ts';
import { insertEvents } from '#platform/events/outbox.ts';
import { parseQuery } from '#fhir/search/query-string.ts';
import type { Subscription } from '#fhir/types/resources.gen.ts';
import type { StoredResource, WriteContext } from '../repository/resource-write.ts';
import { isWatched } from './watched.ts';

/** So long one process may hold a subscription while it sends; longer than a batch of notices that all but time out. */
export const LEASE_SECONDS = 60;

export const RESOURCE_WRITTEN = 'fhir.resource-written';

/** What a write means for subscriptions, in its transaction; no round trip where nobody is subscribed to the type. */
export async function followSubscriptions(context: WriteContext, stored: readonly StoredResource[]): Promise<void> {
  for (const each of stored) if (each.type === 'Subscription' && each.changed && context.outside) await register(context, each);
  const resources = stored.filter((each) => each.changed && each.content !== '').map(({ type, id }) => ({ type, id }));
  await announceWritten(context.tx, { subjectId: context.subject.id, resources });
}

/** Of the resources written, those of types that somebody subscribes to. */
export async function announceWritten(tx: Transaction, { subjectId, resources }: { subjectId: string; resources: readonly { type: string; id: string }[] }): Promise<void> {
  const watched = resources.filter(({ type }) => isWatched(type));
  if (watched.length === 0) return;
  await insertEvents(tx, [{ name: RESOURCE_WRITTEN, payload: { resources: watched }, organisationIds: [], subjectId: subjectId === '' ? systemSubject.id : subjectId }]);
}

/** The queue of a subscription that is off goes with it; one that is written anew keeps what waits, and its turn: what another process is sending now stays alone. */
async function register({ tx, subject }: WriteContext, { id, content }: StoredResource): Promise<void> {
  const subscription = content === '' ? undefined : (JSON.parse(content) as Subscription);
  if (subscription?.status === 'active') {
    await tx.execute(
      `insert into fhir.subscription (subscription_id, resource_type, client_id, owner_organisation_id, state, end_at, channel) values ($1, $2, $3, $4, 'active', $5, $7)
       on conflict (subscription_id) do update set resource_type = excluded.resource_type, client_id = excluded.client_id,
         owner_organisation_id = excluded.owner_organisation_id, state = 'active', end_at = excluded.end_at, failures = 0, last_error = null, channel = excluded.channel,
         next_attempt_at = least(fhir.subscription.next_attempt_at, clock_timestamp() + make_interval(secs => $6))`,
      [id, parseQuery(subscription.criteria).type, subject.id, subject.organisationId, subscription.end ?? null, LEASE_SECONDS, subscription.channel.type],
    );
  } else {
    await tx.execute('delete from fhir.subscription where subscription_id = $1', [id]);
    await tx.execute('delete from fhir.notice where subscription_id = $1', [id]);
  }
  await notifyDefinitions(tx);
}
