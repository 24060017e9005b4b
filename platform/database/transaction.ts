import type pg from 'pg';
import type { Pool, PoolClient } from 'pg';
import type { LocalSettings } from './local-settings.ts';
import { BrokenConnection, OpenTransaction } from './open-transaction.ts';
import type { QuickLanes } from './quick-lanes.ts';
import { EVERYTHING, runSighted, type Statement } from './sighted.ts';

/** Anything that runs bound SQL. `query` returns rows, `execute` the number of rows touched. */
export interface Sql {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  execute(text: string, values?: readonly unknown[]): Promise<number>;
  /** Citus spreads the tables over machines (`yigong database distribute`); known after the first transaction. */
  readonly isDistributed?: boolean;
  /** Runs a named statement, kept prepared on the connection. */
  run?<Row>(statement: Statement): Promise<Row[]>;
}

/** One open transaction; everything done through it is kept or undone together. */
export interface Transaction extends Sql {
  /** The driver's connection, for COPY and pipelining in `fhir/repository` and bulk loads only. */
  readonly client: PoolClient;
  /** Runs after COMMIT has been acknowledged; a failure there never undoes the work. */
  afterCommit(task: () => void): void;
  /**
   * Of a statement that is on its way and whose answer nothing here needs: COMMIT is sent behind it without waiting. Should it
   * fail, PostgreSQL makes the COMMIT a ROLLBACK, and the transaction fails with its error.
   */
  soon(statement: Promise<unknown>): void;
  /** Runs `work` while no other statement is under way on the connection, and one after the other: for COPY. */
  alone<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Serialization failure and deadlock: the whole transaction is tried again. */
const RETRYABLE = new Set(['40001', '40P01']);
const ATTEMPTS_MAX = 4;

export const isRetryable = (error: unknown): boolean => RETRYABLE.has((error as { code?: string } | undefined)?.code ?? '');

/** Sights kept, so that requests of equal sight share statements. */
const SIGHTS_MAX = 5_000;

export class Database implements Sql {
  readonly pool: Pool;
  /** For quick statements; an owner's database has none. */
  readonly lanes: QuickLanes | undefined;
  private distributed: boolean | undefined;
  private readonly sights = new Map<string, Database>();
  private readonly sightsOf = new WeakMap<LocalSettings, Database>();

  constructor(pool: Pool, lanes?: QuickLanes) {
    this.pool = pool;
    this.lanes = lanes;
  }

  get isDistributed(): boolean {
    return this.distributed ?? false;
  }

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await this.pool.query(text, values as unknown[]);
    return result.rows as Row[];
  }

  async run<Row>(statement: Statement): Promise<Row[]> {
    if (statement.isQuick && this.lanes) return this.lanes.run<Row>(statement);
    const { name, text, values = [] } = statement;
    return (await this.pool.query({ text, values: values as unknown[], ...(name === undefined ? {} : { name }) })).rows as Row[];
  }

  /** The same database for reads that see only what the settings allow (row security); its transactions see what this one sees. */
  sighted(settings: LocalSettings): Database {
    // A connection of the application begins with the sight of everything.
    if (this.isDistributed || settings['yigong.sight'] === EVERYTHING[0]) return this;
    const known = this.sightsOf.get(settings);
    if (known) return known;
    const key = JSON.stringify(settings);
    let found = this.sights.get(key);
    if (found === undefined) {
      if (this.sights.size >= SIGHTS_MAX) this.sights.clear();
      found = new SightedDatabase(this, settings);
      this.sights.set(key, found);
    }
    this.sightsOf.set(settings, found);
    return found;
  }

  async execute(text: string, values: readonly unknown[] = []): Promise<number> {
    const result = await this.pool.query(text, values as unknown[]);
    return result.rowCount ?? 0;
  }

  /** Runs `work` in one READ COMMITTED transaction; retried whole on deadlock or serialization failure. */
  async transaction<Result>(work: (tx: Transaction) => Promise<Result>, settings?: LocalSettings): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(work, settings);
      } catch (error) {
        if (attempt >= ATTEMPTS_MAX || !isRetryable(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, attempt * 15));
      }
    }
  }

  async end(): Promise<void> {
    await Promise.all([this.pool.end(), this.lanes?.end()]);
  }

  private async attempt<Result>(work: (tx: Transaction) => Promise<Result>, settings: LocalSettings | undefined): Promise<Result> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      this.distributed ??= await findDistribution(client);
      const open = new OpenTransaction(client, this.distributed);
      return await open.perform(work, settings);
    } catch (error) {
      if (error instanceof BrokenConnection) broken = error.reason;
      throw error instanceof BrokenConnection ? error.first : error;
    } finally {
      client.release(broken);
    }
  }
}

class SightedDatabase extends Database {
  private readonly whole: Database;
  private readonly settings: LocalSettings;

  constructor(whole: Database, settings: LocalSettings) {
    super(whole.pool, whole.lanes);
    this.whole = whole;
    this.settings = settings;
  }

  override get isDistributed(): boolean {
    return this.whole.isDistributed;
  }

  override async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.run({ text, values });
  }

  override async execute(text: string, values: readonly unknown[] = []): Promise<number> {
    return (await runSighted(this.pool, { text, values }, { settings: this.settings, restores: false })).rowCount ?? 0;
  }

  override async run<Row>(statement: Statement): Promise<Row[]> {
    if (statement.isQuick && this.lanes) return this.lanes.run<Row>(statement, this.settings);
    return (await runSighted(this.pool, statement, { settings: this.settings, restores: false })).rows as Row[];
  }

  override sighted(settings: LocalSettings): Database {
    return this.whole.sighted(settings);
  }

  override transaction<Result>(work: (tx: Transaction) => Promise<Result>, settings?: LocalSettings): Promise<Result> {
    return this.whole.transaction(work, settings);
  }
}

/** The reads of a transaction for what the settings may see; its other statements see everything. */
export function sightedWithin(tx: Transaction, settings: LocalSettings): Sql {
  if (tx.isDistributed || settings['yigong.sight'] === EVERYTHING[0]) return tx;
  const run = (statement: Statement) => runSighted(tx.client, statement, { settings, restores: true });
  return {
    isDistributed: false,
    query: async <Row>(text: string, values: readonly unknown[] = []) => (await run({ text, values })).rows as Row[],
    execute: async (text, values = []) => (await run({ text, values })).rowCount ?? 0,
    run: async <Row>(statement: Statement) => (await run(statement)).rows as Row[],
  };
}

/** Asked once a pool: a database is spread only while no server runs. */
async function findDistribution(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ hasCitus: boolean }>("select to_regclass('pg_catalog.pg_dist_partition') is not null as \"hasCitus\"");
  if (rows[0]?.hasCitus !== true) return false;
  const { rows: spread } = await client.query("select 1 from pg_catalog.pg_dist_partition where partmethod = 'h' limit 1");
  return spread.length > 0;
}
