import { compare, divide, multiply, sumOf, type Exact } from '#platform/kernel/decimal.ts';

/**
 * Divides whole fen by weights so that the parts always sum to the whole: each gets its share rounded down, the fen left
 * over go one by one to the largest remainders, equal remainders in the order given. Weights must not be negative and
 * must not all be zero.
 */
export function divideByLargestRemainder(totalFen: bigint, weights: readonly Exact[]): bigint[] {
  if (totalFen < 0n) return divideByLargestRemainder(-totalFen, weights).map((part) => -part);
  const whole = sumOf(weights);
  if (whole.over <= 0n || weights.some((weight) => weight.over < 0n)) throw new Error('weights must be positive together');
  const shares = weights.map((weight) => divide(multiply({ over: totalFen, under: 1n }, weight), whole));
  const parts = shares.map(({ over, under }) => over / under);
  const remainders = shares.map(({ over, under }, index) => ({ index, remainder: { over: over % under, under } }));
  remainders.sort((a, b) => compare(b.remainder, a.remainder) || a.index - b.index);
  const left = Number(totalFen - parts.reduce((sum, part) => sum + part, 0n));
  for (const { index } of remainders.slice(0, left)) parts[index] = parts[index]! + 1n;
  return parts;
}
