import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listEquivalences as operation } from '../../contract/catalogue.ts';
import { pageOfEquivalences } from '../store/catalogue.ts';

export async function listEquivalences({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await pageOfEquivalences(sql, gate, input);
  return { ...page, rows: [...page.rows] };
}
