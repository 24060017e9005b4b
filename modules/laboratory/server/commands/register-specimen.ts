import { writeResources } from '#fhir/repository/write.ts';
import { findResidentSummaries, followMerge } from '#modules/residents/server/api.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { registerSpecimen as declared } from '../../contract/specimens.ts';
import { specimenResource } from '../rules/fhir.ts';
import { insertSpecimen, insertStep, type SpecimenRow } from '../store/specimens.ts';
import { actingFor, cardOf, problem, tell } from './act.ts';

/** A tube gets its code and its person; nothing is drawn yet. */
export async function registerSpecimen(context: CommandContext, input: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const { tx, subject, now, newId } = context;
  const organisationId = actingFor(context);
  const personId = await followMerge(tx, input.personId);
  const person = (await findResidentSummaries(tx, [personId])).get(personId);
  if (person === undefined) throw platformProblem('platform.not-found');
  await context.gate.recordBasis(personId);
  const row: SpecimenRow = {
    id: newId(), tubeCode: input.tubeCode, part: input.part, kind: input.kind, items: input.items, organisationId, laboratoryOrganisationId: input.laboratoryOrganisationId, personId, personName: person.name, personSex: person.sex, personBirthDate: person.birthDate,
    temperatureClass: input.temperatureClass, isUrgent: input.isUrgent, orderId: input.orderId ?? null, state: 'registered', since: now, registeredAt: now, collectedAt: null, receivedAt: null, boxId: null, boxCode: null, rejectReason: null, excisedAt: null, fixedAt: null,
    coldIschaemiaMinutes: null, isFrozenSection: input.isFrozenSection, storedUntil: null,
  };
  if (!(await insertSpecimen(tx, row))) throw problem('laboratory.code-taken');
  await insertStep(tx, { id: newId(), specimenId: row.id, organisationId, action: 'register', stateAfter: 'registered', note: null, at: now, by: subject });
  await writeResources({ tx, subject, now, newId }, [{ method: 'put', resource: specimenResource(row), ownerOrganisationId: organisationId, managedBy: 'laboratory' }]);
  tell(context, row, { event: 'laboratory.specimen-registered' });
  return cardOf(row);
}
