import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listServiceCentres as operation } from '../../contract/centres.ts';
import { listCentreRows } from '../store/centres.ts';

export async function listServiceCentres({ sql }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listCentreRows(sql, input);
  return { ...page, rows: [...page.rows] };
}
