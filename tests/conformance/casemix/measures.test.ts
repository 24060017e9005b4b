import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDipScheme, openDrgScheme } from '#modules/casemix/server/api.ts';
import { compareCatalogues } from '#modules/casemix/server/rules/dip/compare-catalogues.ts';
import { CatalogueForming, NORM_RULES, type HistoryCase } from '#modules/casemix/server/rules/dip/form-catalogue.ts';
import { readDipCatalogue } from '#modules/casemix/server/rules/dip/read-catalogue.ts';
import { demonstrationPack } from '#modules/casemix/server/rules/demonstration-pack.ts';
import { figuresByUnit, rateOf, weightsFromCosts } from '#modules/casemix/server/rules/measures.ts';
import { sumsOf, trimBounds, variationOf, within } from '#modules/casemix/server/rules/statistics.ts';
import type { Problem } from '#platform/kernel/problem.ts';
import { sharedFolder } from '../shared-data.ts';

const derived = join(sharedFolder('settlement'), 'derived.json');
const base = { diagnoses: ['K80.302'], procedures: [] as string[], sex: 1, ageYears: 40, ageDays: null, birthWeightG: null, losDays: 5, dischargeWay: '1' };

describe('statistics', () => {
  it.skipIf(!existsSync(derived))('trims and averages as the derived cases do (skipped where the shared data are absent)', () => {
    const { cases } = JSON.parse(readFileSync(derived, 'utf8')) as { cases: { kind: string; inputs: { costs: string[] }; expected: Record<string, unknown> }[] };
    for (const { inputs, expected } of cases.filter(({ kind }) => kind === 'trim_and_average')) {
      const costs = inputs.costs.map((cost) => Math.round(Number(cost) * 100));
      const bounds = trimBounds(costs, { from: 1, lowThousandths: 25, highThousandths: 975, shareMaxThousandths: 1000 })!;
      const kept = costs.filter((cost) => within(cost, bounds));
      expect(Object.values(expected).map(String)).toEqual(expect.arrayContaining([String(kept.length), variationOf(sumsOf(kept)) ?? '0.0000']));
    }
  });

  it('weighs groups by mean cost, rates the budget, and says PENDING without one', () => {
    const cases = [['A', 100], ['A', 300], ['B', 800]].map(([group, costFen]) => ({ unit: 'u', group: String(group), costFen: Number(costFen), losDays: 2, died: false }));
    const weights = weightsFromCosts(cases);
    expect(Object.fromEntries(weights)).toEqual({ A: '0.5000', B: '2.0000' });
    expect(rateOf(1_000_000, '2.5')).toBe('4000.00');
    expect(rateOf(undefined, '2.5')).toBe('PENDING_LOCAL_PARAMETERS');
    expect(figuresByUnit({ cases, weights })[0]).toMatchObject({ cmi: '1.0000', costIndex: '1.0000', timeIndex: '1.0000', lowRiskDeaths: null });
    expect(figuresByUnit({ cases, weights: new Map([['A', '0.5000']]) })[0]).toMatchObject({ cmi: 'PENDING_LOCAL_PARAMETERS' });
    expect(figuresByUnit({ cases: cases.map((one) => ({ ...one, died: one.group === 'A' })), weights, lowRiskGroups: new Set(['A']) })[0]).toMatchObject({ lowRiskCases: 2, lowRiskDeaths: 2 });
  });
});

