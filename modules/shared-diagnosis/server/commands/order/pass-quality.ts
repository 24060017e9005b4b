import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { passQuality as operation } from '../../../contract/orders.ts';
import { answerCard, openForAct } from '../act/act.ts';
import { problem } from '../act/act-context.ts';
import { makeReady } from '../act/arrive.ts';

/** The centre accepts what arrived; from here on the promised time runs. */
export async function passQuality(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'pass-quality');
  if (input.grade === 'C' && (input.note ?? '') === '') throw problem('shared-diagnosis.quality-too-low', [{ path: 'note', message: { zh: '请写明原因', en: 'Say why' } }]);
  const after = await makeReady(context, row, { event: 'shared-diagnosis.quality-passed', grade: input.grade, note: input.note });
  return answerCard(context, after);
}
