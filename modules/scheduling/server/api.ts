import { beyondSight, type Sql, type Transaction } from '#platform/database/transaction.ts';
import type { Ward } from '../contract/beds.ts';
import type { Reservation } from '../contract/reservations.ts';
import { reserveBed as takeBed, type BedRequest } from './commands/reserve-bed.ts';
import { reserveSlot as takeSlot, type SlotRequest } from './commands/reserve-slot.ts';
import { stepOne } from './commands/step-reservation.ts';
import type { SchedulingContext } from './store/actions.ts';
import { countBeds } from './store/beds.ts';
import { insertSeed, type SchedulingSeed } from './store/bulk.ts';
import { lockLive } from './store/reservations.ts';
import { sumSlotCapacity, type SlotCapacity } from './store/slots.ts';

/** The FHIR side of a bulk load, which writes rows only: the loader stores these itself. */
export { bedWrite, scheduleWrite, slotWrite, wardWrite } from './rules/resources.ts';

/** Takes a seat in the caller's transaction; see `SlotRequest`. With `until` it is held and lapses by itself. */
export const reserveSlot = (context: SchedulingContext, request: SlotRequest): Promise<Reservation> => takeSlot(context, request);

/** Keeps a bed in the caller's transaction; see `BedRequest`. */
export const reserveBed = (context: SchedulingContext, request: BedRequest): Promise<Reservation> => takeBed(context, request);

/** Gives back every seat and bed that the purpose still holds (not those of people who have arrived); none is no mistake. */
export async function releaseReservation(context: SchedulingContext, { source, reason }: { source: string; reason?: string }): Promise<Reservation[]> {
  return stepAll(context, await lockLive(context.tx, source), { from: ['held', 'confirmed'], action: 'release', reason });
}

/** Held → confirmed: the place no longer lapses by itself. */
export async function confirmReservation(context: SchedulingContext, { source }: { source: string }): Promise<Reservation[]> {
  return stepAll(context, await lockLive(context.tx, source), { from: ['held'], action: 'confirm' });
}

/** The person has come: seats count as used, a kept bed becomes occupied. Asked again it changes nothing; an empty answer means the reservation had lapsed. */
export async function confirmArrival(context: SchedulingContext, { source }: { source: string }): Promise<Reservation[]> {
  return stepAll(context, await lockLive(context.tx, source), { from: ['held', 'confirmed'], action: 'arrive' });
}

/** The visit or stay is over: the bed is free again. */
export async function finishReservation(context: SchedulingContext, { source }: { source: string }): Promise<Reservation[]> {
  return stepAll(context, await lockLive(context.tx, source), { from: ['arrived'], action: 'finish' });
}

interface StepAll {
  readonly from: readonly Reservation['state'][];
  readonly action: 'release' | 'confirm' | 'arrive' | 'finish';
  readonly reason?: string;
}

async function stepAll(context: SchedulingContext, reservations: readonly Reservation[], { from, action, reason }: StepAll): Promise<Reservation[]> {
  const after: Reservation[] = [];
  for (const reservation of reservations) {
    after.push(from.includes(reservation.state) ? await stepOne(context, reservation, { action, reason }) : reservation);
  }
  return after;
}

export interface Capacity {
  readonly slots: SlotCapacity;
  readonly beds: Ward['counts'];
}

/** What a site can still take, for cards: free seats of the 14 days from `from`, and beds by state now. */
export async function findCapacity(sql: Sql, question: { organisationId: string; speciality?: string; from: Date }): Promise<Capacity> {
  // Counts of another site; they name nobody.
  const whole = beyondSight(sql);
  return { slots: await sumSlotCapacity(whole, question), beds: await countBeds(whole, question) };
}

/** Loads clinics, sessions, slots, wards and beds (world, imports). Repeating changes nothing. */
export const bulkLoadScheduling = (tx: Transaction, seed: SchedulingSeed): Promise<void> => insertSeed(tx, seed);
