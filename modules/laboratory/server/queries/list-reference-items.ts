import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { listReferenceItems as declared } from '../../contract/specimens.ts';
import { listRanges } from '../store/specimens.ts';

export async function listReferenceItems({ sql }: QueryContext): Promise<ResultOf<typeof declared>> {
  return { rows: await listRanges(sql) };
}
