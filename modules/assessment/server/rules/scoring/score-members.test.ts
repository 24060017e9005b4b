import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, compare, exact, sumOf, toDecimal, ZERO } from '#platform/kernel/decimal.ts';
import type { Scoring, SchemeContent } from '../../../contract/scheme.ts';
import { SCHEME_TEXT } from '../fixture/schemes.ts';
import { KNOWN } from '../scheme/known.ts';
import { readScheme } from '../scheme/read-scheme.ts';
import { scoreItem, type ItemQuestion } from './score-item.ts';
import { scoreMembers, type MemberInput, type MemberScore } from './score-members.ts';

const scheme = readScheme(SCHEME_TEXT, KNOWN).scheme!;
const known = { indicators: new Map([['A01', { unit: '%', direction: 1 as const }], ['Y14', { unit: '日', direction: -1 as const }], ['Y15', { unit: '%', direction: 1 as const }], ['Y03', { unit: '比', direction: 0 as const }]]) };
const question = (scoring: Scoring, more: Partial<ItemQuestion> = {}): ItemQuestion => ({ scoring, weight: '20', decimals: 2, unit: '%', value: '86.5', previous: null, peers: ['86.5'], direction: 'higher', ...more });
const member = (organisationId: string, values: Record<string, string | [string, string]>, groupId = 'township'): MemberInput => ({
  organisationId, groupId, values: new Map(Object.entries(values).map(([id, value]) => [id, Array.isArray(value) ? { value: value[0], previous: value[1] } : { value, previous: null }])),
});

describe('one item', () => {
  it('says its formula in both languages', () => {
    expect(scoreItem(question({ kind: 'linear', floor: '60', full: '90' }))).toEqual({
      points: '17.67', formula: { zh: '86.5 % 位于 60 % 与 90 % 之间：得 17.67 分（满分 20）', en: '86.5 % between 60 % and 90 %: 17.67 of 20' },
    });
  });
  it.each([
    ['threshold met', { kind: 'threshold', operator: '>=', value: '86.5' }, {}, '20.00'],
    ['threshold missed by nothing', { kind: 'threshold', operator: '>', value: '86.5' }, {}, '0.00'],
    ['falling line', { kind: 'linear', floor: '10', full: '6' }, { value: '7' }, '15.00'],
    ['below the floor', { kind: 'linear', floor: '90', full: '95' }, {}, '0.00'],
    ['band by its lower end', { kind: 'bands', bands: [{ to: '60', points: '0' }, { from: '60', points: '12.5' }] }, { value: '60' }, '12.50'],
    ['best of four', { kind: 'percentile', peersMin: 3 }, { peers: ['86.5', '1', '2', '3'] }, '20.00'],
    ['level with all', { kind: 'percentile', peersMin: 3 }, { peers: ['86.5', '86.5', '86.5'] }, '10.00'],
    ['too few peers', { kind: 'percentile', peersMin: 3 }, { peers: ['86.5', '1'] }, null],
    ['improved by 5 of 10 %', { kind: 'improvement', measure: 'relative', floor: '0', full: '10' }, { value: '105', previous: '100' }, '10.00'],
    ['fell where lower is better', { kind: 'improvement', measure: 'absolute', floor: '0', full: '2' }, { value: '7', previous: '8', direction: 'lower' }, '10.00'],
    ['no former value', { kind: 'improvement', measure: 'relative', floor: '0', full: '10' }, {}, null],
    ['former value zero', { kind: 'improvement', measure: 'relative', floor: '0', full: '10' }, { previous: '0' }, null],
    ['no value', { kind: 'threshold', operator: '>=', value: '1' }, { value: null }, null],
  ] as const)('%s', (_, scoring, more, points) => expect(scoreItem(question(scoring as Scoring, more)).points).toBe(points));
});

describe('a total', () => {
  const full = { A1: '90', A2: '6', A3: '60', B1: '80', B2: ['110', '100'] as [string, string], W1: '2' };
  it('is full marks, caps a veto, and shows both', () => {
    const [best, vetoed] = scoreMembers(scheme, [member('x', full), member('y', { ...full, A2: '7', V1: '1' })], known);
    expect(best).toMatchObject({ total: '100.00', grade: 'A', rank: 1, vetoes: [] });
    expect(vetoed).toMatchObject({ total: '59.99', grade: 'D', rank: 2, vetoes: ['V1'] });
    expect(vetoed!.parts.at(-1)).toMatchObject({ kind: 'veto', points: '-20.01' });
  });
  it('spreads the weight of what is out, and gives nothing for what is merely missing', () => {
    const [alone] = scoreMembers(scheme, [member('x', { ...full, B2: '110' })], known);
    // A2 has no peers (spread), B2 no former year (zero): 65 of 80 is 81.25.
    expect(alone).toMatchObject({ total: '81.25', grade: 'B' });
    expect(alone!.parts.find(({ kind }) => kind === 'spread')?.points).toBe('16.25');
    expect(alone!.parts.find(({ kind }) => kind === 'watch')?.points).toBeNull();
  });
});

