import { writeResources } from '#fhir/repository/write.ts';
import { getOrganisationSummary } from '#modules/consortium/server/api.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { Clinic, createClinic as operation } from '../../contract/clinics.ts';
import { found } from '../rules/found.ts';
import { scheduleWrite } from '../rules/resources.ts';
import { clinicNameTaken, findClinic, insertClinic } from '../store/sessions.ts';

const problem = problemsOf(contract.problems);

export async function createClinic(context: CommandContext, input: InputOf<typeof operation>): Promise<Clinic> {
  await getOrganisationSummary(context.tx, input.organisationId);
  context.gate.requireOrganisation(input.organisationId);
  if (await clinicNameTaken(context.tx, input)) throw problem('scheduling.clinic-exists');
  const id = context.newId();
  await insertClinic(context.tx, { ...input, id });
  const clinic = found(await findClinic(context.tx, id));
  await writeResources(context, [scheduleWrite(clinic)]);
  context.about({ organisationId: input.organisationId, resource: `Schedule/${id}` });
  context.emit('scheduling.clinic-created', { clinicId: id }, [input.organisationId]);
  return clinic;
}
