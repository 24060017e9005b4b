import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { assert } from '#platform/kernel/problem.ts';
import type { Review, voteSpecialReview as operation } from '../../../contract/runs.ts';
import { found, problem } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findPack } from '../../store/packs.ts';
import { insertVote, lockReview } from '../../store/reviews.ts';
import { reviewOf } from './review-of.ts';

/** An expert of the bureau's panel, or of a hospital other than the one that applied, votes once. */
export async function voteSpecialReview(context: CommandContext, { id, agrees, coefficient, opinion }: InputOf<typeof operation>): Promise<Review> {
  const { tx, now, subject } = context;
  assert(subject.organisationId !== null, 'an expert votes for an organisation');
  const review = found(await lockReview(tx, id));
  const pack = found(await findPack(tx, review.packId));
  if (subject.organisationId === review.organisationId) throw problem('payment.wrong-state');
  context.gate.requireOrganisation(pack.ownerOrganisationId);
  if (review.state !== 'applied') throw problem('payment.wrong-state');
  const voter = { id: subject.id, name: subject.name, organisationId: subject.organisationId };
  if (!(await insertVote(tx, { reviewId: id, voter, agrees, coefficient, opinion, now }))) throw problem('payment.already-voted');
  await insertAction(context, { itemId: id, ownerOrganisationId: review.organisationId, action: 'vote', stateAfter: 'applied' });
  context.about({ organisationId: review.organisationId });
  context.emit('payment.review-voted', { reviewId: id }, [review.organisationId, pack.ownerOrganisationId]);
  return reviewOf(tx, found(await lockReview(tx, id)));
}
