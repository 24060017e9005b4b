import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listExchangeSites as operation } from '../../contract/sites.ts';
import { listSiteRows } from '../store/site-list.ts';
import { namesOf } from './view-message.ts';
import { viewSite } from './view-site.ts';

export async function listExchangeSites({ sql, gate }: QueryContext, { limit, offset }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listSiteRows(sql, { scope: gate.scope({ organisation: ['site.owner_organisation_id'] }), limit, offset });
  const names = await namesOf(sql, page.rows.map(({ organisationId }) => organisationId));
  return { ...page, rows: page.rows.map((row) => viewSite(row, names)) };
}
