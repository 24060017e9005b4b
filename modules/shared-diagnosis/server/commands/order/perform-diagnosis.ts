import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { performDiagnosis as operation } from '../../../contract/orders.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';

/** The site has examined; data follows by itself or by hand. */
export async function performDiagnosis(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'perform');
  const after = await performAct(context, row, {
    action: 'perform',
    event: 'shared-diagnosis.performed',
    patch: { performance: input.performance, performedAt: new Date(input.performance.performedAt), returnNote: null, reasonCode: null },
    detail: { ...input.performance },
  });
  return answerCard(context, after);
}
