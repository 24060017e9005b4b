import { compare, exact } from '#platform/kernel/decimal.ts';

interface Expected {
  readonly low: string | null;
  readonly high: string | null;
  readonly deviations: string | null;
}

/** How a value left what was expected, with the bounds it was held against. */
export interface Departure {
  readonly kind: 'below' | 'above' | 'anomaly';
  readonly low: string | null;
  readonly high: string | null;
}

/** Fewer former values say nothing about what is usual. */
const HISTORY_MIN = 8;
/** Makes the median of absolute deviations comparable with a standard deviation of normal values. */
const NORMAL = 1.4826;
const PLACES = 4;

const medianOf = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/**
 * Between which values the next one would be usual: the median of the former ones, give or take `deviations` times their median absolute deviation, so that a single
 * odd month does not widen it. Undefined when too few are known or when they never moved. A statistic, therefore in floating point.
 */
export function usualRange(former: readonly (string | null)[], deviations: string): { low: string; high: string } | undefined {
  const known = former.flatMap((value) => (value === null ? [] : [Number(value)]));
  if (known.length < HISTORY_MIN) return undefined;
  const middle = medianOf(known);
  const spread = medianOf(known.map((value) => Math.abs(value - middle))) * NORMAL * Number(deviations);
  return spread === 0 ? undefined : { low: (middle - spread).toFixed(PLACES), high: (middle + spread).toFixed(PLACES) };
}

/** What a value departs from; nothing for a value that is not computable. A bound set by hand comes before what is usual. */
export function departureOf({ low, high, deviations }: Expected, value: string | null, former: readonly (string | null)[]): Departure | undefined {
  if (value === null) return undefined;
  if (low !== null && compare(exact(value), exact(low)) < 0) return { kind: 'below', low, high };
  if (high !== null && compare(exact(value), exact(high)) > 0) return { kind: 'above', low, high };
  const usual = deviations === null ? undefined : usualRange(former, deviations);
  if (usual === undefined || (compare(exact(value), exact(usual.low)) >= 0 && compare(exact(value), exact(usual.high)) <= 0)) return undefined;
  return { kind: 'anomaly', ...usual };
}
