import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { declineDownReferral as operation } from '../../../contract/hand-back.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { requireReason } from '../act/reasons.ts';

/** The unit cannot take the resident and says why; the hospital offers elsewhere. */
export async function declineDownReferral(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'decline-down');
  const rejectionCode = await requireReason(context, 'decline-down', input.reasonCode);
  const after = await performAct(context, row, {
    action: 'decline-down',
    event: 'referral.down-declined',
    patch: { rejectionCode },
    note: input.note,
    detail: { reasonCode: rejectionCode },
    message: { to: 'sender', text: input.note },
  });
  return answerCard(context, after);
}
