import pg from 'pg';
import { poolAddress } from './hosts.ts';
import { TIME_LIMITS, type TimeLimits } from './limits/time-limits.ts';
import { LANE_OPTIONS, LANE_PREPARED, LANES, QuickLanes } from './quick-lanes.ts';
import { RowClient } from './row-stream.ts';
import { APPLICATION_ROLE, PREPARED } from './sighted.ts';
import { Database } from './transaction.ts';
import { valueTypes } from './value-types.ts';

export interface PoolSettings {
  readonly connectionString: string;
  readonly connectionsMax?: number;
  /** `owner` for migrations and set-up only. */
  readonly as?: 'application' | 'owner';
  readonly limits?: TimeLimits | undefined;
}

/** No such schema, no such function: a database before its first migration, or older than this (`yigong doctor`), where nothing is read for a subject. */
const NOT_THERE = new Set(['3F000', '42883']);

/** Before a new connection is handed out: so that a sighted statement costs no round trip of its own. */
const preparing = (statements: readonly { readonly name: string; readonly text: string; readonly values: readonly string[] }[]) =>
  (client: pg.PoolClient, done: (error?: Error) => void): void => {
    const rest = [...statements];
    const next = (): void => {
      const statement = rest.shift();
      if (statement === undefined) done();
      else client.query({ ...statement, values: [...statement.values] }, (error: (Error & { code?: string }) | null) => (error && !NOT_THERE.has(error.code ?? '') ? done(error) : next()));
    };
    next();
  };

/** What is read for a subject narrows the sight by the statement (sighted.ts); the rest is work of the platform, and says so. */
const APPLICATION_OPTIONS = `-c role=${APPLICATION_ROLE} -c yigong.sight=everything`;

/** The server's own limit for every statement of a connection. */
const limitOption = (seconds: number): string => (seconds === 0 ? '' : ` -c statement_timeout=${seconds}s`);

/** A process of ours that dies leaves no statement running; PostgreSQL on Windows cannot look. */
const DEATH_STATEMENT = {
  name: 'yigong_death',
  text: "select case when version() !~* '(windows|mingw|visual c)' then set_config('client_connection_check_interval', $1, false) end",
  values: ['2s'],
};

/** Opens a pool; connections are made on first use. */
export function openDatabase({ connectionString, connectionsMax = 20, as = 'application', limits = TIME_LIMITS }: PoolSettings): Database {
  const settings = { ...poolAddress(connectionString), types: valueTypes, idleTimeoutMillis: 30_000, connectionTimeoutMillis: 10_000 };
  if (as === 'owner') return new Database(guarded(new pg.Pool({ ...settings, max: connectionsMax })));
  const pool = guarded(new pg.Pool({ ...settings, max: connectionsMax, options: APPLICATION_OPTIONS + limitOption(limits.background), verify: preparing([DEATH_STATEMENT, ...PREPARED]) }));
  const lanes = guarded(new pg.Pool({ ...settings, ...poolAddress(connectionString, RowClient), max: LANES, options: `${APPLICATION_OPTIONS} ${LANE_OPTIONS}${limitOption(limits.read)}`, verify: preparing(LANE_PREPARED) }));
  return new Database(pool, { lanes: new QuickLanes(lanes), limits });
}

function guarded(pool: pg.Pool): pg.Pool {
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  // The same for one that breaks between two statements of a transaction: the next statement fails, the process lives.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
