import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { listLedgerTasks as operation } from '../../contract/tasks.ts';
import { pageOfTasks } from '../store/tasks.ts';

export async function listLedgerTasks({ sql, gate, now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await pageOfTasks(sql, gate, { ...input, today: chinaDate(now) });
  return { ...page, rows: [...page.rows] };
}
