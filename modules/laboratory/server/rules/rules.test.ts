import { describe, expect, it } from 'vitest';
import { specimenActions, specimenStates, specimenTable } from '../../contract/states.ts';
import { deltaOf, flagOf, rangeFor, type ReferenceRange } from './reference.ts';
import { brokenRules, isOut, verdictOf, zOf } from './westgard.ts';

const range = (more: Partial<ReferenceRange>): ReferenceRange => ({ code: 'x', name: 'x', unit: 'g/L', sex: null, fromDays: 0, untilDays: 50_000, low: 10, high: 20, deltaPercent: 20, ...more });

describe('the rules of the laboratory', () => {
  it('a range of the sex goes before one for all; an unknown age has none', () => {
    const ranges = [range({ untilDays: 100, low: 1 }), range({ fromDays: 100 }), range({ fromDays: 100, sex: 'male', low: 13 })];
    expect(rangeFor(ranges, { code: 'x', sex: 'male', ageDays: 100 })?.low).toBe(13);
    expect(rangeFor(ranges, { code: 'x', sex: 'female', ageDays: 100 })?.low).toBe(10);
    expect(rangeFor(ranges, { code: 'x', sex: 'male', ageDays: 99 })?.low).toBe(1);
    expect(rangeFor(ranges, { code: 'x', sex: 'male', ageDays: null })).toBeUndefined();
    expect([9.9, 10, 20, 20.1].map((value) => flagOf(value, ranges[1]))).toEqual(['L', 'N', 'N', 'H']);
    expect(flagOf(15, undefined)).toBe('U');
  });

  it('a delta is looked at beyond its limit only', () => {
    expect(deltaOf(12, { previous: 10, limitPercent: 20 })).toEqual({ deltaPercent: 20, isDeltaNotable: false });
    expect(deltaOf(12.1, { previous: 10, limitPercent: 20 })).toEqual({ deltaPercent: 21, isDeltaNotable: true });
    expect(deltaOf(12, { previous: null, limitPercent: 20 })).toEqual({ deltaPercent: null, isDeltaNotable: false });
  });

  it.each<[number[], string[]]>([
    [[2], []], [[2.1], ['1-2s']], [[3.1], ['1-2s', '1-3s']], [[-3.1], ['1-2s', '1-3s']], [[2.1, 2.2], ['1-2s', '2-2s']], [[-2.1, 2.2], ['1-2s', 'R-4s']], [[-1.9, 2.2], ['1-2s']], [[1.1, 1.2, 1.3, 1.1], ['4-1s']], [[1.1, 1.2, 0.9, 1.1], []],
    [[-1.1, -1.2, -1.3, -1.1], ['4-1s']], [Array.from({ length: 10 }, () => 0.5), ['10x']], [Array.from({ length: 9 }, () => 0.5), []], [[0, ...Array.from({ length: 9 }, () => 0.5)], []], [[5, 0], []], [[], []],
  ])('Westgard %j breaks %j', (scores, rules) => {
    expect(brokenRules(scores)).toEqual(rules);
    expect(isOut(brokenRules(scores))).toBe(rules.some((rule) => rule !== '1-2s'));
  });

  it('scores and verdicts of external rounds', () => {
    expect(zOf(0.3, { mean: 0.1, deviation: 0.1 })).toBe(2);
    expect([2, 2.5, 3, -3.5].map(verdictOf)).toEqual(['satisfactory', 'questionable', 'unsatisfactory', 'unsatisfactory']);
  });

  it('every state is reached and leads to an end', () => {
    const reached = new Set(specimenStates.flatMap((state) => specimenActions.flatMap((action) => specimenTable[state][action] ?? [])));
    expect([...reached].sort()).toEqual(specimenStates.filter((state) => state !== 'registered').sort());
    expect(specimenStates.filter((state) => Object.keys(specimenTable[state]).length === 0)).toEqual(['disposed']);
  });
});
