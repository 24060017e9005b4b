import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { stateAfter } from '../../../contract/states.ts';
import type { completeFollowUp as operation } from '../../../contract/hand-back.ts';
import { lockFollowUp } from '../../store/follow-ups.ts';
import { lockReferral } from '../../store/referrals.ts';
import { answerCard, performAct } from '../act/act.ts';
import { problem } from '../act/act-context.ts';
import { finishTask } from '../act/follow-up-tasks.ts';

/** Done, or lost to follow-up. The organisation that holds the task does it, also a village that is neither side. */
export async function completeFollowUp(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await lockReferral(context.tx, input.id);
  const task = await lockFollowUp(context.tx, input.followUpId);
  if (!row || task?.referralId !== input.id) throw problem('referral.not-found');
  context.gate.requireOrganisation(task.organisationId);
  if (task.state !== 'open') throw problem('referral.follow-up-not-open');
  if (stateAfter(row.flow, row.state, 'complete-follow-up') === undefined) throw problem('referral.wrong-state');
  const resource = await finishTask(context, row, { task, state: input.outcome, result: input.result });
  if (input.outcome === 'lost') context.emit('referral.follow-up-lost', { referralId: row.referralId, followUpId: task.followUpId }, [row.fromOrganisationId, task.organisationId]);
  const after = await performAct(context, row, {
    action: 'complete-follow-up',
    event: 'referral.follow-up-completed',
    note: input.note,
    detail: { followUpId: task.followUpId, kind: task.kind, outcome: input.outcome, result: input.result },
    resources: [resource],
  });
  return answerCard(context, after);
}
