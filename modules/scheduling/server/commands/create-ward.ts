import { writeResources } from '#fhir/repository/write.ts';
import { getOrganisationSummary } from '#modules/consortium/server/api.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { Bed, createWard as operation } from '../../contract/beds.ts';
import { bedWrite, wardWrite } from '../rules/resources.ts';
import { insertWard, wardNameTaken } from '../store/beds.ts';

const problem = problemsOf(contract.problems);

/** Ward and numbered beds, each also as FHIR Location. */
export async function createWard(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  await getOrganisationSummary(context.tx, input.organisationId);
  context.gate.requireOrganisation(input.organisationId);
  if (await wardNameTaken(context.tx, input)) throw problem('scheduling.ward-exists');
  const id = context.newId();
  const bedRows = Array.from({ length: input.beds }, (_, index) => ({ id: context.newId(), label: `${String(index + 1).padStart(2, '0')}床` }));
  await insertWard(context.tx, { ...input, id, bedRows, now: context.now });
  const empty = { wardId: id, organisationId: input.organisationId, forSex: 'any', state: 'free' } as const;
  const beds = bedRows.map((row): Pick<Bed, 'id' | 'wardId' | 'organisationId' | 'label' | 'state'> => ({ ...empty, ...row }));
  await writeResources(context, [wardWrite({ ...input, id }), ...beds.map(bedWrite)]);
  context.about({ organisationId: input.organisationId, resource: `Location/${id}` });
  context.emit('scheduling.ward-created', { wardId: id }, [input.organisationId]);
  return { id, bedIds: bedRows.map((row) => row.id) };
}
