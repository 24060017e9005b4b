import type { Sql } from '#platform/database/transaction.ts';

/** An event as it is stored: ids and states, never clinical content. */
export interface OutboxEvent {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Organisations whose open screens are told; empty means every signed-in screen with the permission may be told. */
  readonly organisationIds: readonly string[];
  readonly subjectId: string;
}

export interface StoredEvent {
  readonly eventId: number;
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly organisationIds: readonly string[];
  readonly createdAt: Date;
}

/** Channel on which writers wake the delivery worker and the live streams; the payload is the event id. */
export const OUTBOX_CHANNEL = 'yigong_outbox';

/** Event name → reactions that must each handle it once; filled from the modules' manifests at start-up. */
export type ReactionIndex = ReadonlyMap<string, readonly string[]>;

let reactionIndex: ReactionIndex = new Map();

/** Called once by the composition root before the first write. */
export function setReactionIndex(index: ReactionIndex): void {
  reactionIndex = index;
}

/** Writes events, and a delivery row for each reaction, in the caller's transaction. */
export async function insertEvents(sql: Sql, events: readonly OutboxEvent[]): Promise<void> {
  if (events.length === 0) return;
  for (const event of events) {
    const reactions = reactionIndex.get(event.name) ?? [];
    await sql.execute(
      `with written as (
         insert into events.outbox (name, payload, organisation_ids, subject_id) values ($1, $2, $3, $4) returning event_id
       ), due as (
         insert into events.delivery (event_id, reaction) select event_id, unnest($5::text[]) from written
       )
       select pg_notify('${OUTBOX_CHANNEL}', event_id::text) from written`,
      [event.name, JSON.stringify(event.payload), event.organisationIds, event.subjectId, reactions],
    );
  }
}

export const insertEvent = (sql: Sql, event: OutboxEvent): Promise<void> => insertEvents(sql, [event]);