const catalogue = (change: object = {}): Map<string, string> => new Map([['catalogue.json', JSON.stringify({
  catalogue: 'invented', version: '1', procedureKinds: { '51.2300': 'surgical', '51.8800': 'therapeutic', '45.1600': 'diagnostic', '99.0001': 'surgical' },
  groups: [
    { code: 'one', kind: 'core', diagnosis: 'K80.3', procedures: '51.2300', treatment: 'surgical', score: '900', meanCostFen: 900_000 },
    { code: 'both', kind: 'core', diagnosis: 'K80.3', procedures: '51.2300+51.8800/51.8801', treatment: 'surgical', score: '1300', meanCostFen: 1_300_000 },
    { code: 'either', kind: 'core', diagnosis: 'K80.3', procedures: '51.8800/45.1600', treatment: 'therapeutic', score: '500', meanCostFen: 500_000 },
    { code: 'rest', kind: 'core', diagnosis: 'K80.3', procedures: '', treatment: 'conservative', score: '300', meanCostFen: 300_000 },
    { code: 'near', kind: 'primary', diagnosis: 'K80.3', procedures: '', treatment: 'conservative', score: '280', meanCostFen: 200_000 },
    { code: 'wide', kind: 'comprehensive', diagnosis: 'K80', treatment: 'surgical', score: '1000' }, { code: 'letter', kind: 'comprehensive', diagnosis: 'K00-K93', treatment: 'diagnostic', score: '400' },
    { code: 'tcm', kind: 'tcm', diagnosis: 'K80.3', treatment: 'conservative', pairOf: 'one' }, { code: 'day', kind: 'day-surgery', diagnosis: 'K80.3', procedures: '51.2300', treatment: 'surgical', score: '700' },
    { code: 'bed', kind: 'per-diem', diagnosis: 'F20', treatment: 'conservative', stages: [{ fromDay: 1, untilDay: 10, scorePerDay: '12.5' }, { fromDay: 11, scorePerDay: '10' }] },
    { code: 'open', kind: 'core', diagnosis: 'I10', treatment: 'conservative' },
  ],
  auxiliaries: [{ code: 'old', catalogue: 'age', coefficient: '1.1', when: { age_years_ge: 66 } }, { code: 'died', catalogue: 'severity', coefficient: '1.4', when: { died: true }, groups: ['one'] }],
  ...change,
})]]);

describe('DIP', () => {
  const dip = openDipScheme(catalogue());
  const groupOf = (change: object): string => dip.group({ ...base, ...change }).group;

  it('chooses by joined procedures, matched procedures, nearest cost and type', () => {
    expect(groupOf({ procedures: ['51.2300', '51.8801'] })).toBe('both');
    expect(groupOf({ procedures: ['51.2300'] })).toBe('one');
    expect(groupOf({ procedures: ['45.1600', '51.8800'] })).toBe('either');
    expect(groupOf({ costFen: 290_000 })).toBe('rest');
    expect(groupOf({ costFen: 210_000 })).toBe('near');
    expect(groupOf({})).toBe('rest');
  });

  it('falls to comprehensive groups by the longest beginning, then by range, of the kind of treatment', () => {
    expect(groupOf({ procedures: ['99.0001'] })).toBe('wide');
    expect(groupOf({ diagnoses: ['K20.x00'], procedures: ['45.1600'] })).toBe('letter');
    expect(dip.group({ ...base, diagnoses: ['Z99.900'] }).status).toBe('无法入组');
  });

  it('takes TCM pairs, day surgery and per-diem groups where the case asks for them, from the same pool', () => {
    expect(dip.group({ ...base, tcmPathway: 'tcm' })).toMatchObject({ group: 'tcm', score: '900' });
    expect(groupOf({ careKind: 'day-surgery', procedures: ['51.2300'] })).toBe('day');
    expect(dip.group({ ...base, diagnoses: ['F20.000'], careKind: 'per-diem', losDays: 12 })).toMatchObject({ group: 'bed', score: '145.0000' });
  });

  it('takes the largest auxiliary coefficient, the same score everywhere for primary groups, and invents no score', () => {
    expect(dip.group({ ...base, procedures: ['51.2300'], ageYears: 70, dischargeWay: '5' })).toMatchObject({ coefficient: '1.4', auxiliary: 'died', sameScoreEverywhere: false });
    expect(dip.group({ ...base, ageYears: 70, costFen: 200_000 })).toMatchObject({ group: 'near', coefficient: '1.1', sameScoreEverywhere: true });
    expect(dip.group({ ...base, diagnoses: ['I10.x00'] })).toMatchObject({ status: 'PENDING_LOCAL_PARAMETERS', group: 'open', score: null });
  });

  it.each([
    ['an expression that is evaluated elsewhere', { groups: [{ code: 'x', kind: 'core', diagnosis: 'A00.0', procedures: 'process.exit()', treatment: 'surgical' }] }, 'cannot be read'],
    ['a code twice', { groups: [{ code: 'x', kind: 'core', diagnosis: 'A00.0', treatment: 'conservative' }, { code: 'x', kind: 'core', diagnosis: 'A00.1', treatment: 'conservative' }] }, 'stands twice'],
    ['a TCM group without its pair', { groups: [{ code: 'x', kind: 'tcm', diagnosis: 'A00.0', treatment: 'conservative' }] }, 'western pair'],
    ['stages with a gap', { groups: [{ code: 'x', kind: 'per-diem', diagnosis: 'A00.0', treatment: 'conservative', stages: [{ fromDay: 1, untilDay: 5, scorePerDay: '1' }, { fromDay: 7, scorePerDay: '1' }] }] }, 'without gaps'],
    ['an unknown auxiliary condition', { auxiliaries: [{ code: 'x', catalogue: 'age', coefficient: '1', when: { moon: 1 } }] }, 'not known'],
  ])('refuses %s', (_what, change, said) => {
    const refused = (() => {
      try {
        openDipScheme(catalogue(change));
      } catch (error) {
        return error;
      }
      return undefined;
    })();
    expect((refused as Problem).details.map(({ message }) => message.en).join()).toContain(said);
  });
});

