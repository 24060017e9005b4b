import type { Patient } from '#fhir/types/resources.gen.ts';
import { findMatchingPersons, findResidentSummaries, followMerge } from '#modules/residents/server/api.ts';
import type { Gate } from '#platform/access/gate.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { readIdCard } from '#platform/kernel/check-digits.ts';

const ID_CARD = 'https://yigong.dev/fhir/sid/id-card';

/** The resident whom the number in the file names, if the sender has a ground for the record; undefined: then the desk decides. */
export async function findPersonOf(sql: Sql, gate: Gate, number: string | null): Promise<string | undefined> {
  if (number === null) return undefined;
  const personId = await personOfNumber(sql, number.trim());
  return personId !== undefined && (await gate.findRecordBasis(personId)) !== undefined ? personId : undefined;
}

async function personOfNumber(sql: Sql, number: string): Promise<string | undefined> {
  const idCard = number.toUpperCase();
  if (readIdCard(idCard).ok) {
    const asked: Patient = { resourceType: 'Patient', identifier: [{ system: ID_CARD, value: idCard }] };
    const certain = ((await findMatchingPersons(sql, asked)) ?? []).filter(({ grade }) => grade === 'certain');
    return certain.length === 1 ? certain[0]!.patientId : undefined;
  }
  return /^[0-9a-f-]{36}$/i.test(number) ? findResident(sql, number.toLowerCase()) : undefined;
}

/** The person after merges; undefined where the index has none. */
export async function findResident(sql: Sql, id: string): Promise<string | undefined> {
  const personId = await followMerge(sql, id);
  return (await findResidentSummaries(sql, [personId])).has(personId) ? personId : undefined;
}
