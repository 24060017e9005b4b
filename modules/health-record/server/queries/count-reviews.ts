import type { ResultOf } from '#platform/kernel/contract.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { countReviews as operation } from '../../contract/reviews.ts';
import { listReviewRows } from '../store/reviews.ts';

export async function countReviews({ sql, gate }: QueryContext): Promise<ResultOf<typeof operation>> {
  const page = await listReviewRows(sql, { scope: gate.scope({ organisation: ['v.owner_organisation_id'] }), state: 'waiting', offset: 0, limit: 1 });
  return { count: page.total };
}
