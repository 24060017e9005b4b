import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { releaseDiagnosis as operation } from '../../../contract/reading.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { problem, readerIdOf } from '../act/act-context.ts';

export async function releaseDiagnosis(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'release');
  if (row.claimedBy !== readerIdOf(context.subject)) throw problem('shared-diagnosis.not-yours');
  const after = await performAct(context, row, { action: 'release', event: 'shared-diagnosis.released', patch: { claimedBy: null, claimedByName: null, claimUntil: null }, note: input.note });
  return answerCard(context, after);
}
