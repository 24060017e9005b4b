import { gateFor } from '#platform/access/gate.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { inSavepoint } from '#platform/database/savepoint.ts';
import type { Database, Transaction } from '#platform/database/transaction.ts';
import { describeSafely } from '#platform/errors/safe-description.ts';
import type { Clock } from '#platform/kernel/clock.ts';
import type { Ids } from '#platform/kernel/ids.ts';
import { insertEvents, type OutboxEvent, type StoredEvent } from './outbox.ts';
import type { Reaction, ReactionContext } from './reaction.ts';

export interface DeliverySettings {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly reactions: readonly Reaction[];
}

/** After so many failures a delivery is dead and waits for a person (`yigong doctor` counts them). */
export const DELIVERY_ATTEMPTS_MAX = 12;
const BACKOFF_SECONDS_MAX = 3600;

/** 1, 3, 9, 27 … seconds, at most an hour: the twelfth try comes about four hours after the first. */
export const backoffSeconds = (attempts: number): number => Math.min(3 ** (attempts - 1), BACKOFF_SECONDS_MAX);

/**
 * Runs due reactions, oldest event first, until none is due; returns how many succeeded. Each reaction shares one
 * transaction with the mark that it is done, so a crash at any point leaves either both or neither. Safe to run in
 * several processes: a delivery that another one holds is skipped.
 */
export async function deliverDueEvents(settings: DeliverySettings, shouldStop: () => boolean = () => false): Promise<number> {
  const byName = new Map(settings.reactions.map((reaction) => [reaction.name, reaction]));
  let succeeded = 0;
  while (byName.size > 0 && !shouldStop()) {
    const outcome = await deliverNext(settings, byName);
    if (outcome === 'nothing-due') break;
    if (outcome === 'succeeded') succeeded += 1;
  }
  return succeeded;
}

interface Delivery extends StoredEvent {
  readonly reaction: string;
  readonly attempts: number;
}

type Outcome = 'nothing-due' | 'succeeded' | 'failed';

async function deliverNext(settings: DeliverySettings, byName: ReadonlyMap<string, Reaction>): Promise<Outcome> {
  return settings.database.transaction(async (tx) => {
    const delivery = await claimDelivery(tx, [...byName.keys()]);
    if (!delivery) return 'nothing-due';
    const reaction = byName.get(delivery.reaction)!;
    const attempt = await inSavepoint(tx, (inner) =>
      runAsPlatform(settings, inner, (context) => reaction.run(context, delivery)));
    if (attempt.done) {
      await markDelivered(tx, delivery);
      return 'succeeded';
    }
    await markFailed(tx, delivery, describeSafely(attempt.error));
    return 'failed';
  });
}

/** Gives `work` the platform's own subject and writes the events it announces; for reactions and jobs alike. */
export async function runAsPlatform(
  { clock, ids }: { clock: Clock; ids: Ids },
  tx: Transaction,
  work: (context: ReactionContext) => Promise<void>,
): Promise<void> {
  const events: OutboxEvent[] = [];
  await work({
    tx,
    subject: systemSubject,
    gate: gateFor(systemSubject, tx),
    now: clock.now(),
    newId: () => ids.newId(),
    emit: (name, payload, organisationIds) => {
      events.push({ name, payload, organisationIds, subjectId: systemSubject.id });
    },
  });
  await insertEvents(tx, events);
}

/** Due by the database's own clock, which also wrote the times. Reactions unknown to this version are left alone. */
async function claimDelivery(tx: Transaction, reactions: readonly string[]): Promise<Delivery | undefined> {
  const rows = await tx.query<Delivery>(
    `select delivery.event_id as "eventId", delivery.reaction, delivery.attempts, outbox.name, outbox.payload,
       outbox.organisation_ids as "organisationIds", outbox.created_at as "createdAt"
     from events.delivery join events.outbox on outbox.event_id = delivery.event_id
     where delivery.delivered_at is null and delivery.dead_at is null
       and delivery.next_attempt_at <= clock_timestamp() and delivery.reaction = any($1::text[])
     order by delivery.event_id, delivery.reaction
     limit 1 for update of delivery skip locked`,
    [reactions],
  );
  return rows[0];
}

async function markDelivered(tx: Transaction, { eventId, reaction }: Delivery): Promise<void> {
  await tx.execute(
    `update events.delivery set delivered_at = clock_timestamp(), attempts = attempts + 1, last_error = null
     where event_id = $1 and reaction = $2`,
    [eventId, reaction],
  );
}

async function markFailed(tx: Transaction, { eventId, reaction, attempts }: Delivery, reason: string): Promise<void> {
  const tries = attempts + 1;
  await tx.execute(
    `update events.delivery set attempts = $3, last_error = $4,
       next_attempt_at = clock_timestamp() + make_interval(secs => $5),
       dead_at = case when $6 then clock_timestamp() end
     where event_id = $1 and reaction = $2`,
    [eventId, reaction, tries, reason, backoffSeconds(tries), tries >= DELIVERY_ATTEMPTS_MAX],
  );
}
