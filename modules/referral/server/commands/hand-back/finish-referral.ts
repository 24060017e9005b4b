import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { finishReferral as operation } from '../../../contract/hand-back.ts';
import { countOpenFollowUps } from '../../store/follow-ups.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { problem } from '../act/act-context.ts';

/** Nothing is left to do. */
export async function finishReferral(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'finish');
  if ((await countOpenFollowUps(context.tx, row.referralId)) > 0) throw problem('referral.follow-ups-open');
  return answerCard(context, await performAct(context, row, { action: 'finish', event: 'referral.finished', note: input.note }));
}
