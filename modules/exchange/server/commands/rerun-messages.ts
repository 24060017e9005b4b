import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { rerunMessages as operation } from '../../contract/messages.ts';
import { messageScope } from '../queries/view-message.ts';
import { askAgain, listRerunnable } from '../store/log.ts';
import { problem } from './exchange-problem.ts';

/** Puts them back in their order; the exchange takes them up within seconds. */
export async function rerunMessages(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const found = await listRerunnable(context.tx, { ...input, scope: messageScope(context.gate) });
  if (found.length === 0) throw problem('exchange.message-wrong-state');
  await askAgain(context.tx, { ids: found.map(({ id }) => id), at: context.now, byId: context.subject.id });
  context.about({ organisationId: context.subject.organisationId, resource: 'exchange-message' });
  const organisations = [...new Set(found.map(({ organisationId }) => organisationId).filter((id) => id !== null))];
  context.emit('exchange.messages-rerun', { count: found.length }, organisations);
  return { asked: found.length };
}
