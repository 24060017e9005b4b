import type { InputOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { Letter } from '../../../contract/letter.ts';
import type { saveReferralDraft } from '../../../contract/requests.ts';
import { problemKeyOf } from '../../rules/letter.ts';
import { nextReferralNumber } from '../../store/referrals.ts';
import type { ReferralRow } from '../../store/row.ts';
import { problem, type ActContext } from './act-context.ts';
import { getOrganisationName, getPerson } from './partners.ts';

export type DraftFields = Omit<InputOf<typeof saveReferralDraft>, 'id'>;

/** Columns that follow from the letter. */
export function letterColumns(letter: Letter) {
  return {
    letter,
    primaryCode: letter.diagnoses?.[0]?.code ?? null,
    primaryText: letter.diagnoses?.[0]?.display ?? null,
    problemKey: problemKeyOf(letter),
    reasonCode: letter.reasonCode ?? null,
    reasonText: letter.reasonText ?? null,
  } satisfies Partial<ReferralRow>;
}

export interface Destination {
  readonly toOrganisationId?: string | undefined;
  readonly outsideHospitalName?: string | undefined;
  readonly toDepartment?: string | undefined;
  readonly toPractitionerId?: string | undefined;
  readonly toPractitionerName?: string | undefined;
}

const orNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text);

/** Columns of the receiver; a member wins over a name of an outside hospital. */
export async function destinationColumns({ tx }: ActContext, given: Destination, fromOrganisationId: string) {
  const toOrganisationId = orNull(given.toOrganisationId);
  if (toOrganisationId === fromOrganisationId) throw problem('referral.same-organisation');
  const outsideName = toOrganisationId === null ? orNull(given.outsideHospitalName) : null;
  return {
    toOrganisationId,
    toOrganisationName: toOrganisationId === null ? (outsideName ?? '') : await getOrganisationName(tx, toOrganisationId),
    toDepartment: orNull(given.toDepartment),
    toPractitionerId: orNull(given.toPractitionerId),
    toPractitionerName: orNull(given.toPractitionerName),
    outside: outsideName !== null,
  } satisfies Partial<ReferralRow>;
}

export interface Origin {
  readonly fromOrganisationId?: string | undefined;
  readonly fromDepartment?: string | undefined;
  readonly fromPhone?: string | undefined;
}

/**
 * Columns of the sender: the organisation acted for, unless another is named. `registeredBy` is a receiver that may name
 * a sender out of its scope, because an emergency stands at its door.
 */
export async function originColumns({ tx, subject, gate }: ActContext, given: Origin, registeredBy?: string | undefined) {
  const fromOrganisationId = orNull(given.fromOrganisationId) ?? subject.organisationId;
  if (fromOrganisationId === null) throw problem('referral.no-destination');
  const own = subject.everyOrganisation || subject.organisationIds.includes(fromOrganisationId);
  if (!own) gate.requireOrganisation(registeredBy ?? fromOrganisationId);
  return {
    fromOrganisationId,
    fromOrganisationName: await getOrganisationName(tx, fromOrganisationId),
    fromDepartment: orNull(given.fromDepartment),
    fromPractitionerId: own ? (subject.fhirReference?.replace(/^Practitioner\//, '') ?? null) : null,
    fromPractitionerName: own ? subject.name : null,
    fromPhone: orNull(given.fromPhone),
  } satisfies Partial<ReferralRow>;
}

/** A row with nothing on it yet but who, from where and to where. */
export async function newRow(context: ActContext, given: DraftFields, registeredBy?: string | undefined): Promise<ReferralRow> {
  const { newId, now, tx } = context;
  const origin = await originColumns(context, given, registeredBy);
  return {
    ...emptyRow(now),
    referralId: newId(),
    number: await nextReferralNumber(tx, chinaDate(now)),
    episodeId: newId(),
    direction: given.direction,
    careType: given.careType,
    priority: given.priority,
    ...(await getPerson(tx, given.personId)),
    ...origin,
    ...(await destinationColumns(context, given, origin.fromOrganisationId)),
    ...letterColumns(given.letter),
  };
}

type Blank = Omit<
  ReferralRow,
  | 'referralId' | 'number' | 'episodeId' | 'direction' | 'careType' | 'priority' | 'personId' | 'letterPersonId' | 'personName' | 'personSex' | 'personBirthDate'
  | 'fromOrganisationId' | 'fromOrganisationName' | 'fromDepartment' | 'fromPractitionerId' | 'fromPractitionerName' | 'fromPhone'
  | 'toOrganisationId' | 'toOrganisationName' | 'toDepartment' | 'toPractitionerId' | 'toPractitionerName' | 'outside'
  | 'letter' | 'primaryCode' | 'primaryText' | 'problemKey' | 'reasonCode' | 'reasonText'
>;

export const emptyRow = (now: Date): Blank => ({
  parentId: null, flow: 'outward', state: 'draft', stateSince: now, deadline: null, arriveBy: null, whoseMove: 'none', moveOrganisationId: null,
  escalationLevel: 0, agreementId: null, overrideReason: null, diseaseVerdict: null, resource: null, counterOffer: null, transport: null, outcome: null,
  carePlan: null, firstVisitDue: null, rejectionCode: null, submittedAt: null, acceptedAt: null, arrivedAt: null, outcomeAt: null, closedAt: null,
  version: 0, createdAt: now,
});
