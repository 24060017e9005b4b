import type { CommandContext } from '#platform/http/operation.ts';
import { messageScope } from '../queries/view-message.ts';
import { findLogRow, type LogRow } from '../store/log.ts';
import { problem } from './exchange-problem.ts';

/** Throws `exchange.message-unknown` also for a message of somebody else. */
export async function requireMessage(context: CommandContext, id: string): Promise<LogRow> {
  const row = await findLogRow(context.tx, id, messageScope(context.gate));
  if (row === undefined) throw problem('exchange.message-unknown');
  return row;
}
