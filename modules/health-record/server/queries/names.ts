import { listResourcesById } from '#fhir/repository/read.ts';
import { beyondSight, type Sql } from '#platform/database/transaction.ts';
import { maskMiddle } from '#platform/kernel/text.ts';
import { nameOf } from '../rules/summary.ts';
import type { Names } from '../rules/views.ts';
import { organisationNames } from './organisation-names.ts';

/** Names for a list: organisations in full, persons by their surname only, since a queue opens no record. */
export async function namesOf(sql: Sql, { organisationIds, personIds = [] }: { organisationIds: readonly (string | null)[]; personIds?: readonly string[] }): Promise<Names> {
  const [organisations, patients] = [await organisationNames(sql, organisationIds), await listResourcesById(beyondSight(sql), 'Patient', [...new Set(personIds)])];
  return { organisations, persons: new Map(patients.map((patient) => [patient.id ?? '', maskMiddle(nameOf(patient.name), 1, 0)])) };
}
