import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { cancelReferral as operation } from '../../../contract/requests.ts';
import { sidesOf } from '../../rules/card.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { releaseResource } from '../act/reserve.ts';

/** Ends an accepted referral from either side; its slot or bed is free again at once. */
export async function cancelReferral(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'cancel');
  await releaseResource(context, row, input.note);
  const bySender = sidesOf(context.subject, row).includes('sender');
  const after = await performAct(context, row, {
    action: 'cancel',
    event: 'referral.cancelled',
    patch: { resource: null },
    note: input.note,
    detail: { by: bySender ? 'sender' : 'receiver' },
    message: { to: bySender ? 'receiver' : 'sender', text: input.note },
  });
  return answerCard(context, after);
}
