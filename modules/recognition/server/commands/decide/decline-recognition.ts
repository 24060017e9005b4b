import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { declineRecognition as operation } from '../../../contract/decisions.ts';
import { decide, decidedOf, toldOf } from './decide.ts';

export async function declineRecognition(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await decide(context, { ...input, act: 'decline', channel: 'screen' });
  context.emit('recognition.result-declined', { decisionId: row.id, code: row.code, reasonCode: row.reasonCode }, toldOf(row));
  return decidedOf(row);
}
