import { endRecordBasis, grantRecordBasis } from '#platform/access/record-basis.ts';
import { findResource } from '#fhir/repository/read.ts';
import { getOrganisationSummary, listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import { findResidentSummaries, followMerge } from '#modules/residents/server/api.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { timedStates } from '../../../contract/states.ts';
import type { OrderRow } from '../../store/row.ts';
import type { ActContext } from './act-context.ts';

export interface PersonSummary {
  readonly personId: string;
  readonly personName: string;
  readonly personSex: string;
  readonly personBirthDate: string | null;
  /** Where the person is registered; null for a Patient that the index does not know yet. */
  readonly homeOrganisationId: string | null;
}

/** A merged person is followed to the surviving entry. */
export async function getPerson(sql: Sql, givenId: string): Promise<PersonSummary> {
  const personId = await followMerge(sql, givenId);
  const resident = (await findResidentSummaries(sql, [personId])).get(personId);
  if (resident) return { personId, personName: resident.name, personSex: resident.sex, personBirthDate: resident.birthDate, homeOrganisationId: resident.ownerOrganisationId };
  const patient = await findResource(sql, 'Patient', personId);
  if (!patient) throw platformProblem('platform.not-found');
  const [name] = patient.name ?? [];
  return {
    personId,
    personName: name?.text ?? [name?.family, ...(name?.given ?? [])].filter(Boolean).join(''),
    personSex: patient.gender ?? 'unknown',
    personBirthDate: patient.birthDate?.length === 10 ? patient.birthDate : null,
    homeOrganisationId: null,
  };
}

export async function organisationNames(sql: Sql, ids: readonly (string | null | undefined)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id): id is string => typeof id === 'string' && id !== ''))];
  const found = wanted.length === 0 ? [] : await listOrganisationSummaries(sql, wanted);
  return new Map(found.map(({ id, name }) => [id, name]));
}

/** A mistyped id is refused before anything is written. */
export const getOrganisationName = async (sql: Sql, id: string): Promise<string> => (await getOrganisationSummary(sql, id)).name;

const HEIGHT_MAX = 8;

/** The organisation and those above it, nearest first. */
export async function listAbove(sql: Sql, organisationId: string): Promise<string[]> {
  const chain: string[] = [];
  let next: string | null = organisationId;
  while (next !== null && chain.length < HEIGHT_MAX && !chain.includes(next)) {
    chain.push(next);
    const [found]: { parentId: string | null }[] = await listOrganisationSummaries(sql, [next]);
    next = found?.parentId ?? null;
  }
  return chain;
}

/** Name under which the person acting signs. */
export async function signingName({ tx, subject }: ActContext, known: ReadonlyMap<string, string>): Promise<string | null> {
  const { organisationId } = subject;
  if (organisationId === null) return null;
  return known.get(organisationId) ?? (await organisationNames(tx, [organisationId])).get(organisationId) ?? organisationId;
}

/** The centre answers questions and amends for a while after the report. */
const READABLE_AFTER_DAYS = 90;
const DAY_MS = 86_400_000;

const basisSource = (orderId: string): string => `shared-diagnosis/${orderId}`;

const readersOf = (row: OrderRow): string[] => [...new Set([row.centreOrganisationId, row.performingOrganisationId, ...(row.consultOrganisationId === null ? [] : [row.consultOrganisationId])])].filter((id) => id !== row.requestingOrganisationId);

/** The centre (and a higher one that is asked) opens the record from the order on; a centre that is replaced loses sight at once. */
export async function shareRecord({ tx, now }: ActContext, before: OrderRow | undefined, after: OrderRow): Promise<void> {
  const source = basisSource(after.orderId);
  if (after.state === 'cancelled') {
    await endRecordBasis(tx, { source, at: now });
    return;
  }
  const changed = before === undefined || readersOf(before).join() !== readersOf(after).join();
  const ends = after.issuedAt !== null && before?.issuedAt === null;
  if (changed && before !== undefined) await endRecordBasis(tx, { source, at: now });
  if (!changed && !ends) return;
  const validUntil = after.issuedAt === null || timedStates.includes(after.state) ? null : new Date(now.getTime() + READABLE_AFTER_DAYS * DAY_MS);
  for (const organisationId of readersOf(after)) {
    await grantRecordBasis(tx, { personId: after.personId, organisationId, basis: 'shared-centre', source, validFrom: now, validUntil });
  }
}
