import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getBulletin as operation } from '../../contract/bulletins.ts';
import { problem } from '../commands/step-task.ts';
import { findBulletin } from '../store/bulletins.ts';

export async function getBulletin({ sql, gate }: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const found = await findBulletin(sql, gate, id);
  if (found === undefined) throw problem('task-ledger.unknown');
  const { content, ...bulletin } = found;
  return { bulletin, content };
}
