import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { listRegions as operation } from '../../contract/operations.ts';
import { summaryOf } from '../rules/summary.ts';
import { listCurrentVersions } from '../store/versions.ts';

export async function listRegions({ sql }: QueryContext): Promise<ResultOf<typeof operation>> {
  return { rows: (await listCurrentVersions(sql)).map(summaryOf) };
}
