import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { countWaitingTasks as operation } from '../../contract/tasks.ts';
import { countWaiting } from '../store/tasks.ts';

/** Counted for the organisation acted for, not for all below it: the number in the rail is one's own work. */
export function countWaitingTasks({ sql, subject, now }: QueryContext): Promise<ResultOf<typeof operation>> {
  return countWaiting(sql, { organisationIds: subject.organisationId === null ? [] : [subject.organisationId], today: chinaDate(now) });
}
