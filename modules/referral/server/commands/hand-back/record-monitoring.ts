import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { recordMonitoring as operation } from '../../../contract/hand-back.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { visitAct } from '../act/visits.ts';

/** A later visit; the clock of the state begins anew. */
export async function recordMonitoring(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'record-monitoring');
  const act = await visitAct(context, row, { input, kinds: ['home-visit', 'clinic-visit', 'phone', 'recheck'] });
  return answerCard(context, await performAct(context, row, { action: 'record-monitoring', event: 'referral.monitoring-recorded', ...act }));
}
