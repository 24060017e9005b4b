import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { decideSpecialReview as operation, Review } from '../../../contract/runs.ts';
import { decided, found, problem } from '../../rules/found.ts';
import { figuresFrom, type BareFigure } from '../../rules/figures.ts';
import { insertAction, insertFigures } from '../../store/actions.ts';
import { setFinalScore } from '../../store/cases.ts';
import { findPack, type StoredPack } from '../../store/packs.ts';
import { lockReview, updateReview, type ReviewRow } from '../../store/reviews.ts';
import { reviewOf } from './review-of.ts';

/** More votes for than against approve; the score is multiplied by the mean coefficient of those in favour. */
export async function decideSpecialReview(context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<Review> {
  const { tx, now } = context;
  const review = found(await lockReview(tx, id));
  const pack = found(await findPack(tx, review.packId));
  context.gate.requireOrganisation(pack.ownerOrganisationId);
  if (review.state !== 'applied') throw problem('payment.wrong-state');
  if (review.votes.length < decided(pack.content.review, 'review').panelMin) throw problem('payment.too-few-votes');
  const figures = review.votes.filter(({ agrees }) => agrees).length * 2 > review.votes.length ? approvedFigures(review, pack) : [];
  const valueOf = (name: string): string | null => figures.find((each) => each.name === name)?.value ?? null;
  const state = figures.length > 0 ? 'approved' : 'refused';
  const reviewedScore = valueOf('reviewedScore');
  await updateReview(tx, { id, state, now, coefficient: valueOf('coefficient'), reviewedScore });
  if (reviewedScore !== null) await setFinalScore(tx, review.caseId, reviewedScore);
  await insertFigures(tx, { itemId: id, ownerOrganisationId: review.organisationId }, figures);
  await insertAction(context, { itemId: id, ownerOrganisationId: review.organisationId, action: 'decide', stateAfter: state, reason });
  context.about({ organisationId: review.organisationId });
  context.emit('payment.review-decided', { reviewId: id, state }, [review.organisationId, pack.ownerOrganisationId]);
  return reviewOf(tx, found(await lockReview(tx, id)));
}

function approvedFigures({ score, votes, organisationId }: ReviewRow, pack: StoredPack): readonly BareFigure[] {
  const coefficients = votes.filter(({ agrees }) => agrees).map(({ coefficient }) => coefficient);
  const figured = figuresFrom({ formula: 'reviewed_score', inputs: { score, coefficients }, names: { coefficient: 'coefficient', reviewed_score: 'reviewedScore' }, organisationId, packVersion: pack.version });
  return figured.status === 'SETTLED' ? figured.figures : [];
}
