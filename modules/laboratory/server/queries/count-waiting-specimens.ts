import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { countWaitingSpecimens as declared } from '../../contract/specimens.ts';
import { countWaiting } from '../store/specimens.ts';

export async function countWaitingSpecimens({ sql, subject }: QueryContext): Promise<ResultOf<typeof declared>> {
  return { waiting: await countWaiting(sql, subject.organisationIds) };
}
