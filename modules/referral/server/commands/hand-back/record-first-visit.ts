import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { recordFirstVisit as operation } from '../../../contract/hand-back.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { visitAct } from '../act/visits.ts';

/** Primary care has seen the resident after discharge. */
export async function recordFirstVisit(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'record-first-visit');
  const act = await visitAct(context, row, { input, kinds: ['first-visit'] });
  return answerCard(context, await performAct(context, row, { action: 'record-first-visit', event: 'referral.first-visit-recorded', ...act }));
}
