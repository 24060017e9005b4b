import { endRecordBasis } from '#platform/access/record-basis.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { decideReview as operation } from '../../contract/reviews.ts';
import { namesOf } from '../queries/names.ts';
import { reviewView } from '../rules/views.ts';
import { insertReviewDecision, lockReview } from '../store/reviews.ts';
import { problem } from './acting.ts';

/** What was not justified is closed at once, an emergency opening as well as a relation made for the look. */
export async function decideReview(context: CommandContext, { id, outcome, note }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, now, subject } = context;
  const review = await lockReview(tx, id);
  if (review === undefined || !(subject.everyOrganisation || subject.organisationIds.includes(review.ownerOrganisationId))) throw problem('health-record.review-not-found');
  if (review.subjectId === subject.id) throw problem('health-record.own-review');
  if (review.outcome !== null) throw problem('health-record.review-decided');
  await insertReviewDecision(tx, { id, outcome, words: note, byId: subject.id, byName: subject.name, at: now });
  if (outcome === 'unjustified') await endRecordBasis(tx, { source: review.source, at: now });
  context.about({ personId: review.personId, organisationId: review.ownerOrganisationId, resource: `Patient/${review.personId}`, purpose: note });
  context.emit('health-record.review-decided', { reviewId: id, personId: review.personId }, [review.ownerOrganisationId]);
  const names = await namesOf(tx, { organisationIds: [review.ownerOrganisationId], personIds: [review.personId] });
  return reviewView({ ...review, outcome, note, decidedByName: subject.name, decidedAt: now }, names, now);
}
