import type { Patient } from '#fhir/types/resources.gen.ts';
import { findMatchingPersons, findResidentSummaries, followMerge } from '#modules/residents/server/api.ts';
import { gateFor } from '#platform/access/gate.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { readIdCard } from '#platform/kernel/check-digits.ts';
import type { InstanceDescription } from '../../rules/describe-instance.ts';

const ID_CARD = 'https://yigong.dev/fhir/sid/id-card';

/**
 * The resident whom the numbers in the images name, or undefined: then the desk decides. A number is the identity card, or the person id
 * that our own worklist gave out; the sender must have a ground for the person, so that nobody hangs pictures on a stranger.
 */
export async function findPersonOf(sql: Sql, subject: Subject, { patient }: InstanceDescription): Promise<string | undefined> {
  const numbers = [patient.id, ...patient.otherIds].filter((number): number is string => number !== null);
  const gate = gateFor(subject, sql);
  for (const number of numbers) {
    const personId = await personOfNumber(sql, number);
    if (personId !== undefined && (await gate.findRecordBasis(personId)) !== undefined) return personId;
  }
  return undefined;
}

/** Whose identity card or person id the number is. */
export async function personOfNumber(sql: Sql, number: string): Promise<string | undefined> {
  const idCard = number.toUpperCase();
  if (readIdCard(idCard).ok) {
    const asked: Patient = { resourceType: 'Patient', identifier: [{ system: ID_CARD, value: idCard }] };
    const certain = ((await findMatchingPersons(sql, asked)) ?? []).filter(({ grade }) => grade === 'certain');
    return certain.length === 1 ? certain[0]!.patientId : undefined;
  }
  if (!/^[0-9a-f-]{36}$/i.test(number)) return undefined;
  const personId = await followMerge(sql, number.toLowerCase());
  return (await findResidentSummaries(sql, [personId])).has(personId) ? personId : undefined;
}
