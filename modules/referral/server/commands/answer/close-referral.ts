import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { closeReferral as operation } from '../../../contract/answers.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';

/** The sender has read the outcome (or gives up a refused or lapsed referral). */
export async function closeReferral(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'close');
  const after = await performAct(context, row, { action: 'close', event: 'referral.closed', note: input.note });
  return answerCard(context, after);
}
