import { beyondSight } from '#platform/database/transaction.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listMatchReviews as operation } from '../../contract.ts';
import { reviewView, type ReviewSide } from '../rules/review-view.ts';
import { findEntries } from '../store/entries.ts';
import { listReviews, REVIEW_SCOPE } from '../store/reviews.ts';
import { organisationNames } from './organisation-names.ts';

export async function listMatchReviews(context: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listReviews(context.sql, { ...input, scope: context.gate.scope(REVIEW_SCOPE) });
  // The other side may be of another organisation: the view shows of it what a review needs.
  const entries = await findEntries(beyondSight(context.sql), page.rows.flatMap(({ leftId, rightId }) => [leftId, rightId]));
  const byId = new Map(entries.map((entry) => [entry.residentId, entry]));
  const nameOf = await organisationNames(context.sql, entries.map((entry) => entry.ownerOrganisationId));
  const sideOf = (id: string): ReviewSide => {
    const entry = byId.get(id)!;
    return { entry, organisationName: nameOf(entry.ownerOrganisationId) };
  };
  const rows = page.rows.map((review) => reviewView(review, sideOf(review.leftId), sideOf(review.rightId)));
  for (const { leftId } of page.rows) context.about({ personId: leftId, resource: `Patient/${leftId}`, purpose: 'match review' });
  return { ...page, rows };
}
