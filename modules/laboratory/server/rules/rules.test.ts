import { describe, expect, it } from 'vitest';
import { specimenActions, specimenStates, specimenTable } from '../../contract/states.ts';
import { matchItem } from './analyser.ts';
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

describe('values of analysers', () => {
  const items = [{ code: '2823-3', name: '血钾', unit: 'mmol/L' }, { code: '777-3', name: '血小板', unit: '10*9/L' }, { code: '2160-0', name: '肌酐', unit: 'umol/L' }];
  const of = (names: readonly string[], text: string, unit: string) => matchItem(items, { names, text, unit });
  it('are found by code or by name', () => expect([of(['2823-3'], '4.1', 'mmol/L'), of(['K', '', '血钾'], ' 4.1', 'MMOL/L')]).toEqual([{ code: '2823-3', value: 4.1 }, { code: '2823-3', value: 4.1 }]));
  it.each(['10^9/L', '10*9/L', 'x10E9/L', '×10^9/l', '10**9/L', '10e9/L'])('take %s as the unit that it is', (unit) => expect(of(['777-3'], '210', unit)).toEqual({ code: '777-3', value: 210 }));
  it('take µmol/L in either spelling and not another unit', () => expect([of(['2160-0'], '80', 'µmol/L'), of(['2160-0'], '80', 'μmol/l'), of(['2160-0'], '0.9', 'mg/dL')]).toEqual([{ code: '2160-0', value: 80 }, { code: '2160-0', value: 80 }, 'other-unit']));
  it.each(['<0.01', '>1000', '阴性', '', '1e3', 'NaN'])('leave %s to a person', (text) => expect(of(['2823-3'], text, 'mmol/L')).toBe('unknown'));
  it('leave items that nobody here knows', () => expect(of(['99999-9', 'XYZ'], '1', 'g/L')).toBe('unknown'));
});
