import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listOrganisations as operation } from '../../contract/organisations.ts';
import { listOrganisationRows } from '../store/organisations.ts';

export async function listOrganisations({ sql }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listOrganisationRows(sql, input);
  return { ...page, rows: [...page.rows] };
}
