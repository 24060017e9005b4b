import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listQualityMarks as operation } from '../../contract/catalogue.ts';
import { pageOfMarks } from '../store/catalogue.ts';

export async function listQualityMarks({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await pageOfMarks(sql, gate, input);
  return { ...page, rows: [...page.rows] };
}
