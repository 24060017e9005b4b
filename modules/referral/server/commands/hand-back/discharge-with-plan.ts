import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import type { dischargeWithPlan as operation } from '../../../contract/hand-back.ts';
import { planFollowUps } from '../../rules/hand-over.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { problem } from '../act/act-context.ts';
import { addFollowUps } from '../act/follow-up-tasks.ts';

/** The resident leaves with the plan; township and village get their follow-up tasks, the first visit within N days. */
export async function dischargeWithPlan(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'discharge-with-plan');
  const carePlan = input.carePlan ?? row.carePlan;
  if (carePlan === null || row.toOrganisationId === null) throw problem('referral.care-plan-missing');
  const dischargedOn = input.dischargedOn ?? chinaDate(context.now);
  const planned = planFollowUps(carePlan, { dischargedOn, primaryOrganisationId: row.toOrganisationId });
  const { resources } = await addFollowUps(context, row, planned);
  const after = await performAct(context, row, {
    action: 'discharge-with-plan',
    event: 'referral.discharged-with-plan',
    patch: { carePlan, firstVisitDue: addDays(dischargedOn, carePlan.firstVisitWithinDays) },
    note: input.note,
    detail: { dischargedOn, carePlan },
    message: { to: 'receiver', text: carePlan.goals },
    resources,
  });
  return answerCard(context, after);
}
