import { divide, exact, rounded, toDecimal, type Exact } from '#platform/kernel/decimal.ts';
import type { Analysis } from '../../contract/analysis.ts';
import { STATUS } from './drg/case.ts';
import { figuresByUnit, type MeasuredCase } from './measures.ts';
import { meanOf, quantile, sumsOf, variationOf } from './statistics.ts';

/** A grouped discharge with the parts of its cost. */
export interface AnalysedCase {
  readonly id: string;
  readonly recordNumber: string;
  readonly unit: string;
  readonly status: string;
  readonly group: string;
  readonly weight: string | null;
  readonly lowRisk: boolean | null;
  readonly totalFen: number;
  readonly drugsFen: number;
  readonly consumablesFen: number;
  readonly examinationsFen: number;
  readonly losDays: number;
  readonly died: boolean;
}

const GROUPS_MAX = 300;
const DEVIATIONS_MAX = 100;
const CV_STEPS = [0, 25, 50, 75, 100, 125, 150] as const;
/** Fewer cases make no standard to deviate from. */
const STANDARD_FROM = 5;

/** Figures of units, the standard bundle of each group, cases far from it, and how the spread of groups is distributed. */
export function analyse(cases: readonly AnalysedCase[]): Omit<Analysis, 'packName' | 'truncated'> {
  const grouped = cases.filter(({ status }) => status === STATUS.grouped);
  const weights = new Map(grouped.flatMap(({ group, weight }) => (weight === null ? [] : [[group, weight] as const])));
  const lowRiskGroups = new Set(grouped.filter(({ lowRisk }) => lowRisk === true).map(({ group }) => group));
  const measured = grouped.map((one): MeasuredCase => ({ unit: one.unit, group: one.group, costFen: one.totalFen, losDays: one.losDays, died: one.died }));
  const all = countBy(cases, ({ unit }) => unit);
  const units = figuresByUnit({ cases: measured, weights, ...(lowRiskGroups.size > 0 ? { lowRiskGroups } : {}) }).map((figures) => ({
    ...figures, cases: all.get(figures.unit) ?? figures.cases, groupedCases: figures.cases, groupingRate: rate(figures.cases, all.get(figures.unit) ?? figures.cases),
  }));
  const byGroup = new Map<string, AnalysedCase[]>();
  for (const one of grouped) {
    const members = byGroup.get(one.group);
    if (members === undefined) byGroup.set(one.group, [one]);
    else members.push(one);
  }
  const groups = [...byGroup].map(([group, members]) => costOf(group, members, weights.get(group) ?? null)).toSorted((first, second) => second.cases - first.cases || (first.group < second.group ? -1 : 1));
  return {
    cases: cases.length, grouped: grouped.length, groupingRate: rate(grouped.length, cases.length), units, groups: groups.slice(0, GROUPS_MAX),
    deviations: deviationsOf(grouped, new Map(groups.filter((group) => group.cases >= STANDARD_FROM).map((group) => [group.group, group.total.median]))), cvDistribution: cvDistribution(groups.flatMap(({ cv }) => cv ?? [])),
  };
}

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

/** Percent with 2 decimals. */
const rate = (part: number, whole: number): string => (whole === 0 ? '0.00' : toDecimal(divide(exact(part * 100), exact(whole)), 2));
const fen = (value: Exact | undefined): number => (value === undefined ? 0 : Number(rounded(value, 0).over));

function costOf(group: string, members: readonly AnalysedCase[], weight: string | null): Analysis['groups'][number] {
  const spread = (of: (one: AnalysedCase) => number) => {
    const sorted = members.map(of).toSorted((first, second) => first - second);
    return { low: fen(quantile(sorted, 250)), median: fen(quantile(sorted, 500)), high: fen(quantile(sorted, 750)) };
  };
  const sums = sumsOf(members.map(({ totalFen }) => totalFen));
  return {
    group, name: '', cases: members.length, cv: variationOf(sums) ?? null, meanFen: fen(meanOf(sums)), weight, total: spread(({ totalFen }) => totalFen), drugs: spread(({ drugsFen }) => drugsFen),
    consumables: spread(({ consumablesFen }) => consumablesFen), examinations: spread(({ examinationsFen }) => examinationsFen),
  };
}

/** Cases whose cost is above twice or below half of the median of their group, the farthest first. */
function deviationsOf(cases: readonly AnalysedCase[], medians: ReadonlyMap<string, number>): Analysis['deviations'] {
  const found = cases.flatMap((one) => {
    const median = medians.get(one.group);
    if (median === undefined || median === 0 || (one.totalFen <= 2 * median && 2 * one.totalFen >= median)) return [];
    return [{ dischargeId: one.id, recordNumber: one.recordNumber, group: one.group, unit: one.unit, totalFen: one.totalFen, medianFen: median, ratio: toDecimal(divide(exact(one.totalFen), exact(median)), 2) }];
  });
  return found.toSorted((first, second) => Math.abs(second.totalFen - second.medianFen) - Math.abs(first.totalFen - first.medianFen) || (first.dischargeId < second.dischargeId ? -1 : 1)).slice(0, DEVIATIONS_MAX);
}

function cvDistribution(cvs: readonly string[]): Analysis['cvDistribution'] {
  return CV_STEPS.map((from, index) => {
    const until = CV_STEPS[index + 1];
    const inside = cvs.filter((cv) => Number(cv) * 100 >= from && (until === undefined || Number(cv) * 100 < until)).length;
    return { from: toDecimal(divide(exact(from), exact(100)), 2), until: until === undefined ? '' : toDecimal(divide(exact(until), exact(100)), 2), groups: inside };
  });
}
