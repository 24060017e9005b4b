import { grantRecordBasis } from '#platform/access/record-basis.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { EMERGENCY_HOURS, type breakGlass as operation } from '../../contract/openings.ts';
import { REVIEW_DAYS } from '../../contract/reviews.ts';
import { insertReview } from '../store/reviews.ts';
import { actingOrganisation, after, DAY_MS, problem, requirePerson } from './acting.ts';

/**
 * Opens a record alone, in an emergency: for hours, sensitive things included, whatever the resident refused. The resident
 * reads it in the portal, the privacy officer has it in the queue with a deadline.
 */
export async function breakGlass(context: CommandContext, { personId, reason }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, now, subject, gate } = context;
  const organisationId = actingOrganisation(context);
  await requirePerson(context, personId);
  if ((await gate.findRecordBasis(personId)) !== undefined) throw problem('health-record.already-open');
  const id = context.newId();
  const source = `health-record/break-glass/${id}`;
  const validUntil = after(now, EMERGENCY_HOURS * 3_600_000);
  await grantRecordBasis(tx, { personId, organisationId, basis: 'emergency', source, validFrom: now, validUntil, opensRestricted: true });
  await insertReview(tx, {
    reviewId: id, kind: 'break-glass', personId, ownerOrganisationId: organisationId, subjectId: subject.id, subjectName: subject.name, reason, source, at: now,
    validUntil, dueAt: after(now, REVIEW_DAYS * DAY_MS),
  });
  context.about({ personId, resource: `Patient/${personId}`, basis: 'emergency', purpose: reason });
  context.emit('health-record.glass-broken', { reviewId: id, personId }, [organisationId]);
  return { id, personId, validUntil: validUntil.toISOString() };
}
