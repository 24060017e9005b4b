import pg, { type Pool, type PoolClient } from 'pg';
import type { LocalSettings } from './local-settings.ts';
import { READER_ROLE, type Statement } from './sighted.ts';

/** The driver sends statements without waiting for the answers of those before; its types do not know it. */
type Driver = Omit<PoolClient, 'pipeline'> & { pipeline: boolean };

/** Citus carries what SET LOCAL says in a transaction block to the machines that its statements ask, and speaks to them as the role. */
function beginText(settings: LocalSettings): string {
  const local = Object.entries(settings).map(([name, value]) => `SET LOCAL ${name} = ${pg.escapeLiteral(value)};`);
  return `BEGIN;SET LOCAL citus.propagate_set_commands = 'local';${local.join('')}SET LOCAL ROLE ${READER_ROLE}`;
}

/**
 * `runSighted` where Citus has spread the tables: one statement in a transaction block of its own, sent in one go. Should the settings be
 * refused, the block is aborted and the statement fails: it is never read without them.
 */
export async function runSpread(pool: Pool, { name, text, values = [] }: Statement, settings: LocalSettings): Promise<pg.QueryResult> {
  const client = await pool.connect();
  const driver = client as unknown as Driver;
  driver.pipeline = true;
  let broken: Error | undefined;
  try {
    const [begun, answer, ended] = await Promise.allSettled([
      client.query(beginText(settings)),
      client.query({ text, values: values as unknown[], ...(name === undefined ? {} : { name: `${name}_sighted` }) }),
      client.query('COMMIT'),
    ]);
    if (ended.status === 'rejected') broken = ended.reason as Error;
    if (begun.status === 'rejected') throw begun.reason;
    if (answer.status === 'rejected') throw answer.reason;
    if (broken) throw broken;
    return answer.value;
  } finally {
    driver.pipeline = false;
    client.release(broken);
  }
}
