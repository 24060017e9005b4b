import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { beyondSight } from '#platform/database/transaction.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import { countPersonSources, listPersonRecord } from '#fhir/repository/person-record.ts';
import { getResource } from '#fhir/repository/read.ts';
import type { AllergyIntolerance, Condition, MedicationRequest, MedicationStatement } from '#fhir/types/resources.gen.ts';
import type { getRecordSummary as operation, RecordSummary } from '../../contract.ts';
import { activeAllergies, activeConditions, activeMedications, nameOf, replacedBy } from '../rules/summary.ts';
import { openRecord, recordTypes } from './open-record.ts';
import { organisationNames } from './organisation-names.ts';

/** As many as one person can sensibly have; older ones are inactive. */
const SUMMARY_MAX = 500;

export async function getRecordSummary(context: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  return readSummary(context, { personId: input.personId, basis: await openRecord(context, input) });
}

/** The summary itself, once the record is open. */
export async function readSummary(context: QueryContext, { personId, basis }: { personId: string; basis: string }): Promise<RecordSummary> {
  const { sql, subject } = context;
  const list = (types: readonly string[]) => listPersonRecord(sql, { subject, personId, types, offset: 0, limit: SUMMARY_MAX });
  const [patient, allergies, conditions, medications, sources] = await Promise.all([
    // Whose record it is may be known to whoever sees an item of it.
    getResource(beyondSight(sql), 'Patient', personId),
    list(['AllergyIntolerance']),
    list(['Condition']),
    list(['MedicationRequest', 'MedicationStatement']),
    countPersonSources(sql, { subject, personId, types: recordTypes }),
  ]);
  const rows = [...allergies.rows, ...conditions.rows, ...medications.rows];
  const names = await organisationNames(sql, [...rows.map((row) => row.ownerOrganisationId), ...sources.map((source) => source.organisationId)]);
  const ownerOf = new Map(rows.map((row) => [`${row.resource.resourceType}/${row.resource.id}`, row.ownerOrganisationId]));
  const named = <Item extends { reference: string }>(items: readonly Item[]) =>
    items.map((item) => ({ ...item, organisationName: names.get(ownerOf.get(item.reference) ?? '') ?? '' }));
  return {
    personId,
    name: nameOf(patient.name),
    sex: patient.gender ?? 'unknown',
    birthDate: patient.birthDate ?? null,
    deceased: patient.deceasedBoolean === true || patient.deceasedDateTime !== undefined,
    replacedBy: replacedBy(patient),
    basis,
    allergies: named(activeAllergies(allergies.rows.map((row) => row.resource as AllergyIntolerance))),
    conditions: named(activeConditions(conditions.rows.map((row) => row.resource as Condition))),
    medications: named(activeMedications(medications.rows.map((row) => row.resource as MedicationRequest | MedicationStatement))),
    sources: sources.map((source) => ({ ...source, organisationName: names.get(source.organisationId) ?? '' })),
  };
}
