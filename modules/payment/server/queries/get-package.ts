import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import type { getPackage as operation } from '../../contract/packages.ts';
import { packageOf } from '../commands/packages/package-of.ts';
import { withFormula } from '../rules/figures.ts';
import { found } from '../rules/found.ts';
import { listActions, listFigures } from '../store/actions.ts';
import { findPackage, listMonths, listShares } from '../store/packages.ts';

export async function getPackage({ sql, gate }: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = found(await findPackage(sql, id));
  gate.requireOrganisation(row.ownerOrganisationId);
  const [months, shares] = [await listMonths(sql, id), await listShares(sql, id)];
  const figures = await listFigures(sql, id, { everywhere: true, organisationIds: [] });
  const names = await listOrganisationSummaries(sql, shares.flatMap(({ organisationId }) => organisationId ?? []));
  return {
    package: packageOf(row, months), months, shares, figures: figures.map(withFormula), organisations: Object.fromEntries(names.map(({ id: each, name }) => [each, name])), history: await listActions(sql, id),
  };
}
