import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { compare, exact, multiply } from '#platform/kernel/decimal.ts';
import type { applySpecialReview as operation, Review, SettlementCase } from '../../../contract/runs.ts';
import { decided, found, problem } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findCase } from '../../store/cases.ts';
import { findPack, type StoredPack } from '../../store/packs.ts';
import { countReviewsLocked, findReview, insertReview } from '../../store/reviews.ts';
import { quotaOf, reviewOf } from './review-of.ts';

/** A case whose cost passes the line of the pack, as long as the quota of the institution lasts. */
export async function applySpecialReview(context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<Review> {
  const { tx, now } = context;
  const given = found(await findCase(tx, id));
  context.gate.requireOrganisation(given.organisationId);
  const pack = found(await findPack(tx, given.packId));
  const terms = decided(pack.content.review, 'review');
  if (!passesLine(given, pack, terms.costMultiple)) throw problem('payment.not-reviewable');
  const reviewId = context.newId();
  const used = await countReviewsLocked(tx, pack.id, given.organisationId);
  if (!(await insertReview(tx, { id: reviewId, caseId: id, organisationId: given.organisationId, reason, now }))) throw problem('payment.already-reviewed');
  if (used >= (await quotaOf(tx, terms, given))) throw problem('payment.quota-used');
  await insertAction(context, { itemId: reviewId, ownerOrganisationId: given.organisationId, action: 'apply', stateAfter: 'applied', reason });
  context.about({ organisationId: given.organisationId });
  context.emit('payment.review-applied', { reviewId }, [given.organisationId, pack.ownerOrganisationId]);
  return reviewOf(tx, found(await findReview(tx, reviewId)));
}

/** Cost above the multiple of what the group costs at this institution. */
function passesLine(given: SettlementCase, { content }: StoredPack, multiple: string): boolean {
  const group = content.groups.find((each) => each.group === given.groupCode);
  const institution = content.institutions.find((each) => each.institution === given.organisationId);
  if (!group || !institution) return false;
  const reference = multiply(exact(group.average), group.primary === true ? exact(1) : exact(institution.coefficient));
  return compare({ over: BigInt(given.costFen), under: 100n }, multiply(reference, exact(multiple))) > 0;
}
