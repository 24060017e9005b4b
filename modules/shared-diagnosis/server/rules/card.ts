import type { Subject } from '#platform/access/subject.ts';
import { ageInYears, chinaDate } from '#platform/kernel/period.ts';
import type { AbilityView, ActionRule, CriticalView } from '../../contract/actions.ts';
import type { CriticalCard } from '../../contract/critical.ts';
import type { OrderCard } from '../../contract/orders.ts';
import { criticalMove } from '../../contract/states.ts';
import type { CriticalRow, OrderRow } from '../store/row.ts';

const covers = (subject: Subject, id: string | null): boolean => subject.everyOrganisation || (id !== null && subject.organisationIds.includes(id));

/** The sides of the order that the subject acts for. The requester may do what the site does: a village is often both. */
export function sidesOf(subject: Subject, row: OrderRow): ActionRule['party'][] {
  const sides: ActionRule['party'][] = [];
  if (covers(subject, row.requestingOrganisationId)) sides.push('requester', 'performer');
  if (covers(subject, row.performingOrganisationId)) sides.push('performer');
  if (covers(subject, row.centreOrganisationId)) sides.push('centre');
  if (covers(subject, row.consultOrganisationId)) sides.push('consultant');
  return sides;
}

export const abilityViewOf = (subject: Subject, row: OrderRow): Omit<AbilityView, 'holds'> => ({
  state: row.state, sides: sidesOf(subject, row), requesterName: row.requestingOrganisationName, performerName: row.performingOrganisationName, centreName: row.centreOrganisationName, consultantName: row.consultOrganisationName,
});

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const ageOf = (birthDate: string | null, now: Date): number | null => (birthDate === null ? null : ageInYears(birthDate, chinaDate(now)));

export function cardOf(row: OrderRow, { readerId, now }: { readerId: string; now: Date }): OrderCard {
  const held = row.claimedBy !== null && (row.claimUntil === null || row.claimUntil > now);
  const moveNames = new Map([['requester', row.requestingOrganisationName], ['centre', row.centreOrganisationName], ['consultant', row.consultOrganisationName]]);
  return {
    id: row.orderId, number: row.number, kind: row.kind, modality: row.modality, itemCode: row.itemCode, itemName: row.itemName, bodyPart: row.bodyPart, priority: row.priority, state: row.state, since: row.stateSince.toISOString(),
    deadline: row.issuedAt === null ? iso(row.deadline) : null, whoseMove: row.whoseMove, moveOrganisationName: moveNames.get(row.whoseMove) ?? null, escalationLevel: row.escalationLevel,
    personId: row.personId, personName: row.personName, personSex: row.personSex, personAge: ageOf(row.personBirthDate, now), requestingOrganisationId: row.requestingOrganisationId, requestingOrganisationName: row.requestingOrganisationName,
    requesterName: row.requesterName, department: row.department, performingOrganisationId: row.performingOrganisationId, performingOrganisationName: row.performingOrganisationName, centreOrganisationId: row.centreOrganisationId,
    centreOrganisationName: row.centreOrganisationName, overflow: row.overflow, claimedBy: row.claimedBy, claimedByName: row.claimedByName, claimUntil: iso(row.claimUntil), mine: held && row.claimedBy === readerId && row.state === 'reading',
    authorName: row.authorName, reviewerName: row.reviewerName, reportVersion: row.reportVersion, positive: row.positive, critical: row.critical, reviewDueAt: iso(row.reviewDueAt), issuedAt: iso(row.issuedAt), dataCount: row.data.length,
    version: row.version, createdAt: row.createdAt.toISOString(),
  };
}

export function criticalSidesOf(subject: Subject, row: CriticalRow): ('reporter' | 'receiver')[] {
  const sides: ('reporter' | 'receiver')[] = [];
  if (covers(subject, row.reporterOrganisationId)) sides.push('reporter');
  if (covers(subject, row.receiverOrganisationId)) sides.push('receiver');
  return sides;
}

export const criticalViewOf = (subject: Subject, row: CriticalRow): Omit<CriticalView, 'holds'> => ({
  state: row.state, sides: criticalSidesOf(subject, row), reporterName: row.reporterOrganisationName, receiverName: row.receiverOrganisationName,
});

const MINUTE_MS = 60_000;

export function criticalCardOf(row: CriticalRow, now: Date): CriticalCard {
  const [first] = row.clock;
  return {
    id: row.criticalId, number: row.number, state: row.state, since: row.stateSince.toISOString(), kind: row.kind, code: row.code, title: row.title, valueText: row.valueText, ruleText: row.ruleText,
    source: row.observationId === null ? 'reader' : 'observation', personId: row.personId, personName: row.personName, personSex: row.personSex, personAge: ageOf(row.personBirthDate, now), department: row.department, place: row.place,
    reporterOrganisationId: row.reporterOrganisationId, reporterOrganisationName: row.reporterOrganisationName, receiverOrganisationId: row.receiverOrganisationId, receiverOrganisationName: row.receiverOrganisationName,
    receiverPhone: row.receiverPhone, orderId: row.orderId, orderNumber: row.orderNumber, detectedAt: row.detectedAt.toISOString(), notifiedAt: iso(row.notifiedAt),
    acknowledgeBy: row.notifiedAt === null || first === undefined || row.acknowledgedAt !== null ? null : new Date(row.notifiedAt.getTime() + first * MINUTE_MS).toISOString(),
    acknowledgedAt: iso(row.acknowledgedAt), acknowledgedByName: row.acknowledgedByName, escalationLevel: row.escalationLevel, nextEscalationAt: iso(row.nextEscalationAt), whoseMove: criticalMove[row.state],
    actionText: row.actionText, effectText: row.effectText, version: row.version,
  };
}
