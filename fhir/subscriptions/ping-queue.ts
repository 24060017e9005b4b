import { recordAudit } from '#platform/audit/audit.ts';
import type { Database, Sql } from '#platform/database/transaction.ts';
import type { Creator } from './creator.ts';
import type { Notice } from './queue.ts';
import { seenNow } from './sight.ts';

/** Looked at in one go. */
const BATCH = 200;

export interface Bound extends Creator {
  readonly subscriptionId: string;
  /** Pings so far, by whichever process. */
  readonly pings: number;
  /** Notices that nobody was told of yet. */
  readonly waiting: boolean;
  /** Told, but not confirmed by the other side. */
  readonly unconfirmed: boolean;
}

const COLUMNS = `s.subscription_id as "subscriptionId", s.client_id as "clientId", s.owner_organisation_id as "organisationId", s.pings::float8 as pings,
  exists (select 1 from fhir.notice n where n.subscription_id = s.subscription_id and not n.pinged) as waiting,
  exists (select 1 from fhir.notice n where n.subscription_id = s.subscription_id and n.pinged) as unconfirmed`;

/** Those of the subscriptions that are told over websockets and live. */
export const listBound = (sql: Sql, subscriptionIds: readonly string[]): Promise<Bound[]> =>
  sql.query<Bound>(
    `select ${COLUMNS} from fhir.subscription s where s.subscription_id = any($1::text[]) and s.channel = 'websocket' and s.state = 'active' and s.paused_at is null
       and (s.end_at is null or s.end_at > clock_timestamp()) order by s.subscription_id`,
    [subscriptionIds],
  );

/**
 * Makes one ping of all that waits and that the creator may see, whichever process is first; the rest is dropped. Each thing
 * told of is audited before. Returns the number of the ping, or undefined when there is none.
 */
export async function takeWaiting(database: Database, bound: Bound): Promise<number | undefined> {
  return database.transaction(async (tx) => {
    const notices = await tx.query<Notice>(
      `select notice_id::text as "noticeId", resource_type as type, resource_id as id from fhir.notice
       where subscription_id = $1 and not pinged order by notice_id limit ${BATCH} for update skip locked`,
      [bound.subscriptionId],
    );
    const told: string[] = [];
    const hidden: string[] = [];
    for (const notice of notices) {
      const seen = await seenNow(tx, bound, notice);
      (seen ? told : hidden).push(notice.noticeId);
      if (!seen) continue;
      const detail = { subscription: bound.subscriptionId };
      await recordAudit(tx, seen.subject, { action: 'fhir.notify', outcome: 'success', resource: `${notice.type}/${notice.id}`, personId: seen.stored.personId, detail });
    }
    if (hidden.length > 0) await tx.execute('delete from fhir.notice where notice_id = any($1::bigint[])', [hidden]);
    if (told.length === 0) return undefined;
    await tx.execute('update fhir.notice set pinged = true where notice_id = any($1::bigint[])', [told]);
    const rows = await tx.query<{ pings: number }>('update fhir.subscription set pings = pings + 1 where subscription_id = $1 returning pings::float8 as pings', [bound.subscriptionId]);
    return rows[0]?.pings;
  });
}

/** What a ping that is sent now stands for. */
export async function listUnconfirmed(sql: Sql, subscriptionId: string): Promise<string[]> {
  const rows = await sql.query<{ id: string }>('select notice_id::text as id from fhir.notice where subscription_id = $1 and pinged order by notice_id limit 10000', [subscriptionId]);
  return rows.map(({ id }) => id);
}

export async function confirm(sql: Sql, noticeIds: readonly string[]): Promise<void> {
  await sql.execute('delete from fhir.notice where notice_id = any($1::bigint[])', [noticeIds]);
}
