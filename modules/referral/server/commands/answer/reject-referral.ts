import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { rejectReferral as operation } from '../../../contract/answers.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { requireReason } from '../act/reasons.ts';

/** A refusal always carries a coded reason and what the sender can do. */
export async function rejectReferral(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'reject');
  const rejectionCode = await requireReason(context, 'reject', input.reasonCode);
  const after = await performAct(context, row, {
    action: 'reject',
    event: 'referral.rejected',
    patch: { rejectionCode },
    note: input.note,
    detail: { reasonCode: rejectionCode },
    message: { to: 'sender', text: input.note },
  });
  return answerCard(context, after);
}
