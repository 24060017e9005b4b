import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { DiseaseList, endDiseaseRange as operation } from '../../contract/diseases.ts';
import { found } from '../rules/found.ts';
import { insertAction } from '../store/actions.ts';
import { findDiseaseList, lockDiseaseRange, markDiseaseRangeEnded } from '../store/diseases.ts';

const problem = problemsOf(contract.problems);

export async function endDiseaseRange(context: CommandContext, input: InputOf<typeof operation>): Promise<DiseaseList> {
  const range = found(await lockDiseaseRange(context.tx, input.id));
  context.gate.requireOrganisation(range.ownerOrganisationId);
  if (range.validUntil !== null) throw problem('consortium.already-ended');
  if (input.validUntil < range.validFrom) throw problem('consortium.dates-disagree');
  await markDiseaseRangeEnded(context.tx, input);
  await insertAction(context, {
    itemKind: 'disease-list', itemId: range.listId, ownerOrganisationId: range.ownerOrganisationId, action: 'end-range', reason: input.reason,
  });
  context.about({ organisationId: range.ownerOrganisationId });
  context.emit('consortium.disease-range-ended', { diseaseListId: range.listId, diseaseRangeId: range.id }, [range.ownerOrganisationId]);
  return found(await findDiseaseList(context.tx, range.listId, chinaDate(context.now)));
}
