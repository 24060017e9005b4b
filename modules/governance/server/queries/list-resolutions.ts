import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listResolutions as operation } from '../../contract/meetings.ts';
import { pageOfResolutions } from '../store/meetings.ts';

export async function listResolutions({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await pageOfResolutions(sql, gate, input);
  return { ...page, rows: [...page.rows] };
}
