import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { withdrawReferral as operation } from '../../../contract/requests.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';

/** The sender takes the referral back before the receiver has accepted. */
export async function withdrawReferral(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'withdraw');
  const after = await performAct(context, row, {
    action: 'withdraw',
    event: 'referral.withdrawn',
    note: input.note,
    ...(row.state === 'draft' || row.state === 'planned' ? {} : { message: { to: 'receiver' as const, text: input.note } }),
  });
  return answerCard(context, after);
}
