import type { QueryContext } from '#platform/http/operation.ts';
import { listReviews, REVIEW_SCOPE } from '../store/reviews.ts';

export async function countMatchReviews(context: QueryContext): Promise<{ waiting: number }> {
  const page = await listReviews(context.sql, { state: 'open', scope: context.gate.scope(REVIEW_SCOPE), limit: 1, offset: 0 });
  return { waiting: page.total };
}
