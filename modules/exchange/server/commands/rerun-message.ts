import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { rerunMessage as operation } from '../../contract/messages.ts';
import { askAgain, listRerunnable } from '../store/log.ts';
import { messageScope } from '../queries/view-message.ts';
import { problem } from './exchange-problem.ts';
import { requireMessage } from './require-message.ts';
import { processWithin } from './receive/process-message.ts';

/** An incoming message is applied here and now; an outgoing one goes back into its queue. */
export async function rerunMessage(context: CommandContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await requireMessage(context, id);
  const [found] = await listRerunnable(context.tx, { ids: [id], scope: messageScope(context.gate) });
  if (found === undefined) throw problem('exchange.message-wrong-state');
  await askAgain(context.tx, { ids: [id], at: context.now, byId: context.subject.id });
  context.about({ organisationId: row.organisationId, resource: `exchange-message/${id}` });
  context.emit('exchange.message-rerun', { messageId: id }, row.organisationId === null ? [] : [row.organisationId]);
  if (found.direction === 'out') return { id, state: 'queued', code: null, place: null };
  const settings = { clock: { now: () => context.now }, ids: { newId: () => context.newId() } };
  const outcome = await processWithin(settings, { tx: context.tx, messageId: id, byId: context.subject.id, again: true });
  return { id, state: outcome?.state ?? 'failed', code: outcome?.code ?? null, place: outcome?.place ?? null };
}
