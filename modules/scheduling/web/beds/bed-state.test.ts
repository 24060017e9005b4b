import { describe, expect, it } from 'vitest';
import { bedAbility, bedAfterKey } from './bed-state.ts';

const all = { permission: true, site: true };

describe('what a bed allows', () => {
  it.each([
    ['admit', 'free', true], ['admit', 'reserved', true], ['admit', 'occupied', false], ['discharge', 'occupied', true], ['discharge', 'free', false],
    ['block', 'free', true], ['block', 'occupied', false], ['unblock', 'blocked', true], ['unblock', 'free', false], ['move', 'occupied', true],
  ] as const)('%s while %s is %s', (action, state, allowed) => {
    const ability = bedAbility(action, { state }, all);
    expect(ability.allowed).toBe(allowed);
    if (!allowed) expect(ability.reason?.zh).toBeTruthy();
  });

  it('says first who may', () => {
    expect(bedAbility('admit', { state: 'free' }, { permission: false, site: true }).reason?.en).toContain('ward manager');
    expect(bedAbility('admit', { state: 'free' }, { permission: true, site: false }).reason?.en).toContain('site');
  });
});

describe('keys in the map of beds', () => {
  it.each([
    ['ArrowRight', 0, 1], ['ArrowLeft', 0, undefined], ['ArrowDown', 1, 5], ['ArrowUp', 5, 1], ['ArrowDown', 8, undefined], ['End', 0, 9], ['Home', 9, 0], ['x', 3, undefined],
  ] as const)('%s from %i leads to %s', (key, at, expected) => {
    expect(bedAfterKey(key, at, { count: 10, columns: 4 })).toBe(expected);
  });
});
