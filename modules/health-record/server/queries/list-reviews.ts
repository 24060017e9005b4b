import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { listReviews as operation } from '../../contract/reviews.ts';
import { reviewView } from '../rules/views.ts';
import { listReviewRows } from '../store/reviews.ts';
import { namesOf } from './names.ts';

export async function listReviews({ sql, gate, now }: QueryContext, { state, kind, offset, limit }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listReviewRows(sql, { scope: gate.scope({ organisation: ['v.owner_organisation_id'] }), state, kind, offset, limit });
  const names = await namesOf(sql, { organisationIds: page.rows.map((row) => row.ownerOrganisationId), personIds: page.rows.map((row) => row.personId) });
  return { ...page, rows: page.rows.map((row) => reviewView(row, names, now)) };
}
