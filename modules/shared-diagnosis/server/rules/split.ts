import { assert } from '#platform/kernel/problem.ts';
import type { Shares } from '../../contract/centres.ts';

export interface Split {
  readonly performedFen: number;
  readonly reportedFen: number;
  readonly consortiumFen: number;
}

const WHOLE = 10_000n;
const PARTIES = ['performed', 'reported', 'consortium'] as const;

/**
 * A price in fen by shares in hundredths of a percent. The parts sum to the price: what rounding down leaves goes, a fen
 * each, to the largest remainders; equal remainders in the order performed, reported, consortium.
 */
export function splitPrice(totalFen: number, shares: Shares): Split {
  assert(Number.isSafeInteger(totalFen) && totalFen >= 0, 'a price is whole fen');
  const exact = PARTIES.map((party) => BigInt(totalFen) * BigInt(shares[party]));
  assert(PARTIES.reduce((sum, party) => sum + shares[party], 0) === Number(WHOLE), 'shares sum to the whole');
  const parts = exact.map((value) => Number(value / WHOLE));
  const left = totalFen - parts.reduce((sum, part) => sum + part, 0);
  const byRemainder = exact.map((value, index) => ({ index, remainder: value % WHOLE })).sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder.slice(0, left)) parts[index] = parts[index]! + 1;
  return { performedFen: parts[0]!, reportedFen: parts[1]!, consortiumFen: parts[2]! };
}
