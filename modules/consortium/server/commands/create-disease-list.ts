import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { createDiseaseList as operation, DiseaseList } from '../../contract/diseases.ts';
import { found } from '../rules/found.ts';
import { insertAction } from '../store/actions.ts';
import { findDiseaseList, insertDiseaseList } from '../store/diseases.ts';
import { findOrganisation } from '../store/organisations.ts';

const problem = problemsOf(contract.problems);

export async function createDiseaseList(context: CommandContext, input: InputOf<typeof operation>): Promise<DiseaseList> {
  found(await findOrganisation(context.tx, input.ownerOrganisationId));
  if (input.organisationId) found(await findOrganisation(context.tx, input.organisationId));
  context.gate.requireOrganisation(input.ownerOrganisationId);
  const id = context.newId();
  const inserted = await insertDiseaseList(context.tx, { ...input, id, level: input.level ?? null, organisationId: input.organisationId ?? null });
  if (!inserted) throw problem('consortium.list-exists');
  await insertAction(context, { itemKind: 'disease-list', itemId: id, ownerOrganisationId: input.ownerOrganisationId, action: 'create' });
  context.about({ organisationId: input.ownerOrganisationId });
  context.emit('consortium.disease-list-created', { diseaseListId: id }, [input.ownerOrganisationId]);
  return found(await findDiseaseList(context.tx, id, input.validFrom));
}
