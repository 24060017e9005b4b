import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { markStable as operation } from '../../../contract/hand-back.ts';
import { cancelOpenFollowUps } from '../../store/follow-ups.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { followUpTask } from '../act/follow-up-tasks.ts';

/** The way back has succeeded; tasks still open are not needed any more. */
export async function markStable(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'mark-stable');
  const cancelled = await cancelOpenFollowUps(context.tx, row.referralId);
  const after = await performAct(context, row, {
    action: 'mark-stable',
    event: 'referral.stable',
    note: input.note,
    message: { to: 'sender', text: input.note },
    resources: cancelled.map((task) => followUpTask(row, task)),
  });
  return answerCard(context, after);
}
