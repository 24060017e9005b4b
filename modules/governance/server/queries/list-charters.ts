import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { listCharters as operation } from '../../contract/charters.ts';
import { listCharterRows } from '../store/charters.ts';

export async function listCharters({ sql, gate }: QueryContext): Promise<ResultOf<typeof operation>> {
  return { rows: await listCharterRows(sql, gate) };
}
