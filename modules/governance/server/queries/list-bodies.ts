import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { listBodies as operation } from '../../contract/meetings.ts';
import { listBodyRows } from '../store/bodies.ts';

export async function listBodies({ sql, gate }: QueryContext): Promise<ResultOf<typeof operation>> {
  return { rows: await listBodyRows(sql, gate) };
}
