import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { DEFINITIONS } from '../../contract/definitions/all.ts';
import type { dueIndicatorEntries as operation } from '../../contract/operations.ts';
import { addMonths } from '../rules/periods.ts';
import { sitesOf } from '../rules/scope.ts';
import { listMonthSums } from '../store/values.ts';

/** Values of a month are due on this day of the next. */
const DUE_DAY = '15';

export async function dueIndicatorEntries(context: QueryContext, { month, list, organisationId }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { organisationIds } = await sitesOf(context, organisationId);
  const isDue = (length: string): boolean => length === 'month' || (length === 'quarter' ? Number(month.slice(5)) % 3 === 0 : month.endsWith('-12'));
  const expected = DEFINITIONS.filter((each) => each.list === list && each.source !== 'measure' && each.shape !== 'text' && isDue(each.period)).map(({ id }) => id);
  const given = new Set((await listMonthSums(context.sql, { indicatorIds: expected, organisationIds, from: month, until: month })).map(({ indicatorId }) => indicatorId));
  const dueOn = `${addMonths(month, 1)}-${DUE_DAY}`;
  const missing = expected.filter((id) => !given.has(id));
  return { month, dueOn, isOverdue: missing.length > 0 && chinaDate(context.now) > dueOn, expected: expected.length, given: expected.length - missing.length, missing };
}
