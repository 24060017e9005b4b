import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getClaim as operation } from '../../contract/claims.ts';
import { withFormula } from '../rules/figures.ts';
import { found } from '../rules/found.ts';
import { listActions, listFigures } from '../store/actions.ts';
import { findBill, findClaim, listHits } from '../store/claims.ts';

export async function getClaim({ sql, gate, about }: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const claim = found(await findClaim(sql, id));
  gate.requireOrganisation(claim.organisationId);
  const basis = await gate.recordBasis(claim.personId);
  about({ organisationId: claim.organisationId, personId: claim.personId, basis });
  const figures = await listFigures(sql, id, { everywhere: true, organisationIds: [] });
  return { claim, bill: found(await findBill(sql, id)), hits: await listHits(sql, id), figures: figures.map(withFormula), history: await listActions(sql, id) };
}
