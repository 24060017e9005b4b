import { compare, exact, squareRoot, type Exact } from '#platform/kernel/decimal.ts';

/** Sums over whole numbers (fen, days) that stay exact: means, spread and quartiles of one group. */
interface Sums {
  readonly count: number;
  readonly sum: bigint;
  readonly squares: bigint;
}

export function sumsOf(values: Iterable<number>): Sums {
  let [count, sum, squares] = [0, 0n, 0n];
  for (const value of values) {
    const whole = BigInt(value);
    count += 1;
    sum += whole;
    squares += whole * whole;
  }
  return { count, sum, squares };
}

/** Undefined for no value at all. */
export const meanOf = ({ count, sum }: Sums): Exact | undefined => (count === 0 ? undefined : { over: sum, under: BigInt(count) });

/** Sample variance over squared mean, exact; undefined below two values or for a mean of zero. */
function squaredVariation({ count, sum, squares }: Sums): Exact | undefined {
  if (count < 2 || sum === 0n) return undefined;
  const n = BigInt(count);
  // ((n·Σx² − (Σx)²) / (n(n−1))) / (Σx/n)²
  return { over: (n * squares - sum * sum) * n, under: (n - 1n) * sum * sum };
}

/** Coefficient of variation (sample standard deviation over mean), 4 decimals. */
export function variationOf(sums: Sums): string | undefined {
  const squared = squaredVariation(sums);
  return squared === undefined ? undefined : squareRoot(squared, 4);
}

/** A quantile by linear interpolation at (n−1)·p of values in rising order; `p` in thousandths. */
function quantile(sorted: readonly number[], thousandths: number): Exact | undefined {
  if (sorted.length === 0) return undefined;
  const place = (sorted.length - 1) * thousandths;
  const below = Math.floor(place / 1000);
  const low = exact(sorted[below]!);
  const high = sorted[below + 1];
  if (high === undefined) return low;
  return { over: low.over * 1000n + (exact(high).over - low.over) * BigInt(place % 1000), under: 1000n };
}

export interface TrimRule {
  /** Fewer values are not trimmed. */
  readonly from: number;
  readonly lowThousandths: number;
  readonly highThousandths: number;
  /** When more than this share (in thousandths) would go, nothing goes. */
  readonly shareMaxThousandths: number;
}

/** Bounds between which values are kept; undefined keeps all. */
export function trimBounds(values: readonly number[], rule: TrimRule): { low: Exact; high: Exact } | undefined {
  if (values.length < rule.from) return undefined;
  const sorted = values.toSorted((first, second) => first - second);
  const low = quantile(sorted, rule.lowThousandths)!;
  const high = quantile(sorted, rule.highThousandths)!;
  const kept = sorted.filter((value) => within(value, { low, high })).length;
  return (values.length - kept) * 1000 > values.length * rule.shareMaxThousandths ? undefined : { low, high };
}

export const within = (value: number, { low, high }: { low: Exact; high: Exact }): boolean => compare(exact(value), low) >= 0 && compare(exact(value), high) <= 0;
