import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { dueIndicatorEntries as operation } from '../../contract/operations.ts';
import { dueIndicators, dueOn } from '../rules/due.ts';
import { sitesOf } from '../rules/scope.ts';
import { listMonthSums } from '../store/values.ts';

export async function dueIndicatorEntries(context: QueryContext, { month, list, organisationId }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { organisationIds } = await sitesOf(context, organisationId);
  const expected = dueIndicators(list, month);
  const given = new Set((await listMonthSums(context.sql, { indicatorIds: expected, organisationIds, from: month, until: month })).map(({ indicatorId }) => indicatorId));
  const due = dueOn(month);
  const missing = expected.filter((id) => !given.has(id));
  return { month, dueOn: due, isOverdue: missing.length > 0 && chinaDate(context.now) > due, expected: expected.length, given: expected.length - missing.length, missing };
}
