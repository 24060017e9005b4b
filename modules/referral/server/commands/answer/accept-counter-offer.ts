import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { acceptCounterOffer as operation } from '../../../contract/answers.ts';
import type { CounterOffer } from '../../../contract/referral.ts';
import type { ReferralRow } from '../../store/row.ts';
import { acceptancePatch, reservationPatch } from '../act/acceptance.ts';
import { answerCard, lockVisible, openForAct, performAct } from '../act/act.ts';
import { destinationColumns } from '../act/letter-row.ts';
import { lockResource, namesResource } from '../act/reserve.ts';
import { guardSubmission } from '../act/submission.ts';

/**
 * Agreement of the sender. Another time or place is thereby accepted and its slot or bed locked; another member has not
 * been asked yet, so the referral stands submitted there and that member's clock starts.
 */
export async function acceptCounterOffer(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const offer = (await lockVisible(context, input.id)).counterOffer;
  const row = await openForAct(context, input, offer?.kind === 'member' ? 'take-other-member' : 'accept-counter-offer');
  const after = offer?.kind === 'member' ? await moveToMember(context, row, offer) : await acceptOffer(context, row, offer);
  return answerCard(context, after);
}

async function moveToMember(context: CommandContext, row: ReferralRow, offer: CounterOffer): Promise<ReferralRow> {
  const destination = await destinationColumns(context, { toOrganisationId: offer.organisationId ?? '', toDepartment: offer.department ?? undefined }, row.fromOrganisationId);
  const settled = await guardSubmission(context, { ...row, ...destination }, row.overrideReason ?? undefined);
  return performAct(context, row, {
    action: 'take-other-member',
    event: 'referral.counter-offer-accepted',
    patch: { ...destination, ...settled, counterOffer: null },
    detail: { ...offer },
    message: { to: 'receiver', text: offer.reason },
  });
}

async function acceptOffer(context: CommandContext, row: ReferralRow, offer: CounterOffer | null): Promise<ReferralRow> {
  const accepted = await performAct(context, row, {
    action: 'accept-counter-offer',
    event: 'referral.counter-offer-accepted',
    patch: { ...(await acceptancePatch(context, row, null)), toDepartment: offer?.department ?? row.toDepartment, counterOffer: null },
    detail: { ...offer },
    message: { to: 'receiver', text: offer?.label ?? '' },
  });
  const wanted = { slotId: offer?.slotId ?? undefined, bedId: offer?.bedId ?? undefined, wardId: offer?.wardId ?? undefined };
  if (!namesResource(wanted)) return accepted;
  const resource = await lockResource(context, accepted, wanted);
  return performAct(context, accepted, {
    action: 'lock-resource',
    event: 'referral.resource-locked',
    patch: await reservationPatch(context, { priority: row.priority, acceptedAt: context.now }, resource),
    detail: { ...resource },
  });
}
