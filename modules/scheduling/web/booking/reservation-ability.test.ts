import { describe, expect, it } from 'vitest';
import { reservationAbility } from './reservation-ability.ts';

describe('what a booking allows at the desk', () => {
  it.each([
    ['arrive', 'confirmed', true], ['miss', 'confirmed', true], ['release', 'confirmed', true], ['miss', 'held', false], ['release', 'arrived', false],
    ['arrive', 'released', false],
  ] as const)('%s while %s is %s', (action, state, allowed) => {
    expect(reservationAbility(action, { state, source: 'desk/1' }, true).allowed).toBe(allowed);
  });

  it('sends bookings of a referral to the referral desk, and says who may', () => {
    expect(reservationAbility('arrive', { state: 'confirmed', source: 'referral/1' }, true).reason?.en).toContain('referral desk');
    expect(reservationAbility('arrive', { state: 'confirmed', source: 'desk/1' }, false).allowed).toBe(false);
  });
});
