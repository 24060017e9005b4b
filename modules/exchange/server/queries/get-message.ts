import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getMessage as operation } from '../../contract/messages.ts';
import { problem } from '../commands/exchange-problem.ts';
import { findLogRow, listMessageEvents } from '../store/log.ts';
import { messageScope, namesOf, viewMessage } from './view-message.ts';

export async function getMessage({ sql, gate }: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await findLogRow(sql, id, messageScope(gate));
  if (row === undefined) throw problem('exchange.message-unknown');
  const [names, events] = await Promise.all([namesOf(sql, [row.organisationId]), listMessageEvents(sql, id)]);
  return { ...viewMessage(row, names), answer: row.answer, peer: row.peer, bodyHash: row.bodyHash, events: events.map((event) => ({ ...event, at: event.at.toISOString() })) };
}
