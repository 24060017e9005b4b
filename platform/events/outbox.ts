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

/** Writes events in their order, and a delivery row for each reaction, in the caller's transaction: a statement for each run of one name. */
export async function insertEvents(sql: Sql, events: readonly OutboxEvent[]): Promise<void> {
  for (let start = 0, end: number; start < events.length; start = end) {
    const { name } = events[start]!;
    for (end = start + 1; end < events.length && events[end]!.name === name;) end += 1;
    const run = events.slice(start, end);
    await sql.execute(
      `with written as (
         insert into events.outbox (name, payload, organisation_ids, subject_id)
         select $1, payload::jsonb, organisation_ids::text[], subject_id
         from unnest($2::text[], $3::text[], $4::text[]) with ordinality as event (payload, organisation_ids, subject_id, place) order by place
         returning event_id
       ), due as (
         insert into events.delivery (event_id, reaction) select event_id, unnest($5::text[]) from written
       )
       select pg_notify('${OUTBOX_CHANNEL}', event_id::text) from written`,
      [name, run.map(({ payload }) => JSON.stringify(payload)), run.map(({ organisationIds }) => textArray(organisationIds)), run.map(({ subjectId }) => subjectId), reactionIndex.get(name) ?? []],
    );
  }
}

const textArray = (texts: readonly string[]): string => `{${texts.map((text) => `"${text.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;

export const insertEvent = (sql: Sql, event: OutboxEvent): Promise<void> => insertEvents(sql, [event]);
