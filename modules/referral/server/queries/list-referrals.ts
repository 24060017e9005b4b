import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listReferrals as operation } from '../../contract/reads.ts';
import { cardOf } from '../rules/card.ts';
import { pageOfReferrals } from '../store/board.ts';

/** One page of the referrals of the organisations in scope, with the database's total. */
export async function listReferrals({ sql, gate, subject, now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await pageOfReferrals(sql, gate, { ...input, now });
  return { ...page, rows: page.rows.map((row) => cardOf(row, subject, now)) };
}
