import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { addDiseaseRange as operation, DiseaseList } from '../../contract/diseases.ts';
import { inIcd10Range, plainIcd10 } from '../rules/diseases.ts';
import { found } from '../rules/found.ts';
import { insertAction } from '../store/actions.ts';
import { findDiseaseList, insertDiseaseRange } from '../store/diseases.ts';

const problem = problemsOf(contract.problems);

export async function addDiseaseRange(context: CommandContext, input: InputOf<typeof operation>): Promise<DiseaseList> {
  const today = chinaDate(context.now);
  const list = found(await findDiseaseList(context.tx, input.listId, today));
  context.gate.requireOrganisation(list.ownerOrganisationId);
  if (list.validUntil !== null) throw problem('consortium.already-ended');
  const range = { codeFrom: plainIcd10(input.codeFrom), codeUntil: plainIcd10(input.codeUntil) };
  if (!inIcd10Range(range.codeFrom, range)) throw problem('consortium.range-reversed');
  const id = context.newId();
  await insertDiseaseRange(context.tx, { ...input, ...range, id, ownerOrganisationId: list.ownerOrganisationId });
  await insertAction(context, {
    itemKind: 'disease-list', itemId: list.id, ownerOrganisationId: list.ownerOrganisationId, action: 'add-range',
    reason: `${range.codeFrom}–${range.codeUntil} ${input.judgement}`,
  });
  context.about({ organisationId: list.ownerOrganisationId });
  context.emit('consortium.disease-range-added', { diseaseListId: list.id, diseaseRangeId: id }, [list.ownerOrganisationId]);
  return found(await findDiseaseList(context.tx, list.id, today));
}
