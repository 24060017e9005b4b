import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { countWaitingMemberships as operation } from '../../contract/memberships.ts';
import { countWaiting } from '../store/memberships.ts';

/** An application that waits longer than this is shown as overdue. */
const REVIEW_DAYS = 30;

export function countWaitingMemberships({ sql, subject, now }: QueryContext): Promise<ResultOf<typeof operation>> {
  return countWaiting(sql, {
    organisationIds: subject.organisationIds,
    everywhere: subject.everyOrganisation,
    olderThan: new Date(now.getTime() - REVIEW_DAYS * 86_400_000),
  });
}
