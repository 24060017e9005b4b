import type { CarePlanInput, Letter, Outcome } from '../../contract/letter.ts';
import type { CounterOffer } from '../../contract/referral.ts';
import type { Direction, Flow, Move, Priority, ReferralState } from '../../contract/states.ts';

export interface LockedResource {
  readonly kind: 'slot' | 'bed';
  readonly bookingId: string;
  readonly label: string;
  readonly start: string | null;
}

/** One row of `referral.referral`. */
export interface ReferralRow {
  readonly referralId: string;
  readonly number: string;
  readonly episodeId: string;
  readonly parentId: string | null;
  readonly flow: Flow;
  readonly direction: Direction;
  readonly careType: 'outpatient' | 'inpatient' | 'emergency';
  readonly priority: Priority;
  readonly state: ReferralState;
  readonly stateSince: Date;
  readonly deadline: Date | null;
  readonly arriveBy: Date | null;
  readonly whoseMove: Move;
  readonly moveOrganisationId: string | null;
  readonly escalationLevel: number;
  readonly personId: string;
  /** As on the letter; a merge changes only `personId`. */
  readonly letterPersonId: string;
  readonly personName: string;
  readonly personSex: string;
  readonly personBirthDate: string | null;
  readonly fromOrganisationId: string;
  readonly fromOrganisationName: string;
  readonly fromDepartment: string | null;
  readonly fromPractitionerId: string | null;
  readonly fromPractitionerName: string | null;
  readonly fromPhone: string | null;
  readonly toOrganisationId: string | null;
  readonly toOrganisationName: string;
  readonly toDepartment: string | null;
  readonly toPractitionerId: string | null;
  readonly toPractitionerName: string | null;
  readonly outside: boolean;
  readonly primaryCode: string | null;
  readonly primaryText: string | null;
  readonly problemKey: string;
  readonly reasonCode: string | null;
  readonly reasonText: string | null;
  readonly letter: Letter;
  readonly agreementId: string | null;
  readonly overrideReason: string | null;
  readonly diseaseVerdict: string | null;
  readonly resource: LockedResource | null;
  readonly counterOffer: CounterOffer | null;
  readonly transport: Readonly<Record<string, unknown>> | null;
  readonly outcome: Outcome | null;
  readonly carePlan: CarePlanInput | null;
  readonly firstVisitDue: string | null;
  readonly rejectionCode: string | null;
  readonly submittedAt: Date | null;
  readonly acceptedAt: Date | null;
  readonly arrivedAt: Date | null;
  readonly outcomeAt: Date | null;
  readonly closedAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
}

const JSON_COLUMNS: ReadonlySet<string> = new Set(['letter', 'resource', 'counterOffer', 'transport', 'outcome', 'carePlan']);

/** Every column in the order of the table; the compiler refuses a list that forgets one. */
const everyField: Readonly<Record<keyof ReferralRow, true>> = {
  referralId: true, number: true, episodeId: true, parentId: true, flow: true, direction: true, careType: true, priority: true,
  state: true, stateSince: true, deadline: true, arriveBy: true, whoseMove: true, moveOrganisationId: true, escalationLevel: true,
  personId: true, letterPersonId: true, personName: true, personSex: true, personBirthDate: true, fromOrganisationId: true, fromOrganisationName: true,
  fromDepartment: true, fromPractitionerId: true, fromPractitionerName: true, fromPhone: true, toOrganisationId: true,
  toOrganisationName: true, toDepartment: true, toPractitionerId: true, toPractitionerName: true, outside: true, primaryCode: true,
  primaryText: true, problemKey: true, reasonCode: true, reasonText: true, letter: true, agreementId: true, overrideReason: true,
  diseaseVerdict: true, resource: true, counterOffer: true, transport: true, outcome: true, carePlan: true, firstVisitDue: true,
  rejectionCode: true, submittedAt: true, acceptedAt: true, arrivedAt: true, outcomeAt: true, closedAt: true, version: true, createdAt: true,
};
export const referralFields = Object.keys(everyField) as (keyof ReferralRow)[];

const snake = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const columnOf = (field: keyof ReferralRow): string => snake(field);
export const boundValue = (row: ReferralRow, field: keyof ReferralRow): unknown => {
  const value = row[field];
  return JSON_COLUMNS.has(field) && value !== null ? JSON.stringify(value) : value;
};

/** `select` list that yields `ReferralRow`. */
export const referralColumns = referralFields.map((field) => `referral.${snake(field)} as "${field}"`).join(', ');