describe('forming a catalogue', () => {
  const kinds = new Map([['51.2300', 'surgical'], ['45.1600', 'diagnostic']] as const);
  const history = fc.array(fc.record({
    diagnosis: fc.constantFrom('K80.301', 'K80.302', 'J18.900', 'I63.900'), procedures: fc.subarray(['51.2300', '45.1600', '99.9999']), cost: fc.integer({ min: -5, max: 2_000_000 }), year: fc.constantFrom(2023, 2024, 2025), days: fc.integer({ min: 0, max: 70 }),
  }), { minLength: 1, maxLength: 400 });
  const form = (cases: readonly HistoryCase[]) => {
    const forming = new CatalogueForming({ ...NORM_RULES, threshold: 10 }, kinds, { mcc: new Map(), cc: new Map(), exclusions: new Map() });
    for (const one of cases) forming.add(one);
    return forming.form();
  };

  it('is the same in any order, traces every case once, and sums nothing twice', () => {
    fc.assert(fc.property(history, (rows) => {
      const cases = rows.map(({ diagnosis, procedures, cost, year, days }, index): HistoryCase => ({ id: `c${index}`, year, input: { ...base, diagnoses: [diagnosis], procedures, losDays: days, costFen: cost } }));
      const formed = form(cases);
      expect(form(cases.toReversed())).toEqual(formed);
      expect(new Set(formed.trace.map(({ id }) => id)).size).toBe(formed.cases);
      expect(formed.trace).toHaveLength(formed.cases);
      expect(formed.cases + Object.values(formed.dropped).reduce((sum, count) => sum + count, 0)).toBe(cases.length);
      expect(formed.groups.reduce((sum, group) => sum + (group.cases ?? 0), 0)).toBe(formed.cases);
    }), { numRuns: 60, seed: 6 });
  });

  it('weighs the years 1 : 2 : 7 and takes over those present', () => {
    const of = (year: number, costFen: number, count: number): HistoryCase[] => Array.from({ length: count }, (_, index) => ({ id: `${year}-${index}-${costFen}`, year, input: { ...base, costFen } }));
    const formed = form([...of(2023, 100, 5), ...of(2024, 200, 5), ...of(2025, 300, 5)]);
    expect(formed.groups[0]).toMatchObject({ meanCostFen: 260, score: '1000.0000', kind: 'core', cases: 15 });
    expect(form([...of(2024, 200, 5), ...of(2025, 300, 5)]).groups[0]?.meanCostFen).toBe(278);
  });

  it('says what moved and why', () => {
    const [before, after] = [readDipCatalogue(catalogue()), readDipCatalogue(catalogue({ groups: [{ code: 'one', kind: 'core', diagnosis: 'K80.3', procedures: '51.2300', treatment: 'surgical', score: '990', meanCostFen: 990_000 }] }))];
    const rows = compareCatalogues(before, after);
    expect(rows.find(({ code }) => code === 'one')).toMatchObject({ change: 'moved', movedPercent: '10.00', en: 'mean cost (fen) 900000 → 990000; score 900 → 990' });
    expect(rows.filter(({ change }) => change === 'vanished')).toHaveLength(10);
  });
});

it('the demonstration scheme groups as a library does, without server or database', () => {
  const drg = openDrgScheme(demonstrationPack());
  expect(drg.group({ ...base, diagnoses: ['J18.900', 'N17.900'] })).toMatchObject({ status: '分组成功', drg: 'ER11' });
  expect(drg.explain({ ...base, diagnoses: ['J18.900'] }).explanation.at(-1)?.step).toBe('result');
});
