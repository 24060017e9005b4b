import { endRecordBasis, grantRecordBasis } from '#platform/access/record-basis.ts';
import { findResource } from '#fhir/repository/read.ts';
import { findValidAgreement, judgeDiseaseForReferral, listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import { findResidentSummaries, followMerge } from '#modules/residents/server/api.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { ProblemDetail } from '#platform/kernel/problem.ts';
import type { Letter } from '../../../contract/letter.ts';
import { isLive, type Direction, type Priority } from '../../../contract/states.ts';
import type { ReferralRow } from '../../store/row.ts';
import type { ActContext } from './act-context.ts';

export interface PersonSummary {
  readonly personId: string;
  readonly letterPersonId: string;
  readonly personName: string;
  readonly personSex: string;
  readonly personBirthDate: string | null;
}

/** Name, sex and birth date as they go onto the letter; a merged person is followed to the surviving entry. */
export async function getPerson(sql: Sql, givenId: string): Promise<PersonSummary> {
  const personId = await followMerge(sql, givenId);
  const resident = (await findResidentSummaries(sql, [personId])).get(personId);
  if (resident) return { personId, letterPersonId: personId, personName: resident.name, personSex: resident.sex, personBirthDate: resident.birthDate };
  return personOfPatient(sql, personId);
}

/** A Patient that came by FHIR a moment ago and is not in the index yet. */
async function personOfPatient(sql: Sql, personId: string): Promise<PersonSummary> {
  const patient = await findResource(sql, 'Patient', personId);
  if (!patient) throw platformProblem('platform.not-found');
  const [name] = patient.name ?? [];
  return {
    personId,
    letterPersonId: personId,
    personName: name?.text ?? [name?.family, ...(name?.given ?? [])].filter(Boolean).join(''),
    personSex: patient.gender ?? 'unknown',
    personBirthDate: patient.birthDate?.length === 10 ? patient.birthDate : null,
  };
}

async function organisationNames(sql: Sql, ids: readonly (string | null | undefined)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id): id is string => typeof id === 'string' && id !== ''))];
  const found = wanted.length === 0 ? [] : await listOrganisationSummaries(sql, wanted);
  return new Map(found.map(({ id, name }) => [id, name]));
}

/** Name of a member; a mistyped id is refused before anything is written. */
export async function getOrganisationName(sql: Sql, id: string): Promise<string> {
  const name = (await organisationNames(sql, [id])).get(id);
  if (name === undefined) throw platformProblem('platform.not-found');
  return name;
}

/** Name under which the person acting signs. */
export async function organisationNameOf({ tx, subject }: ActContext, row: ReferralRow): Promise<string | null> {
  const { organisationId } = subject;
  if (organisationId === null) return null;
  if (organisationId === row.fromOrganisationId) return row.fromOrganisationName;
  if (organisationId === row.toOrganisationId) return row.toOrganisationName;
  return (await organisationNames(tx, [organisationId])).get(organisationId) ?? organisationId;
}

/** The receiver reads on for a while after the end, to answer questions. */
const READABLE_AFTER_END_DAYS = 30;
const DAY_MS = 86_400_000;

export const basisSource = (referralId: string): string => `referral/${referralId}`;

/**
 * The receiver may open the record while the referral is under way. A receiver that refused, or was exchanged for
 * another member, loses sight at once; after the ordinary end some days remain.
 */
export async function shareRecord({ tx, now }: ActContext, before: ReferralRow | undefined, after: ReferralRow): Promise<void> {
  const source = basisSource(after.referralId);
  const shared = (row: ReferralRow | undefined): boolean => row !== undefined && row.toOrganisationId !== null && isLive(row.flow, row.state) && row.state !== 'planned';
  if (before && shared(before) && before.toOrganisationId !== after.toOrganisationId) await endRecordBasis(tx, { source, at: now });
  if (shared(after)) {
    if (shared(before) && before?.toOrganisationId === after.toOrganisationId) return;
    for (const organisationId of [after.toOrganisationId!, ...villageOf(after)]) {
      await grantRecordBasis(tx, { personId: after.personId, organisationId, basis: 'referral', source, validFrom: now, validUntil: null });
    }
    return;
  }
  if (!shared(before)) return;
  const refused = ['rejected', 'declined', 'withdrawn', 'expired'].includes(after.state);
  await endRecordBasis(tx, { source, at: refused ? now : new Date(now.getTime() + READABLE_AFTER_END_DAYS * DAY_MS) });
}

const villageOf = (row: ReferralRow): string[] => {
  const village = row.flow === 'down' ? row.carePlan?.villageOrganisationId : undefined;
  return village === undefined || village === '' ? [] : [village];
};

export interface GuardQuestion {
  readonly fromOrganisationId: string;
  readonly toOrganisationId: string | null;
  readonly direction: Direction;
  readonly priority: Priority;
  readonly letter: Letter;
}

export interface GuardAnswer {
  readonly agreementId: string | null;
  /** An agreement, an emergency or a hospital outside. */
  readonly agreed: boolean;
  /** What the disease list says about the first diagnosis; undefined without diagnosis. */
  readonly disease: { readonly verdict: 'supported' | 'advised-against' | 'not-listed'; readonly reason: ProblemDetail['message'] } | undefined;
}

/** What the consortium says about this referral: agreement (R022) and disease list (R008). */
export async function askConsortium(sql: Sql, question: GuardQuestion, now: Date): Promise<GuardAnswer> {
  const on = chinaDate(now);
  const { fromOrganisationId, toOrganisationId, direction } = question;
  const agreement =
    toOrganisationId === null ? undefined : await findValidAgreement(sql, { fromOrganisationId, toOrganisationId, kind: 'referral', on, direction });
  const icd10 = question.letter.diagnoses?.[0]?.code;
  const judgedAt = direction === 'up' ? fromOrganisationId : toOrganisationId;
  const disease = icd10 === undefined || judgedAt === null ? undefined : await judgeDiseaseForReferral(sql, { organisationId: judgedAt, icd10, direction, on });
  return {
    agreementId: agreement?.id ?? null,
    agreed: agreement !== undefined || question.priority === 'emergency' || toOrganisationId === null,
    disease: disease === undefined ? undefined : { verdict: disease.verdict, reason: disease.reason },
  };
}
