import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { countUnmatchedEcgs as declared } from '../../contract.ts';
import { countUnmatched } from '../store/records.ts';

export async function countUnmatchedEcgs({ sql, subject }: QueryContext): Promise<ResultOf<typeof declared>> {
  return { waiting: await countUnmatched(sql, subject.organisationIds) };
}
