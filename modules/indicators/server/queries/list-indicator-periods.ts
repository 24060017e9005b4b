import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate, monthsUntil } from '#platform/kernel/period.ts';
import type { listIndicatorPeriods as operation } from '../../contract/operations.ts';
import { dueIndicators } from '../rules/due.ts';
import { sitesOf } from '../rules/scope.ts';
import { listPeriods } from '../store/closing.ts';
import { listMonthSums } from '../store/values.ts';

const MONTHS = 24;

export async function listIndicatorPeriods(context: QueryContext, { list, organisationId: asked }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { sql, now } = context;
  const { organisationId, organisationIds } = await sitesOf(context, asked);
  const thisMonth = chinaDate(now).slice(0, 7);
  const months = monthsUntil(thisMonth, MONTHS);
  const closed = new Map((await listPeriods(sql, { organisationId, organisationIds, from: months[0]! })).map((period) => [period.month, period]));
  const entered = await listMonthSums(sql, { indicatorIds: [...new Set(months.flatMap((month) => dueIndicators(list, month)))], organisationIds, from: months[0]!, until: thisMonth });
  const given = new Set(entered.map(({ indicatorId, month }) => `${indicatorId}|${month}`));
  const rows = months.reverse().map((month) => {
    const due = dueIndicators(list, month);
    const { closedAt = null, closedBy = null, frozen = 0, restated = 0 } = closed.get(month) ?? {};
    const refusal = closedAt !== null ? 'closed' as const : month >= thisMonth ? 'not-over' as const : null;
    return { month, closedAt, closedBy, frozen, restated, expected: due.length, given: due.filter((id) => given.has(`${id}|${month}`)).length, refusal };
  });
  return { rows };
}
