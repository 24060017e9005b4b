import { wholeHouse } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { STUCK_MS } from './queries/count-messages.ts';
import { countStuck } from './store/log.ts';
import { MESSAGE_BODY, TABLE_BODY } from './store/sealed-bodies.ts';

/** Messages of all organisations that wait for longer than ten minutes: for the operations page, which counts and names nobody. */
export async function countStuckMessages(sql: Sql): Promise<number> {
  return (await countStuck(sql, { scope: wholeHouse, before: new Date(Date.now() - STUCK_MS) })).total;
}

/** Bodies of messages and tables: what a rotation of keys has to reach. */
export const sealedBodies = [MESSAGE_BODY, TABLE_BODY];

/** A block as from a socket: kept, applied, answered. For the demonstration and the bench. */
export { receiveBlock } from './commands/receive/receive-block.ts';
