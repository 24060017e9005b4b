import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { createGrid as operation } from '../../contract/grids.ts';
import { found } from '../rules/found.ts';
import { insertAction } from '../store/actions.ts';
import { findGrid, insertGrid } from '../store/grids.ts';
import { findConsortium } from '../store/memberships.ts';
import { findOrganisation } from '../store/organisations.ts';

const problem = problemsOf(contract.problems);

export async function createGrid(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const lead = found(await findOrganisation(context.tx, input.leadOrganisationId));
  context.gate.requireOrganisation(lead.id);
  if (lead.state === 'closed') throw problem('consortium.organisation-closed');
  if (input.consortiumId) found(await findConsortium(context.tx, input.consortiumId));
  const id = context.newId();
  await insertGrid(context.tx, { ...input, id, consortiumId: input.consortiumId ?? null });
  await insertAction(context, { itemKind: 'grid', itemId: id, ownerOrganisationId: lead.id, action: 'create' });
  context.about({ organisationId: lead.id });
  context.emit('consortium.grid-created', { gridId: id }, [lead.id]);
  return found(await findGrid(context.tx, id, chinaDate(context.now)));
}
