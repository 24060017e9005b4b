import { nextState } from '#platform/kernel/state-table.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { BED_TABLE, type BedAction } from '../../contract/beds.ts';
import { RESERVATION_TABLE, type ReservationAction } from '../../contract/reservations.ts';
import type { BedState, Pool, ReservationState } from '../../contract/words.ts';

export const stepReservation = (state: ReservationState, action: ReservationAction): ReservationState | undefined =>
  nextState(RESERVATION_TABLE, state, action);

export const stepBed = (state: BedState, action: BedAction): BedState | undefined => nextState(BED_TABLE, state, action);

export interface SessionPlan {
  readonly day: string;
  /** `HH:MM` in China. */
  readonly from: string;
  readonly until: string;
  readonly minutesPerSlot: number;
  readonly releaseHours: number;
}

interface PlannedTimes {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly releaseAt: Date;
  readonly slots: readonly { readonly startsAt: Date; readonly endsAt: Date }[];
}

/** An instant from a calendar day and a time of day in China (UTC+8, no summer time). */
export const chinaInstant = (day: string, time: string): Date => new Date(`${day}T${time}:00+08:00`);

/** Whole slots only: a remainder shorter than a slot is left out. Undefined when not even one fits. */
export function planSession(plan: SessionPlan): PlannedTimes | undefined {
  const startsAt = chinaInstant(plan.day, plan.from);
  const end = chinaInstant(plan.day, plan.until).getTime();
  const length = plan.minutesPerSlot * 60_000;
  const count = Math.floor((end - startsAt.getTime()) / length);
  if (count < 1) return undefined;
  const slots = Array.from({ length: count }, (_, index) => ({
    startsAt: new Date(startsAt.getTime() + index * length),
    endsAt: new Date(startsAt.getTime() + (index + 1) * length),
  }));
  return { startsAt, endsAt: slots.at(-1)!.endsAt, releaseAt: new Date(startsAt.getTime() - plan.releaseHours * 3_600_000), slots };
}

export interface PoolCounts {
  readonly pool: Pool;
  readonly quota: number;
  readonly taken: number;
}

export const freeSeats = (pools: readonly PoolCounts[]): number => pools.reduce((sum, pool) => sum + pool.quota - pool.taken, 0);

/** Missed bookings after which the desk no longer books ahead for a person, and the days that are counted (R045). */
export const MISSED_MAX = 3;
export const MISSED_DAYS = 180;

/** Whether the ward still keeps beds for referrals at this moment: each day until the time of day in China. */
export function keepsForReferrals(ward: { referralBeds: number; referralUntil: string }, freeBeds: number, now: Date): boolean {
  return freeBeds <= ward.referralBeds && now < chinaInstant(chinaDate(now), ward.referralUntil.slice(0, 5));
}
