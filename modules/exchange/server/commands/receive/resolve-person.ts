import { findResource } from '#fhir/repository/read.ts';
import { writeResources } from '#fhir/repository/write.ts';
import type { Identifier, Patient } from '#fhir/types/resources.gen.ts';
import { findMatchingPersons, findResidentSummaries, followMerge, indexPatient, joinPersons } from '#modules/residents/server/api.ts';
import { findPersons, lockNumbers, rememberNumbers, type LocalNumber } from '../../store/person-numbers.ts';
import type { ExchangeContext } from './exchange-context.ts';
import type { WriteRequest } from './write-request.ts';

/**
 * Who is meant: whom the sender's number meant before, else whom the index knows for certain, else somebody new. A new
 * Patient is written and indexed here; doubtful likeness is asked of the index manager, never decided.
 */
export async function resolvePerson(context: ExchangeContext, request: WriteRequest & { patient: Patient }): Promise<string> {
  const { site, numbers, patient, messageId } = request;
  await lockNumbers(context.tx, site.organisationId, numbers);
  const [known] = await findPersons(context.tx, site.organisationId, numbers);
  const personId = known === undefined ? await findCertain(context, patient) : await followMerge(context.tx, known);
  const found = personId ?? (await registerNew(context, patient, site.organisationId));
  if (personId !== undefined && request.changesPerson) await refresh(context, { personId, patient, organisationId: site.organisationId });
  await rememberNumbers(context.tx, { organisationId: site.organisationId, numbers, personId: found, messageId, at: context.now });
  return found;
}

async function findCertain(context: ExchangeContext, patient: Patient): Promise<string | undefined> {
  const matches = await findMatchingPersons(context.tx, patient);
  return matches?.find(({ grade }) => grade === 'certain')?.patientId;
}

async function registerNew(context: ExchangeContext, patient: Patient, organisationId: string): Promise<string> {
  const id = context.newId();
  const resource: Patient = { ...patient, id, active: true, managingOrganization: { reference: `Organization/${organisationId}` } };
  await writeResources(context, [{ method: 'put', resource, ownerOrganisationId: organisationId, isNewId: true }]);
  await indexPatient(context, { patientId: id, organisationIds: [organisationId] });
  return followMerge(context.tx, id);
}

/** Only the organisation that manages the entry changes it; another one's message tells its own numbers only. */
async function refresh(context: ExchangeContext, { personId, patient, organisationId }: { personId: string; patient: Patient; organisationId: string }): Promise<void> {
  const summary = (await findResidentSummaries(context.tx, [personId])).get(personId);
  if (summary?.ownerOrganisationId !== organisationId) return;
  const stored = await findResource(context.tx, 'Patient', personId);
  if (stored === undefined) return;
  const { id: _id, identifier, ...said } = patient;
  const resource: Patient = { ...withoutChoices(stored, said), ...said, id: personId, identifier: united(stored.identifier ?? [], identifier ?? []) };
  if (resource.identifier?.length === 0) delete resource.identifier;
  const [written] = await writeResources(context, [{ method: 'put', resource, ownerOrganisationId: null }]);
  if (written?.changed) await indexPatient(context, { patientId: personId, organisationIds: [organisationId] });
}

/** What is said anew in another form (`deceasedDateTime` for `deceasedBoolean`) takes the place of the old one. */
function withoutChoices(stored: Patient, said: Partial<Patient>): Patient {
  const stems = ['deceased', 'multipleBirth'].filter((stem) => Object.keys(said).some((name) => name.startsWith(stem)));
  return Object.fromEntries(Object.entries(stored).filter(([name]) => !stems.some((stem) => name.startsWith(stem)))) as unknown as Patient;
}

function united(before: readonly Identifier[], said: readonly Identifier[]): Identifier[] {
  const keyOf = ({ system, value, type }: Identifier): string => JSON.stringify([system, value, type?.coding?.[0]?.code]);
  const keys = new Set(before.map(keyOf));
  return [...before, ...said.filter((each) => !keys.has(keyOf(each)))];
}

export interface Join {
  readonly organisationId: string;
  readonly survivor: readonly LocalNumber[];
  readonly prior: readonly LocalNumber[];
  readonly messageId: string;
}

/** A40, A34, A18: the prior number means the surviving person from now on. */
export async function joinNumbers(context: ExchangeContext, { organisationId, survivor, prior, messageId }: Join): Promise<void> {
  await lockNumbers(context.tx, organisationId, [...survivor, ...prior]);
  const [survivorId] = await findPersons(context.tx, organisationId, survivor);
  const [priorId] = await findPersons(context.tx, organisationId, prior);
  if (survivorId === undefined) return;
  let personId = survivorId;
  if (priorId !== undefined && priorId !== survivorId) {
    const done = await joinPersons(context, { survivorId, mergedId: priorId, organisationId, reason: `HL7 合并消息 ${messageId}` });
    if (done === 'merged') context.emit('resident.merged', { residentId: survivorId, mergedId: priorId }, [organisationId]);
    personId = await followMerge(context.tx, survivorId);
    // Until a person has decided, the prior number goes on meaning whom it meant.
    if (done === 'review') return;
  }
  await rememberNumbers(context.tx, { organisationId, numbers: prior, personId, messageId, at: context.now });
}
