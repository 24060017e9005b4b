import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { setMessageAside as operation } from '../../contract/messages.ts';
import { changeState } from '../store/messages.ts';
import { problem } from './exchange-problem.ts';
import { requireMessage } from './require-message.ts';

export async function setMessageAside(context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await requireMessage(context, id);
  if (row.state !== 'dead') throw problem('exchange.message-wrong-state');
  await changeState(context.tx, { messageId: id, state: 'set-aside', at: context.now, byId: context.subject.id, code: row.code, place: row.place, detail: reason });
  context.about({ organisationId: row.organisationId, resource: `exchange-message/${id}`, purpose: reason });
  context.emit('exchange.message-set-aside', { messageId: id }, row.organisationId === null ? [] : [row.organisationId]);
  return { id, state: 'set-aside', code: row.code, place: row.place };
}
