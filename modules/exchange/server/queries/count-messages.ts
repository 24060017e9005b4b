import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { countMessages as operation } from '../../contract/messages.ts';
import { countStates, countStuck } from '../store/log.ts';
import { messageScope } from './view-message.ts';

/** A message that waits for longer is stuck. */
export const STUCK_MS = 10 * 60_000;

export async function countMessages({ sql, gate, now }: QueryContext): Promise<ResultOf<typeof operation>> {
  const scope = messageScope(gate);
  const [states, stuck] = await Promise.all([countStates(sql, scope), countStuck(sql, { scope, before: new Date(now.getTime() - STUCK_MS) })]);
  return { states, stuck: stuck.total, oldestStuckAt: stuck.oldest?.toISOString() ?? null };
}
