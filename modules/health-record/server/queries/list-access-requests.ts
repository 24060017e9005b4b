import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { listAccessRequests as operation } from '../../contract/openings.ts';
import { accessRequestView } from '../rules/views.ts';
import { listAccessRequestRows } from '../store/access-requests.ts';
import { namesOf } from './names.ts';

export async function listAccessRequests({ sql, gate }: QueryContext, { state, offset, limit }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listAccessRequestRows(sql, { scope: gate.scope({ organisation: ['q.owner_organisation_id'] }), state, offset, limit });
  const names = await namesOf(sql, { organisationIds: page.rows.map((row) => row.ownerOrganisationId), personIds: page.rows.map((row) => row.personId) });
  return { ...page, rows: page.rows.map((row) => accessRequestView(row, names)) };
}
