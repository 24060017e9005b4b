import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listDischarges as operation } from '../../contract/discharges.ts';
import { listDischargeRows } from '../store/discharges.ts';

export async function listDischarges({ sql, subject }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listDischargeRows(sql, subject, input);
  return { ...page, rows: [...page.rows] };
}
