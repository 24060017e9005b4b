import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { readMessageBody as operation } from '../../contract/messages.ts';
import { messageScope } from '../queries/view-message.ts';
import { decodeMessage } from '../rules/v2/charset.ts';
import { findLogRow, findPersonOf, readBody } from '../store/log.ts';
import { problem } from './exchange-problem.ts';

const CHARACTERS_MAX = 200_000;

/** A body holds everything about somebody: it is shown for a stated reason and stands in that person's access log. */
export async function readMessageBody(context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await findLogRow(context.tx, id, messageScope(context.gate));
  const body = row === undefined ? undefined : await readBody(context.tx, id);
  // Whose message it is must be known first: register the sender and run it again.
  if (row === undefined || body === undefined || (row.organisationId === null && !context.subject.everyOrganisation)) throw problem('exchange.message-unknown');
  const personId = await findPersonOf(context.tx, id);
  context.about({ organisationId: row.organisationId, personId, resource: `exchange-message/${id}`, purpose: reason });
  context.emit('exchange.body-read', { messageId: id }, row.organisationId === null ? [] : [row.organisationId]);
  const { text, charset } = textOf(body);
  return { id, text: text.slice(0, CHARACTERS_MAX), charset, sizeBytes: body.length, isCut: text.length > CHARACTERS_MAX };
}

function textOf(body: Buffer): { text: string; charset: string } {
  try {
    return decodeMessage(body);
  } catch {
    return { text: body.toString('latin1'), charset: 'latin1' };
  }
}
