import { divide, exact, toDecimal } from '#platform/kernel/decimal.ts';
import type { Analysis } from '../../contract/analysis.ts';
import { figuresOfCells, type MeasuredCell } from './measures.ts';
import { variationOf } from './statistics.ts';

const CV_STEPS = [0, 25, 50, 75, 100, 125, 150] as const;

/** Sums of a unit in a group; cases that are in no group have an empty one. */
export interface UnitCell extends MeasuredCell {
  readonly grouped: boolean;
}

export interface GroupSums {
  readonly cases: number;
  readonly sumFen: string;
  readonly squares: string;
  readonly total: readonly number[];
  readonly drugs: readonly number[];
  readonly consumables: readonly number[];
  readonly examinations: readonly number[];
}

interface Weights {
  readonly weights: ReadonlyMap<string, string>;
  readonly lowRiskGroups: ReadonlySet<string>;
}

/** Percent with 2 decimals. */
export const rateText = (part: number, whole: number): string => (whole === 0 ? '0.00' : toDecimal(divide(exact(part * 100), exact(whole)), 2));

/** Figures of each unit, the largest first. */
export function unitsOf(cells: readonly UnitCell[], { weights, lowRiskGroups }: Weights): Analysis['units'] {
  const all = new Map<string, number>();
  for (const { unit, cases } of cells) all.set(unit, (all.get(unit) ?? 0) + cases);
  const figures = figuresOfCells({ cells: cells.filter(({ grouped }) => grouped), weights, ...(lowRiskGroups.size > 0 ? { lowRiskGroups } : {}) });
  const found = figures.map((each) => ({ ...each, cases: all.get(each.unit)!, groupedCases: each.cases, groupingRate: rateText(each.cases, all.get(each.unit)!) }));
  return found.toSorted((first, second) => second.cases - first.cases || (first.unit < second.unit ? -1 : 1));
}

const spreadOf = ([low, median, high]: readonly number[]): Analysis['groups'][number]['total'] => ({ low: Math.round(low ?? 0), median: Math.round(median ?? 0), high: Math.round(high ?? 0) });

/** What a group costs, in whole fen: mean, spread and the parts of its bundle. */
export function costOf(sums: GroupSums): Pick<Analysis['groups'][number], 'cases' | 'cv' | 'meanFen' | 'total' | 'drugs' | 'consumables' | 'examinations'> {
  const exactSums = { count: sums.cases, sum: BigInt(sums.sumFen), squares: BigInt(sums.squares) };
  return {
    cases: sums.cases, cv: variationOf(exactSums) ?? null, meanFen: Number(toDecimal({ over: exactSums.sum, under: BigInt(Math.max(1, sums.cases)) }, 0)), total: spreadOf(sums.total), drugs: spreadOf(sums.drugs),
    consumables: spreadOf(sums.consumables), examinations: spreadOf(sums.examinations),
  };
}

/** How many groups have a coefficient of variation in each step. */
export function cvDistribution(cvs: readonly string[]): Analysis['cvDistribution'] {
  return CV_STEPS.map((from, index) => {
    const until = CV_STEPS[index + 1];
    const inside = cvs.filter((cv) => Number(cv) * 100 >= from && (until === undefined || Number(cv) * 100 < until)).length;
    return { from: toDecimal(divide(exact(from), exact(100)), 2), until: until === undefined ? '' : toDecimal(divide(exact(until), exact(100)), 2), groups: inside };
  });
}
