import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { declineCounterOffer as operation } from '../../../contract/answers.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';

/** The offer does not suit: the receiver decides again, with a fresh clock. */
export async function declineCounterOffer(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'decline-counter-offer');
  const after = await performAct(context, row, {
    action: 'decline-counter-offer',
    event: 'referral.counter-offer-declined',
    patch: { counterOffer: null },
    note: input.note,
    detail: { declined: row.counterOffer },
    message: { to: 'receiver', text: input.note },
  });
  return answerCard(context, after);
}
