import pg from 'pg';
import { APPLICATION_ROLE, PREPARED } from './sighted.ts';
import { Database } from './transaction.ts';

const INT8_OID = 20;
const DATE_OID = 1082;

/**
 * Types that differ from the driver's default: bigint as number (our counters stay far below 2^53), `date` as
 * `YYYY-MM-DD` text (a calendar day has no time zone).
 */
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8_OID) return Number;
    if (oid === DATE_OID) return (value: string) => value;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as typeof pg.types.getTypeParser,
};

export interface PoolSettings {
  readonly connectionString: string;
  readonly connectionsMax?: number;
  /** `owner` for migrations and set-up only. */
  readonly as?: 'application' | 'owner';
}

/** Before a new connection is handed out: so that a sighted statement costs no round trip of its own. */
function prepareSight(client: pg.PoolClient, done: (error?: Error) => void): void {
  const rest = [...PREPARED];
  const next = (): void => {
    const statement = rest.shift();
    if (statement === undefined) done();
    else client.query({ ...statement, values: [...statement.values] }, (error: Error | null) => (error ? done(error) : next()));
  };
  next();
}

/** Opens a pool; connections are made on first use. */
export function openDatabase({ connectionString, connectionsMax = 20, as = 'application' }: PoolSettings): Database {
  const pool = new pg.Pool({
    connectionString,
    max: connectionsMax,
    types,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    // What is read for a subject narrows the sight by the statement (sighted.ts); the rest is work of the platform, and says so.
    ...(as === 'application' ? { options: `-c role=${APPLICATION_ROLE} -c yigong.sight=everything`, verify: prepareSight } : {}),
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  // The same for one that breaks between two statements of a transaction: the next statement fails, the process lives.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Database(pool);
}
