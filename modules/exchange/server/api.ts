import type { Sql } from '#platform/database/transaction.ts';
import { STUCK_MS } from './queries/count-messages.ts';
import { countStuck } from './store/log.ts';

/** Messages of all organisations that wait for longer than ten minutes: for the operations page, which counts and names nobody. */
export async function countStuckMessages(sql: Sql): Promise<number> {
  return (await countStuck(sql, { scope: () => ({ text: 'true', values: [] }), before: new Date(Date.now() - STUCK_MS) })).total;
}
