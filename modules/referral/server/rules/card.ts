import type { Subject } from '#platform/access/subject.ts';
import { ageInYears, chinaDate } from '#platform/kernel/period.ts';
import { abilityOf, type AbilityView } from '../../contract/actions.ts';
import type { ReferralCard } from '../../contract/referral.ts';
import { actions, type ReferralAction, type Side } from '../../contract/states.ts';
import type { ReferralRow } from '../store/row.ts';

/** The sides of a referral that the subject may act for. */
export function sidesOf(subject: Subject, row: Pick<ReferralRow, 'fromOrganisationId' | 'toOrganisationId'>): Side[] {
  const acts = (organisationId: string | null): boolean =>
    organisationId !== null && (subject.everyOrganisation || subject.organisationIds.includes(organisationId));
  return [...(acts(row.fromOrganisationId) ? (['sender'] as const) : []), ...(acts(row.toOrganisationId) ? (['receiver'] as const) : [])];
}

export const abilityViewOf = (subject: Subject, row: ReferralRow): AbilityView => ({
  flow: row.flow,
  state: row.state,
  outside: row.outside,
  fromOrganisationName: row.fromOrganisationName,
  toOrganisationName: row.toOrganisationName,
  sides: sidesOf(subject, row),
  holds: (permission) => subject.kind === 'system' || subject.permissions.has(permission),
});

/** Of the two ways to accept a counter-offer, the one that fits what was offered. */
export const actionFits = (row: ReferralRow, action: ReferralAction): boolean => {
  const otherMember = row.counterOffer?.kind === 'member';
  if (action === 'take-other-member') return otherMember;
  return action !== 'accept-counter-offer' || !otherMember;
};

function allowedActions(subject: Subject, row: ReferralRow): ReferralAction[] {
  const view = abilityViewOf(subject, row);
  return actions.filter((action) => actionFits(row, action) && abilityOf(view, action).allowed);
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const isOverdue = (row: Pick<ReferralRow, 'deadline'>, now: Date): boolean => row.deadline !== null && row.deadline < now;

export function cardOf(row: ReferralRow, subject: Subject, now: Date): ReferralCard {
  return {
    id: row.referralId,
    number: row.number,
    episodeId: row.episodeId,
    parentId: row.parentId,
    flow: row.flow,
    direction: row.direction,
    careType: row.careType,
    priority: row.priority,
    state: row.state,
    since: row.stateSince.toISOString(),
    deadline: iso(row.deadline),
    arriveBy: iso(row.arriveBy),
    overdue: isOverdue(row, now),
    escalationLevel: row.escalationLevel,
    whoseMove: row.whoseMove,
    moveOrganisationId: row.moveOrganisationId,
    personId: row.personId,
    personName: row.personName,
    personSex: row.personSex,
    personAge: row.personBirthDate === null ? null : ageInYears(row.personBirthDate, chinaDate(now)),
    fromOrganisationId: row.fromOrganisationId,
    fromOrganisationName: row.fromOrganisationName,
    fromDepartment: row.fromDepartment,
    fromPractitionerName: row.fromPractitionerName,
    toOrganisationId: row.toOrganisationId,
    toOrganisationName: row.toOrganisationName,
    toDepartment: row.toDepartment,
    outside: row.outside,
    reasonCode: row.reasonCode,
    reasonText: row.reasonText,
    diagnosisText: row.primaryText,
    resource: row.resource,
    sides: sidesOf(subject, row),
    allowed: allowedActions(subject, row),
    version: row.version,
  };
}
