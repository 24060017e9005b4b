import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listSpecialReviews as operation } from '../../contract/runs.ts';
import { reviewOf } from '../commands/reviews/review-of.ts';
import { listReviewRows } from '../store/reviews.ts';

export async function listSpecialReviews({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listReviewRows(sql, input, gate.scope({ organisation: ['v.owner_organisation_id'] }));
  const rows: ResultOf<typeof operation>['rows'] = [];
  for (const row of page.rows) rows.push(await reviewOf(sql, row));
  return { ...page, rows };
}
