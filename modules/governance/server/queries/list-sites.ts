import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { listSites as operation } from '../../contract/charters.ts';
import { listSiteRows } from '../store/charters.ts';

export async function listSites({ sql, gate }: QueryContext): Promise<ResultOf<typeof operation>> {
  return { rows: await listSiteRows(sql, gate) };
}
