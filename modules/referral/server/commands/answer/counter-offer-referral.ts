import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { counterOfferReferral as operation } from '../../../contract/answers.ts';
import type { CounterOffer } from '../../../contract/referral.ts';
import type { ReferralRow } from '../../store/row.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { problem, type ActContext } from '../act/act-context.ts';
import { getOrganisationName } from '../act/partners.ts';
import { describeResource, namesResource } from '../act/reserve.ts';

/** Instead of refusing, the receiver offers another time, place or member; the move goes to the sender. */
export async function counterOfferReferral(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'counter-offer');
  const counterOffer = await offerOf(context, row, input);
  const after = await performAct(context, row, {
    action: 'counter-offer',
    event: 'referral.counter-offered',
    patch: { counterOffer },
    note: input.note,
    detail: { ...counterOffer },
    message: { to: 'sender', text: input.reason },
  });
  return answerCard(context, after);
}

async function offerOf(context: ActContext, row: ReferralRow, input: InputOf<typeof operation>): Promise<CounterOffer> {
  const { kind, organisationId } = input;
  const place = namesResource(input);
  const complete =
    (kind === 'member' && organisationId !== undefined && organisationId !== row.fromOrganisationId && organisationId !== row.toOrganisationId) ||
    (kind === 'time' && (place || input.start !== undefined)) ||
    (kind === 'place' && (place || input.department !== undefined));
  if (!complete) throw problem('referral.counter-offer-incomplete');
  const described = await describeResource(context, input);
  return {
    kind,
    reason: input.reason,
    organisationId: kind === 'member' ? organisationId! : null,
    organisationName: kind === 'member' ? await getOrganisationName(context.tx, organisationId!) : null,
    department: input.department ?? null,
    slotId: input.slotId ?? null,
    bedId: input.bedId ?? null,
    wardId: input.wardId ?? null,
    label: input.label ?? described?.label ?? null,
    start: input.start ?? described?.start ?? null,
  };
}
