import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { listIndicatorCases as operation } from '../../contract/operations.ts';
import { problem, sitesOf } from '../rules/scope.ts';
import { MEASURES } from '../store/measures.ts';
import { listCases } from '../store/values.ts';

export async function listIndicatorCases(context: QueryContext, { indicatorId, organisationId: asked, month, limit, offset }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  if (MEASURES[indicatorId] === undefined) throw problem('indicators.unknown');
  const { organisationId, organisationIds } = await sitesOf(context, asked);
  const { rows, ...page } = await listCases(context.sql, context.gate, { indicatorId, organisationIds, month, today: chinaDate(context.now), limit, offset });
  // One entry in the record of each person who is shown, of nobody else.
  for (const personId of new Set(rows.flatMap((row) => row.personId ?? []))) context.about({ personId, organisationId });
  return { ...page, rows: [...rows] };
}
