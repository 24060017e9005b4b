import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listParameterPacks as operation } from '../../contract/packs.ts';
import { listPackRows } from '../store/packs.ts';

export async function listParameterPacks({ sql }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listPackRows(sql, input);
  return { ...page, rows: [...page.rows] };
}
