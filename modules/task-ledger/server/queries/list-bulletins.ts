import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { listBulletins as operation } from '../../contract/bulletins.ts';
import { listBulletinRows } from '../store/bulletins.ts';

export async function listBulletins({ sql, gate }: QueryContext): Promise<ResultOf<typeof operation>> {
  return { rows: await listBulletinRows(sql, gate) };
}
