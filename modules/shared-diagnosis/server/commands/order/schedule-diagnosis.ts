import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { scheduleDiagnosis as operation } from '../../../contract/orders.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';

export async function scheduleDiagnosis(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'schedule');
  const after = await performAct(context, row, { action: 'schedule', event: 'shared-diagnosis.scheduled', patch: { scheduledAt: new Date(input.scheduledAt) }, note: input.note, detail: { scheduledAt: input.scheduledAt } });
  return answerCard(context, after);
}
