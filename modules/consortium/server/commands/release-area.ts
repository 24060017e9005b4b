import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { releaseArea as operation } from '../../contract/grids.ts';
import { found } from '../rules/found.ts';
import { insertAction } from '../store/actions.ts';
import { lockAssignment, markAssignmentEnded } from '../store/grids.ts';

const problem = problemsOf(contract.problems);

export async function releaseArea(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const assignment = found(await lockAssignment(context.tx, input.id));
  context.gate.requireOrganisation(assignment.ownerOrganisationId);
  if (assignment.validUntil !== null) throw problem('consortium.already-ended');
  if (input.validUntil < assignment.validFrom) throw problem('consortium.dates-disagree');
  await markAssignmentEnded(context.tx, input);
  await insertAction(context, {
    itemKind: 'grid', itemId: assignment.gridId, ownerOrganisationId: assignment.ownerOrganisationId, action: 'release-area', reason: input.reason,
  });
  context.about({ organisationId: assignment.ownerOrganisationId });
  context.emit('consortium.area-released', { gridId: assignment.gridId, areaId: assignment.areaId }, [assignment.ownerOrganisationId]);
  return { assignmentId: assignment.id, areaId: assignment.areaId, gridId: assignment.gridId, validUntil: input.validUntil };
}
