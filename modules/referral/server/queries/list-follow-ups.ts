import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { listFollowUps as operation } from '../../contract/reads.ts';
import { pageOfFollowUps } from '../store/follow-ups.ts';
import { followUpOf } from './get-referral.ts';

/** Tasks of the organisations in scope; `overdue` and `state=lost` are the lost-to-follow-up lists. */
export async function listFollowUps({ sql, gate, now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await pageOfFollowUps(sql, gate, { ...input, overdueOn: input.overdue ? chinaDate(now) : undefined });
  return { ...page, rows: page.rows.map((task) => followUpOf(task, now)) };
}
