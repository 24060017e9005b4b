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

export interface NewEvents {
  /** Modules that any event after the position is of. */
  readonly modules: readonly string[];
  /** Where to go on from: events that may still be committed late lie after it and are told once more. */
  readonly position: string;
}

/** What happened after a position, by module. A transaction that writes an event is committed within ten minutes. */
export async function modulesWithEventsAfter(sql: Sql, position: string): Promise<NewEvents> {
  const [row] = await sql.query<NewEvents>(
    `select coalesce(array_agg(distinct split_part(name, '.', 1)), '{}') as modules, coalesce(max(event_id) filter (where created_at < clock_timestamp() - interval '10 minutes'), $1::bigint)::text as position
     from events.outbox where event_id > $1::bigint`,
    [position],
  );
  return row!;
}

/** For `yigong doctor` and the operations page. */
export async function countDeliveries(sql: Sql): Promise<{ waiting: number; dead: number }> {
  const rows = await sql.query<{ waiting: number; dead: number }>(
    `select count(*) filter (where dead_at is null) as waiting, count(*) filter (where dead_at is not null) as dead
     from events.delivery where delivered_at is null`,
  );
  return rows[0] ?? { waiting: 0, dead: 0 };
}

export interface DeadDeliveries {
  readonly reaction: string;
  readonly eventName: string;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly lastError: string | null;
}

/** What was given up, by reaction and event; 200 kinds at most. */
export function listDead(sql: Sql): Promise<DeadDeliveries[]> {
  return sql.query<DeadDeliveries>(
    `select delivery.reaction, outbox.name as "eventName", count(*)::integer as count, min(delivery.dead_at) as "firstAt", max(delivery.dead_at) as "lastAt",
       (array_agg(delivery.last_error order by delivery.dead_at desc))[1] as "lastError"
     from events.delivery join events.outbox on outbox.event_id = delivery.event_id
     where delivery.dead_at is not null and delivery.delivered_at is null group by 1, 2 order by 5 desc limit 200`,
  );
}

/** Makes a reaction's given-up deliveries due again, with all their tries; says how many. */
export function retryDead(tx: Sql, reaction: string): Promise<number> {
  return tx.execute(
    `update events.delivery set dead_at = null, attempts = 0, next_attempt_at = clock_timestamp()
     where reaction = $1 and dead_at is not null and delivered_at is null`,
    [reaction],
  );
}
