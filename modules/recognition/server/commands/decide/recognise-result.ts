import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { recogniseResult as operation } from '../../../contract/decisions.ts';
import { decide, decidedOf, toldOf } from './decide.ts';

export async function recogniseResult(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await decide(context, { ...input, act: 'recognise', channel: 'screen' });
  context.emit('recognition.result-recognised', { decisionId: row.id, code: row.code, orderReference: row.orderReference }, toldOf(row));
  return decidedOf(row);
}
