import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { planFollowUp as operation } from '../../../contract/hand-back.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { addFollowUps } from '../act/follow-up-tasks.ts';
import { getOrganisationName } from '../act/partners.ts';

/** After the close: who sees the resident again, and by when. */
export async function planFollowUp(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'plan-follow-up');
  const plans = input.tasks.map((task) => ({ ...task, organisationId: task.organisationId ?? row.fromOrganisationId }));
  for (const { organisationId } of plans) await getOrganisationName(context.tx, organisationId);
  const { resources } = await addFollowUps(context, row, plans);
  const after = await performAct(context, row, { action: 'plan-follow-up', event: 'referral.follow-up-planned', note: input.note, detail: { tasks: plans }, resources });
  return answerCard(context, after);
}
