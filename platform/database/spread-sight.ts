import pg, { type Pool, type PoolClient } from 'pg';
import { BrokenConnection } from './limits/on-connection.ts';
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
 * refused, the block is aborted and the statement fails: it is never read without them. Throws BrokenConnection where the block did not end.
 */
export async function runSpread(client: PoolClient, { name, text, values = [] }: Statement, settings: LocalSettings): Promise<pg.QueryResult> {
  const driver = client as unknown as Driver;
  driver.pipeline = true;
  try {
    const [begun, answer, ended] = await Promise.allSettled([
      client.query(beginText(settings)),
      client.query({ text, values: values as unknown[], ...(name === undefined ? {} : { name: `${name}_sighted` }) }),
      client.query('COMMIT'),
    ]);
    const failed = [begun, answer, ended].find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined;
    if (ended.status === 'rejected') throw new BrokenConnection(failed!.reason, ended.reason as Error);
    if (failed) throw failed.reason;
    return (answer as PromiseFulfilledResult<pg.QueryResult>).value;
  } finally {
    driver.pipeline = false;
  }
}

/** What the policies of spread tables ask. What a look opened serves one machine only. */
const ASKED = ['yigong.organisations', 'yigong.person', 'yigong.purpose'] as const;
const ENDED = ["SET LOCAL yigong.within = 'off'", "SET LOCAL citus.propagate_set_commands = 'none'"];

/** Each a statement of its own: Citus hands the whole text of a message to the machines for every setting in it. */
const withinTexts = (settings: LocalSettings): string[] => [
  "SET LOCAL citus.propagate_set_commands = 'local'",
  ...ASKED.map((name) => `SET LOCAL ${name} = ${pg.escapeLiteral(settings[name] ?? '')}`),
  "SET LOCAL yigong.within = 'on'",
];

/**
 * One statement of an open transaction, read for what the settings may see. The role stays: as another the statement would run on other
 * connections, which see nothing of the transaction. Its own policy asks while the settings are on. All goes out in one; when a part fails,
 * the statement fails with it, and the settings fall with the transaction or its savepoint.
 */
export async function runSpreadWithin(client: PoolClient, { name, text, values = [] }: Statement, settings: LocalSettings): Promise<pg.QueryResult> {
  const begun = withinTexts(settings).map((setting) => client.query(setting));
  const answer = client.query({ text, values: values as unknown[], ...(name === undefined ? {} : { name }) });
  const ended = ENDED.map((setting) => client.query(setting));
  const failed = (await Promise.allSettled([...begun, answer, ...ended])).find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
  return answer;
}

let isSpread = false;

/**
 * Whether this process has met a database that is spread over machines: for statements put together where no connection is at hand.
 * Citus refuses some that one machine answers quicker; what is written for Citus holds on one machine too.
 */
export const hasMetSpread = (): boolean => isSpread;

/** Asked once a pool: a database is spread only while no server runs. */
export async function findDistribution(client: Pool | PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ hasCitus: boolean }>("select to_regclass('pg_catalog.pg_dist_partition') is not null as \"hasCitus\"");
  if (rows[0]?.hasCitus !== true) return false;
  const { rows: spread } = await client.query("select 1 from pg_catalog.pg_dist_partition where partmethod = 'h' limit 1");
  isSpread ||= spread.length > 0;
  return spread.length > 0;
}
