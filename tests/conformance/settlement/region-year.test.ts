import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exact, scaledText } from '#platform/kernel/decimal.ts';
import { readRegionParameters } from '#modules/payment/server/rules/region-parameters.ts';
import { openRegionYear, type RegionSettlement } from '#modules/payment/server/rules/region-year.ts';
import { divideByLargestRemainder } from '#modules/payment/server/rules/shares.ts';
import { sharedFolder } from '#tests/conformance/shared-data.ts';
import { generateYear } from './generated-year.ts';
import { auditScore, auditYear } from './naive-auditor.ts';

const folder = sharedFolder('settlement');
const present = existsSync(folder);
const regions = present ? readdirSync(folder).filter((name) => /^region.*\.json$/.test(name)) : [];

const open = (document: unknown): RegionSettlement => {
  const read = readRegionParameters(document);
  if (read.status !== 'READY') throw new Error(JSON.stringify(read));
  return openRegionYear(read.parameters);
};

interface Expected {
  readonly total_score: string;
  readonly point_value: string;
  readonly insurance_share: string;
  readonly total_due: string;
  readonly institutions: readonly Readonly<Record<string, unknown>>[];
}

describe.skipIf(!present)('region-years (skipped where the shared data are absent)', () => {
  it.each(regions)('%s: every score, the point value and every due', (name) => {
    const document = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { expected: Expected };
    const [, ...lines] = readFileSync(join(folder, name.replace('.json', '_cases.csv')), 'utf8').trim().split('\n');
    const year = open({ ...document, scores_from_averages: true });
    for (const line of lines) {
      const [id = '', institution = '', group = '', cost = '', patientPaid = '', band, score] = line.trim().split(',');
      expect(year.add({ case: id, institution, group, cost, patientPaid })).toMatchObject({ band, scoreText: score });
    }
    const settled = year.settle();
    const { expected } = document;
    expect(settled).toMatchObject({ status: 'SETTLED', totalScore: expected.total_score, pointValue: expected.point_value, insuranceShare: expected.insurance_share, totalDue: expected.total_due });
    expect(settled.institutions.map((each) => ({
      institution: each.institution, cases: each.cases, low: each.low, high: each.high, score: each.score, gross: each.gross, patients_paid: each.patientsPaid,
      cost: each.cost, fund_claim: each.fundClaim, due: each.due, surplus_before_assessment: each.surplusBeforeAssessment,
    }))).toEqual(expected.institutions);
  });
});

describe('a generated region-year', () => {
  const { parameters, cases } = generateYear(20_261_122, 20_000);

  it('of 20,000 cases agrees with the naive auditor in every score, the point value and every due', () => {
    const year = open(parameters);
    for (const each of cases()) {
      const audited = auditScore(each, parameters);
      expect(year.add(each)).toMatchObject({ band: audited.band, scoreText: scaledText(audited.score, 4) });
    }
    const [settled, audited] = [year.settle(), auditYear(cases(), parameters)];
    expect({ pointValue: settled.pointValue, totalScore: settled.totalScore, due: Object.fromEntries(settled.institutions.map(({ institution, due }) => [institution, due])) }).toEqual(audited);
  });

  it('is refused case by case with place and reason, and the rest goes on', () => {
    const year = open(parameters);
    const good = { case: 'A', institution: 'H00', group: 'G0000', cost: '1000.00', patientPaid: '100.00', person: 'p', admitted: '2026-01-01', discharged: '2026-01-05' };
    expect(year.add(good)).toHaveProperty('score');
    const places = [
      { ...good, case: 'B', cost: '-1' }, { ...good, case: 'B', cost: '1e3' }, { ...good, case: 'B', cost: '1.005' }, { ...good, case: 'B', patientPaid: '1000.01' },
      { ...good, case: 'B', institution: 'H99' }, { ...good, case: 'B', group: '' }, { ...good, case: 'B', admitted: '2026-02-31' }, { ...good, case: 'B', discharged: '2025-12-31' },
      { ...good, case: 'B', admitted: '2026-01-04', discharged: '2026-01-09' }, { ...good, person: 'q' }, { ...good, case: '' },
    ].map((each) => {
      const answer = year.add(each);
      return 'refused' in answer ? answer.refused[0]?.path : undefined;
    });
    expect(places).toEqual(['cost', 'cost', 'cost', 'patient_paid', 'institution', 'group', 'admitted', 'discharged', 'admitted', 'case', 'case']);
    expect(year.add({ ...good, case: 'B', admitted: '2026-01-05', discharged: '2026-01-06' })).toHaveProperty('score');
    expect(year.settle().institutions.reduce((sum, each) => sum + each.cases, 0)).toBe(2);
  });
});

describe('parameters of a region-year', () => {
  const { parameters } = generateYear(7, 10);

  it('that a city has not given make no amount', () => {
    expect(readRegionParameters({ ...parameters, groups: [{ group: 'G1' }] })).toEqual({ status: 'PENDING_LOCAL_PARAMETERS', missing: ['groups.0.average'] });
    const { fund_total: _none, ...withoutFund } = parameters;
    const year = open(withoutFund);
    year.add({ case: 'A', institution: 'H00', group: 'G0000', cost: '1000.00', patientPaid: '0' });
    expect(year.settle()).toMatchObject({ status: 'PENDING_LOCAL_PARAMETERS', missing: ['fund_total'], pointValue: null, totalDue: null });
  });

  it('that contradict each other are refused with their place', () => {
    const places = (document: unknown): string[] => {
      const read = readRegionParameters(document);
      return read.status === 'REFUSED' ? read.reasons.map(({ path }) => path) : [];
    };
    expect(places({ ...parameters, parameters: { ...parameters.parameters, low: '2' } })).toEqual(['parameters.high']);
    expect(places({ ...parameters, groups: [...parameters.groups, parameters.groups[0]] })).toEqual([`groups.${parameters.groups.length}.group`]);
    expect(places({ ...parameters, institutions: [{ ...parameters.institutions[0], coefficient: '-1' }] })).toEqual(['institutions.0.coefficient']);
    expect(places({ ...parameters, parameters: { ...parameters.parameters, rounding: 'bankers' } })).toEqual(['parameters.rounding']);
    expect(places({ ...parameters, scores_from_averages: true, groups: [{ group: 'G1', average: '10', rw: '999' }] })).toEqual(['groups.0.rw']);
  });
});

describe('shares', () => {
  it('always sum to the whole, none is off by a fen, whatever the weights', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 40 }).filter((list) => list.some((weight) => weight > 0));
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), weights, (total, list) => {
      const parts = divideByLargestRemainder(total, list.map(exact));
      expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(total);
      const whole = BigInt(list.reduce((sum, weight) => sum + weight, 0));
      for (const [index, part] of parts.entries()) {
        const off = part * whole - total * BigInt(list[index]!);
        expect((off < 0n ? -off : off) < whole).toBe(true);
      }
    }), { numRuns: 500 });
  });

  it('of 100 yuan in three are 33.34, 33.33 and 33.33', () => {
    expect(divideByLargestRemainder(10_000n, [1, 1, 1].map(exact))).toEqual([3334n, 3333n, 3333n]);
  });
});
