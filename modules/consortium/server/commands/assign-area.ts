import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { assignArea as operation } from '../../contract/grids.ts';
import { found } from '../rules/found.ts';
import { insertAction } from '../store/actions.ts';
import { areaExists, countGridsOf, findGrid, insertAssignment } from '../store/grids.ts';

const problem = problemsOf(contract.problems);

/** A second grid for an area is allowed, because boundaries move; the answer and the map say so until one is released. */
export async function assignArea(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx } = context;
  const grid = found(await findGrid(tx, input.gridId, input.validFrom));
  if (!(await areaExists(tx, input.areaId))) found(undefined);
  context.gate.requireOrganisation(grid.leadOrganisationId);
  const id = context.newId();
  if (!(await insertAssignment(tx, { ...input, id, ownerOrganisationId: grid.leadOrganisationId }))) throw problem('consortium.already-assigned');
  await insertAction(context, { itemKind: 'grid', itemId: grid.id, ownerOrganisationId: grid.leadOrganisationId, action: 'assign-area', reason: input.areaId });
  context.about({ organisationId: grid.leadOrganisationId });
  context.emit('consortium.area-assigned', { gridId: grid.id, areaId: input.areaId }, [grid.leadOrganisationId]);
  const grids = await countGridsOf(tx, input.areaId, input.validFrom);
  return { assignmentId: id, areaId: input.areaId, gridId: grid.id, overlaps: Math.max(0, grids - 1) };
}