const decimal = fc.integer({ min: -2000, max: 15000 }).map((cents) => toDecimal({ over: BigInt(cents), under: 100n }, 2));
const maybe = fc.option(decimal, { nil: null, freq: 6 });
const members = fc.array(fc.record({ group: fc.constantFrom('hospital', 'township'), values: fc.record({ A1: maybe, A2: maybe, A3: maybe, B1: maybe, B2: maybe, P: maybe, V1: fc.constantFrom('0', '1', null) }) }), { minLength: 1, maxLength: 8 })
  .map((list) => list.map(({ group, values: { P, ...values } }, index): MemberInput => ({ organisationId: `m${index}`, groupId: group, values: new Map(Object.entries(values).map(([id, value]) => [id, { value, previous: id === 'B2' ? P : null }])) })));
const RUNS = { numRuns: 100 };

describe('for all members', () => {
  it('points lie between zero and weight, and the parts sum to the total exactly', () => {
    fc.assert(fc.property(members, (given) => {
      for (const score of scoreMembers(scheme, given, known)) {
        for (const { kind, points, weight } of score.parts) if (kind === 'item' && points !== null) expect(compare(exact(points), ZERO) >= 0 && compare(exact(points), exact(weight)) <= 0).toBe(true);
        expect(toDecimal(sumOf(score.parts.map(({ points }) => (points === null ? ZERO : exact(points)))), 2)).toBe(score.total);
        expect(compare(exact(score.total), ZERO) >= 0 && compare(exact(score.total), exact('100')) <= 0).toBe(true);
      }
    }), RUNS);
  });
  it('the order of the members changes nothing', () => {
    fc.assert(fc.property(members, fc.integer(), (given, seed) => {
      const shuffled = [...given].map((each, index) => ({ each, key: (index * 7919 + seed) % 101 })).sort((a, b) => a.key - b.key).map(({ each }) => each);
      const byId = (scores: readonly MemberScore[]) => new Map(scores.map((score) => [score.organisationId, score]));
      expect(byId(scoreMembers(scheme, shuffled, known))).toEqual(byId(scoreMembers(scheme, given, known)));
    }), RUNS);
  });
  it('a better value never costs points', () => {
    const better: Record<string, 1 | -1> = { A1: 1, A2: -1, A3: 1, B1: 1, B2: 1 };
    fc.assert(fc.property(members, fc.constantFrom(...Object.keys(better)), fc.integer({ min: 0, max: 5000 }), (given, id, cents) => {
      const [first] = given as [MemberInput];
      const old = first.values.get(id)?.value ?? null;
      if (old === null) return;
      const value = toDecimal(add(exact(old), { over: BigInt(cents * better[id]!), under: 100n }), 2);
      const raised = { ...first, values: new Map([...first.values, [id, { ...first.values.get(id)!, value }]]) };
      const pointsOf = (list: readonly MemberInput[]) => scoreMembers(scheme, list, known)[0]!.parts.find(({ itemId }) => itemId === id)?.points ?? null;
      const [before, after] = [pointsOf(given), pointsOf([raised, ...given.slice(1)])];
      expect(before === null || after === null ? before === after : compare(exact(after), exact(before)) >= 0).toBe(true);
    }), RUNS);
  });
  it('a second, naive calculation agrees', () => {
    fc.assert(fc.property(members, (given) => {
      for (const score of scoreMembers(scheme, given, known)) expect([score.organisationId, score.total]).toEqual([score.organisationId, naiveTotal(scheme, given, score.organisationId)]);
    }), RUNS);
  });
});

/** In whole ten-thousandths of a cent with its own rounding, its own functions and none of the engine's code. */
function naiveTotal(_: SchemeContent, all: readonly MemberInput[], organisationId: string): string {
  const me = all.find((each) => each.organisationId === organisationId)!;
  const cents = (text: string | null | undefined): bigint | null => (text === null || text === undefined ? null : BigInt(text.replace('.', '')));
  const at = (id: string, who = me): bigint | null => cents(who.values.get(id)?.value);
  /** over/under of `weight` points, as hundredths rounded half up. */
  const part = (weight: bigint, over: bigint, under: bigint): bigint => {
    const [o, u] = under < 0n ? [-over, -under] : [over, under];
    if (o <= 0n) return 0n;
    if (o >= u) return weight * 100n;
    return (weight * 100n * o * 2n + u) / (2n * u);
  };
  const [a1, a2, a3, b1, b2] = ['A1', 'A2', 'A3', 'B1', 'B2'].map((id) => at(id)) as (bigint | null)[];
  const former = cents(me.values.get('B2')?.previous);
  const peers = all.filter((each) => each.groupId === me.groupId).map((each) => at('A2', each)).filter((value) => value !== null);
  let sum = 0n;
  if (a1 !== null) sum += part(20n, a1! - 6000n, 3000n);
  const isPlaced = a2 !== null && peers.length >= 2;
  if (isPlaced) {
    const [worse, level] = [peers.filter((value) => value > a2!).length, peers.filter((value) => value === a2).length - 1];
    sum += part(20n, BigInt(2 * worse + level), BigInt(2 * (peers.length - 1)));
  }
  if (a3 !== null && a3! >= 6000n) sum += 2000n;
  if (b1 !== null) sum += b1! >= 8000n ? 2500n : b1! >= 6000n ? 1250n : 0n;
  if (b2 !== null && former !== null && former > 0n) sum += part(15n, (b2! - former) * 100n, former * 10n);
  if (!isPlaced) sum = (sum * 10000n * 2n + 8000n) / 16000n;
  if (me.values.get('V1')?.value === '1' && sum > 5999n) sum = 5999n;
  const digits = sum.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
