import { expect, it } from 'vitest';
import { Problem } from '#platform/kernel/problem.ts';
import type { StepUp } from '#platform/kernel/contract.ts';
import { requireStepUp } from './step-up.ts';
import { systemSubject, type FreshProof, type Subject } from './subject.ts';

const staff = (proof?: FreshProof): Subject => ({ ...systemSubject, kind: 'staff', ...(proof ? { proof } : {}) });
const outcome = (subject: Subject, wanted: StepUp | undefined): string => {
  try {
    requireStepUp(subject, wanted);
    return 'allowed';
  } catch (error) {
    return error instanceof Problem ? error.code : String(error);
  }
};
const ASK = 'platform.step-up-required';
const SET_UP = 'platform.second-factor-missing';

it.each<[FreshProof['level'] | undefined, boolean, StepUp | undefined, string]>([
  ['none', true, undefined, 'allowed'],
  ['none', true, true, ASK],
  ['password', true, true, ASK],
  ['second-factor', true, true, 'allowed'],
  ['none', false, true, SET_UP],
  ['password', false, true, SET_UP],
  ['none', true, 'or-password', ASK],
  ['password', true, 'or-password', ASK],
  ['second-factor', true, 'or-password', 'allowed'],
  ['none', false, 'or-password', ASK],
  ['password', false, 'or-password', 'allowed'],
  [undefined, false, true, SET_UP],
  [undefined, false, 'or-password', ASK],
])('after %s, second factor set up: %s, an act with stepUp %s is %s', (level, hasSecondFactor, wanted, expected) => {
  expect(outcome(staff(level && { level, hasSecondFactor }), wanted)).toBe(expected);
});

it('asks no machine', () => {
  expect(outcome({ ...systemSubject, kind: 'client' }, true)).toBe('allowed');
  expect(outcome(systemSubject, true)).toBe('allowed');
});
