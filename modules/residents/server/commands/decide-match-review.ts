import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { decideMatchReview as operation } from '../../contract.ts';
import { organisationNames } from '../queries/organisation-names.ts';
import { reviewView } from '../rules/review-view.ts';
import { findEntries, lockEntries, type StoredEntry } from '../store/entries.ts';
import { decideReview, lockReview } from '../store/reviews.ts';
import { noteAction } from './enter-resident.ts';
import { mergePair } from './merge-pair.ts';
import { problem } from './residents-problem.ts';

/** `same` merges the newer entry into the older one; `different` keeps both and never asks about the pair again. */
export async function decideMatchReview(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const review = await lockReview(context.tx, input.id);
  if (review === undefined) throw problem('resident.not-found');
  if (!context.gate.subject.organisationIds.includes(review.ownerOrganisationId)) context.gate.requireOrganisation(review.rightOrganisationId);
  if (review.state !== 'open') throw problem('resident.review-decided');
  const [left, right] = sidesOf(await lockEntries(context.tx, [review.leftId, review.rightId]), review);
  await decideReview(context.tx, { reviewId: review.reviewId, state: input.decision, reason: input.reason, at: context.now });
  await noteAction(context, { entry: left, action: `decided-${input.decision}`, otherResidentId: right.residentId, reason: input.reason });
  if (input.decision === 'same') {
    // Joining opens the older record to whoever may open the newer one: that is for those who may open it already.
    await context.gate.recordBasis(left.residentId);
    await mergePair(context, { survivor: left, merged: right, reason: input.reason, confirmCardReplaced: input.confirmCardReplaced });
    context.emit('resident.merged', { residentId: left.residentId, mergedId: right.residentId }, [left.ownerOrganisationId, right.ownerOrganisationId]);
  }
  context.about({ personId: left.residentId, resource: `Patient/${left.residentId}`, purpose: input.reason });
  context.emit('resident.review-decided', { reviewId: review.reviewId, decision: input.decision }, [left.ownerOrganisationId, right.ownerOrganisationId]);
  const [leftNow, rightNow] = sidesOf(await findEntries(context.tx, [left.residentId, right.residentId]), review);
  const nameOf = await organisationNames(context.tx, [leftNow.ownerOrganisationId, rightNow.ownerOrganisationId]);
  return reviewView(
    { ...review, state: input.decision, stateSince: context.now, reason: input.reason },
    { entry: leftNow, organisationName: nameOf(leftNow.ownerOrganisationId) },
    { entry: rightNow, organisationName: nameOf(rightNow.ownerOrganisationId) },
  );
}

function sidesOf(entries: readonly StoredEntry[], { leftId, rightId }: { leftId: string; rightId: string }): [StoredEntry, StoredEntry] {
  const left = entries.find((entry) => entry.residentId === leftId);
  const right = entries.find((entry) => entry.residentId === rightId);
  if (left === undefined || right === undefined) throw problem('resident.not-found');
  return [left, right];
}
