import { describe, expect, it } from 'vitest';
import { MEMBERSHIP_TABLE, type MembershipAction, type MembershipState } from '../../contract/memberships.ts';
import { mayBeParent } from './organisations.ts';
import { stepMembership } from './memberships.ts';

const ACTIONS: readonly MembershipAction[] = ['review', 'refuse', 'activate', 'warn', 'lift-warning', 'exit'];
const EXPECTED: Readonly<Record<MembershipState, string>> = {
  applied: 'reviewed refused - - - -',
  reviewed: '- refused active - - -',
  refused: '- - - - - -',
  active: '- - - warned - exited',
  warned: '- - - - active exited',
  exited: '- - - - - -',
};

describe('membership states', () => {
  it.each(Object.keys(MEMBERSHIP_TABLE) as MembershipState[])('%s leads where the table says and nowhere else', (state) => {
    expect(ACTIONS.map((action) => stepMembership(state, action) ?? '-').join(' ')).toBe(EXPECTED[state]);
  });
});

describe('tree of organisations', () => {
  it.each([
    ['county', 'township', true],
    ['township', 'village', true],
    ['county', 'county', true],
    ['village', 'county', false],
  ] as const)('%s above %s is %s', (parent, child, expected) => {
    expect(mayBeParent(parent, child)).toBe(expected);
  });
});
