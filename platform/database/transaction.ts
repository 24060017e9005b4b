import pg, { type Pool, type PoolClient, type QueryResult } from 'pg';
import type { LocalSettings } from './local-settings.ts';
import type { QuickLanes } from './quick-lanes.ts';
import { EVERYTHING, runSighted, type Statement } from './sighted.ts';
import { runSpread } from './spread-sight.ts';

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

/** `BEGIN` with the settings in one message. */
function beginText(settings: LocalSettings | undefined): string {
  const set = Object.entries(settings ?? {}).map(([name, value]) => `;SET LOCAL ${name} = ${pg.escapeLiteral(value)}`);
  return `BEGIN${set.join('')}`;
}

/** The driver sends statements without waiting for the answers of those before; its types call that read-only. */
type Driver = Omit<PoolClient, 'pipeline'> & { pipeline: boolean; readonly connection?: { readonly stream?: { cork?(): void; uncork?(): void } } };

/** ROLLBACK failed too: the connection is of no more use. `first` is why it was rolled back. */
class BrokenConnection extends Error {
  readonly first: unknown;
  readonly reason: Error;

  constructor(first: unknown, reason: Error) {
    super('The connection is lost');
    this.first = first;
    this.reason = reason;
  }
}

/**
 * One transaction on one connection. BEGIN, the statements whose answers nobody waits for and COMMIT go out behind each other, so
 * that a write whose values are known costs one round trip instead of four (docs/decisions/0050).
 */
class OpenTransaction {
  readonly client: PoolClient;
  readonly isDistributed: boolean;
  private readonly driver: Driver;
  private readonly after: (() => void)[] = [];
  private pending: Promise<unknown>[] = [];
  private failure: { readonly error: unknown } | undefined;

  constructor(client: PoolClient, isDistributed: boolean) {
    this.client = client;
    this.isDistributed = isDistributed;
    this.driver = client as unknown as Driver;
  }

  async perform<Result>(work: (tx: Transaction) => Promise<Result>, settings: LocalSettings | undefined): Promise<Result> {
    this.driver.pipeline = true;
    try {
      this.sendTogether();
      this.soon(this.client.query(beginText(settings)));
      const result = await work(this.door());
      await this.commit();
      return result;
    } catch (error) {
      await this.rollBack(error);
      throw this.failure === undefined ? error : this.failure.error;
    } finally {
      this.driver.pipeline = false;
    }
  }

  soon(statement: Promise<unknown>): void {
    this.pending.push(statement.catch((error: unknown) => {
      this.failure ??= { error };
    }));
  }

  afterCommit(task: () => void): void {
    this.after.push(task);
  }

