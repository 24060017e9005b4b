import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { listRequests as operation } from '../../contract/reviews.ts';
import { requestView } from '../rules/views.ts';
import { listRequestRows, type RequestQuery } from '../store/requests.ts';
import { namesOf } from './names.ts';

export const listRequests = (context: QueryContext, { state, offset, limit }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> =>
  readRequests(context, { scope: context.gate.scope({ organisation: ['q.owner_organisation_id'] }), state, offset, limit });

export async function readRequests({ sql, now }: QueryContext, asked: RequestQuery): Promise<ResultOf<typeof operation>> {
  const page = await listRequestRows(sql, asked);
  const names = await namesOf(sql, { organisationIds: page.rows.map((row) => row.ownerOrganisationId), personIds: page.rows.map((row) => row.personId) });
  return { ...page, rows: page.rows.map((row) => requestView(row, names, now)) };
}
