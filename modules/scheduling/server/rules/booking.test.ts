import { describe, expect, it } from 'vitest';
import { BED_TABLE, type BedAction } from '../../contract/beds.ts';
import { RESERVATION_TABLE, type ReservationAction } from '../../contract/reservations.ts';
import type { BedState, ReservationState } from '../../contract/words.ts';
import { chinaInstant, freeSeats, keepsForReferrals, planSession, stepBed, stepReservation } from './booking.ts';

const RESERVATION_ACTIONS: readonly ReservationAction[] = ['confirm', 'arrive', 'release', 'expire', 'miss', 'finish'];
const RESERVATIONS: Readonly<Record<ReservationState, string>> = {
  held: 'confirmed arrived released expired - -',
  confirmed: '- arrived released - missed -',
  arrived: '- - - - - finished',
  released: '- - - - - -',
  expired: '- - - - - -',
  missed: '- - - - - -',
  finished: '- - - - - -',
};
const BED_ACTIONS: readonly BedAction[] = ['reserve', 'release', 'admit', 'discharge', 'move', 'block', 'unblock'];
const BEDS: Readonly<Record<BedState, string>> = {
  free: 'reserved - occupied - - blocked -',
  reserved: '- free occupied - - - -',
  occupied: '- - - free free - -',
  blocked: '- - - - - - free',
};

describe('state tables', () => {
  it.each(Object.keys(RESERVATION_TABLE) as ReservationState[])('a reservation that is %s', (state) => {
    expect(RESERVATION_ACTIONS.map((action) => stepReservation(state, action) ?? '-').join(' ')).toBe(RESERVATIONS[state]);
  });
  it.each(Object.keys(BED_TABLE) as BedState[])('a bed that is %s', (state) => {
    expect(BED_ACTIONS.map((action) => stepBed(state, action) ?? '-').join(' ')).toBe(BEDS[state]);
  });
});

describe('sessions', () => {
  const plan = { day: '2026-11-03', from: '08:00', until: '12:00', minutesPerSlot: 30, releaseHours: 24 };

  it('are cut into whole slots in China time', () => {
    const times = planSession(plan)!;
    expect(times.slots).toHaveLength(8);
    expect(times.startsAt.toISOString()).toBe('2026-11-03T00:00:00.000Z');
    expect(times.releaseAt.toISOString()).toBe('2026-11-02T00:00:00.000Z');
  });
  it('leave a remainder out and refuse what holds no slot', () => {
    expect(planSession({ ...plan, until: '08:50' })?.slots).toHaveLength(1);
    expect(planSession({ ...plan, until: '08:20' })).toBeUndefined();
    expect(planSession({ ...plan, until: '07:00' })).toBeUndefined();
  });
  it('count free seats over the pools', () => {
    expect(freeSeats([{ pool: 'open', quota: 3, taken: 1 }, { pool: 'referral', quota: 2, taken: 2 }])).toBe(2);
  });
});

describe('beds kept for referrals', () => {
  const ward = { referralBeds: 2, referralUntil: '12:00' };
  it.each([
    [3, '09:00', false],
    [2, '09:00', true],
    [0, '11:59', true],
    [1, '12:00', false],
  ])('%i free at %s: kept is %s', (free, time, kept) => {
    expect(keepsForReferrals(ward, free, chinaInstant('2026-11-02', time))).toBe(kept);
  });
});
