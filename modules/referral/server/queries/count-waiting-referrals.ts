import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { countWaitingReferrals as operation } from '../../contract/reads.ts';
import { countWaiting } from '../store/board.ts';

/** How many referrals wait for the organisations of the person asking. */
export async function countWaitingReferrals({ sql, gate, now }: QueryContext, _input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  return countWaiting(sql, gate, now);
}