  async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.settle();
    this.driver.pipeline = false;
    try {
      return await work();
    } finally {
      this.driver.pipeline = true;
    }
  }

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.client.query(text, values as unknown[])).rows as Row[];
  }

  async execute(text: string, values: readonly unknown[] = []): Promise<number> {
    return (await this.client.query(text, values as unknown[])).rowCount ?? 0;
  }

  /** Spread by savepoints, so its members are its own. */
  private door(): Transaction {
    return {
      client: this.client,
      isDistributed: this.isDistributed,
      afterCommit: (task) => this.afterCommit(task),
      soon: (statement) => this.soon(statement),
      alone: (work) => this.alone(work),
      query: (text, values) => this.query(text, values),
      execute: (text, values) => this.execute(text, values),
    };
  }

  /** What is sent until this turn of the event loop ends leaves in one piece. */
  private sendTogether(): void {
    const stream = this.driver.connection?.stream;
    if (!stream?.cork || !stream.uncork) return;
    stream.cork();
    process.nextTick(() => stream.uncork!());
  }

  private async settle(): Promise<void> {
    await Promise.all(this.pending);
    this.pending = [];
    if (this.failure) throw this.failure.error;
  }

  private async commit(): Promise<void> {
    const commit = this.client.query('COMMIT');
    commit.catch(() => undefined);
    await Promise.all(this.pending);
    const answer: QueryResult = await commit;
    if (this.failure) throw this.failure.error;
    if (answer.command !== 'COMMIT') throw new Error('PostgreSQL rolled the transaction back');
    for (const task of this.after) task();
  }

  private async rollBack(first: unknown): Promise<void> {
    await Promise.all(this.pending);
    try {
      await this.client.query('ROLLBACK');
    } catch (reason) {
      throw new BrokenConnection(this.failure === undefined ? first : this.failure.error, reason as Error);
    }
  }
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
    return this.distributed ?? isSpread;
  }

  /** Whether the pool's database has been asked whether it is spread. */
  get knowsDistribution(): boolean {
    return this.distributed !== undefined;
  }

  /** Asks the database; statements of a sight do so once before their first. */
  async learnDistribution(on: Pool | PoolClient = this.pool): Promise<void> {
    this.distributed = await findDistribution(on);
  }

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await this.pool.query(text, values as unknown[]);
    return result.rows as Row[];
  }

  async run<Row>(statement: Statement): Promise<Row[]> {
    if (statement.isQuick && this.lanes) {
      if (this.distributed === undefined) await this.learnDistribution();
      // Lanes keep plans that no value is looked at for; Citus chooses the machine by the values.
      if (!this.isDistributed) return this.lanes.run<Row>(statement);
    }
    const { name, text, values = [] } = statement;
    return (await this.pool.query({ text, values: values as unknown[], ...(name === undefined ? {} : { name }) })).rows as Row[];
  }

  /** The same database for reads that see only what the settings allow (row security); its transactions see what this one sees. */
  sighted(settings: LocalSettings): Database {
    // A connection of the application begins with the sight of everything.
    if (settings['yigong.sight'] === EVERYTHING[0]) return this;
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
      if (this.distributed === undefined) await this.learnDistribution(client);
      const open = new OpenTransaction(client, this.isDistributed);
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
  readonly whole: Database;
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
    return (await this.answer({ text, values })).rowCount ?? 0;
  }

  override async run<Row>(statement: Statement): Promise<Row[]> {
    if (!this.knowsDistribution) await this.learnDistribution();
    if (statement.isQuick && this.lanes && !this.isDistributed) return this.lanes.run<Row>(statement, this.settings);
    return (await this.answer(statement)).rows as Row[];
  }

  override get knowsDistribution(): boolean {
    return this.whole.knowsDistribution;
  }

  override learnDistribution(on?: Pool | PoolClient): Promise<void> {
    return this.whole.learnDistribution(on);
  }

  private async answer(statement: Statement): Promise<QueryResult> {
    if (!this.knowsDistribution) await this.learnDistribution();
    return this.isDistributed ? runSpread(this.pool, statement, this.settings) : runSighted(this.pool, statement, { settings: this.settings, restores: false });
  }

  override sighted(settings: LocalSettings): Database {
    return this.whole.sighted(settings);
  }

  override transaction<Result>(work: (tx: Transaction) => Promise<Result>, settings?: LocalSettings): Promise<Result> {
    return this.whole.transaction(work, settings);
  }
}

/**
 * The same database without regard to who asks, for what a room must know of others to answer at all: whether a number is taken, how many
 * seats are left. Whoever calls it decides by the gate what of it goes out, and says in a comment why the rows of others are needed.
 */
export const beyondSight = (sql: Sql): Sql => (sql instanceof SightedDatabase ? sql.whole : sql);

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
async function findDistribution(client: Pool | PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ hasCitus: boolean }>("select to_regclass('pg_catalog.pg_dist_partition') is not null as \"hasCitus\"");
  if (rows[0]?.hasCitus !== true) return false;
  const { rows: spread } = await client.query("select 1 from pg_catalog.pg_dist_partition where partmethod = 'h' limit 1");
  isSpread ||= spread.length > 0;
  return spread.length > 0;
}

let isSpread = false;

/**
 * Whether this process has met a database that is spread over machines: for statements put together where no connection is at hand.
 * Citus refuses some that one machine answers quicker; what is written for Citus holds on one machine too.
 */
export const hasMetSpread = (): boolean => isSpread;
