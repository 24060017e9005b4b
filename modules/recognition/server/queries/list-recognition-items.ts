import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listRecognitionItems as operation } from '../../contract/catalogue.ts';
import { pageOfItems } from '../store/catalogue.ts';

export async function listRecognitionItems({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await pageOfItems(sql, gate, input);
  return { ...page, rows: [...page.rows] };
}
