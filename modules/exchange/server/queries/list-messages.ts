import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listMessages as operation } from '../../contract/messages.ts';
import { listLog } from '../store/log.ts';
import { messageScope, namesOf, viewMessage } from './view-message.ts';

export async function listMessages({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listLog(sql, { ...input, scope: messageScope(gate) });
  const names = await namesOf(sql, page.rows.map(({ organisationId }) => organisationId));
  return { ...page, rows: page.rows.map((row) => viewMessage(row, names)) };
}
