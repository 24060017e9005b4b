import type { Sql } from '#platform/database/transaction.ts';
import type { StoredEvent } from './outbox.ts';

const COLUMNS = 'event_id as "eventId", name, payload, organisation_ids as "organisationIds", created_at as "createdAt"';

export const listEventsById = (sql: Sql, eventIds: readonly number[]): Promise<StoredEvent[]> =>
  sql.query<StoredEvent>(`select ${COLUMNS} from events.outbox where event_id = any($1::bigint[]) order by event_id limit 500`, [eventIds]);

/** The newest `limit` events after an id, oldest first. */
export async function listEventsAfter(sql: Sql, eventId: number, limit: number): Promise<StoredEvent[]> {
  const rows = await sql.query<StoredEvent>(
    `select ${COLUMNS} from events.outbox where event_id > $1 order by event_id desc limit $2`,
    [eventId, limit],
  );
  return rows.reverse();
}

/** For `yigong doctor` and the operations page. */
export async function countDeliveries(sql: Sql): Promise<{ waiting: number; dead: number }> {
  const rows = await sql.query<{ waiting: number; dead: number }>(
    `select count(*) filter (where dead_at is null) as waiting, count(*) filter (where dead_at is not null) as dead
     from events.delivery where delivered_at is null`,
  );
  return rows[0] ?? { waiting: 0, dead: 0 };
}
