import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listCentreContracts as operation } from '../../../contract/centres.ts';
import { organisationNames } from '../../commands/act/partners.ts';
import { pageOfContracts } from '../../store/contracts.ts';

export async function listCentreContracts({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await pageOfContracts(sql, gate, input);
  const names = await organisationNames(sql, page.rows.map((row) => row.centreOrganisationId));
  return { ...page, rows: page.rows.map((row) => ({ ...row, centreName: names.get(row.centreOrganisationId) ?? row.centreOrganisationId })) };
}
