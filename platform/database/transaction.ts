import type { Pool, PoolClient, QueryResult } from 'pg';
import { onConnection, type Watched } from './limits/on-connection.ts';
import { TIME_LIMITS, type TimeLimits } from './limits/time-limits.ts';
import type { Work } from './limits/work.ts';
import type { LocalSettings } from './local-settings.ts';
import { OpenTransaction } from './open-transaction.ts';
import type { QuickLanes } from './quick-lanes.ts';
import { EVERYTHING, runSighted, type Statement } from './sighted.ts';
import { findDistribution, hasMetSpread, runSpread, runSpreadWithin } from './spread-sight.ts';

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

export interface DatabaseSettings {
  /** For quick statements; an owner's database has none. */
  readonly lanes?: QuickLanes | undefined;
  readonly limits?: TimeLimits | undefined;
}

export class Database implements Sql {
  readonly pool: Pool;
  /** For quick statements; an owner's database has none. */
  readonly lanes: QuickLanes | undefined;
  readonly limits: TimeLimits;
  private distributed: boolean | undefined;
  private sights: Sights | undefined;

  constructor(pool: Pool, { lanes, limits = TIME_LIMITS }: DatabaseSettings = {}) {
    this.pool = pool;
    this.lanes = lanes;
    this.limits = limits;
  }

  get isDistributed(): boolean {
    return this.distributed ?? hasMetSpread();
  }

  /** The same for everybody who sees the same: by it is told who may share a statement. */
  get shared(): Database {
    return this;
  }

  /** Without regard to who asks. */
  get whole(): Database {
    return this;
  }

  /** The same database for statements that end with their caller and when their time is up. Quick ones are bounded by the lanes. */
  during(work: Work): Database {
    return new WorkingDatabase(this, work);
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
    this.sights ??= new Sights(this);
    return this.sights.of(settings);
  }

  async execute(text: string, values: readonly unknown[] = []): Promise<number> {
    const result = await this.pool.query(text, values as unknown[]);
    return result.rowCount ?? 0;
  }

  /** Runs `work` in one READ COMMITTED transaction; retried whole on deadlock or serialization failure. */
  async transaction<Result>(work: (tx: Transaction) => Promise<Result>, settings?: LocalSettings): Promise<Result> {
    return this.inTransaction(work, settings, undefined);
  }

  async end(): Promise<void> {
    await Promise.all([this.pool.end(), this.lanes?.end()]);
  }

  /** For views of this database: a statement on a connection of theirs. */
  async answerOn(client: PoolClient, { name, text, values = [] }: Statement): Promise<QueryResult> {
    return client.query({ text, values: values as unknown[], ...(name === undefined ? {} : { name }) });
  }

  async inTransaction<Result>(work: (tx: Transaction) => Promise<Result>, settings: LocalSettings | undefined, watched: Watched | undefined): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await onConnection(this.pool, watched, async (client) => {
          if (this.distributed === undefined) await this.learnDistribution(client);
          return new OpenTransaction(client, this.isDistributed).perform(work, settings);
        });
      } catch (error) {
        if (attempt >= ATTEMPTS_MAX || !isRetryable(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, attempt * 15));
      }
    }
  }
}

/** A sight of a database is one object. */
class Sights {
  private readonly whole: Database;
  private readonly byText = new Map<string, Database>();
  private readonly bySettings = new WeakMap<LocalSettings, Database>();

  constructor(whole: Database) {
    this.whole = whole;
  }

  of(settings: LocalSettings): Database {
    const known = this.bySettings.get(settings);
    if (known) return known;
    const key = JSON.stringify(settings);
    let found = this.byText.get(key);
    if (found === undefined) {
      if (this.byText.size >= SIGHTS_MAX) this.byText.clear();
      found = new SightedDatabase(this.whole, settings);
      this.byText.set(key, found);
    }
    this.bySettings.set(settings, found);
    return found;
  }
}

class SightedDatabase extends Database {
  private readonly all: Database;
  private readonly settings: LocalSettings;

  constructor(whole: Database, settings: LocalSettings) {
    super(whole.pool, whole);
    this.all = whole;
    this.settings = settings;
  }

  override get whole(): Database {
    return this.all;
  }

  override get isDistributed(): boolean {
    return this.all.isDistributed;
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
    return this.all.knowsDistribution;
  }

  override learnDistribution(on?: Pool | PoolClient): Promise<void> {
    return this.all.learnDistribution(on);
  }

  override async answerOn(client: PoolClient, statement: Statement): Promise<QueryResult> {
    if (!this.knowsDistribution) await this.learnDistribution(client);
    return this.isDistributed ? runSpread(client, statement, this.settings) : runSighted(client, statement, { settings: this.settings, restores: false });
  }

  private async answer(statement: Statement): Promise<QueryResult> {
    if (!this.knowsDistribution) await this.learnDistribution();
    if (this.isDistributed) return onConnection(this.pool, undefined, (client) => runSpread(client, statement, this.settings));
    return runSighted(this.pool, statement, { settings: this.settings, restores: false });
  }

  override sighted(settings: LocalSettings): Database {
    return this.all.sighted(settings);
  }

  override inTransaction<Result>(work: (tx: Transaction) => Promise<Result>, settings: LocalSettings | undefined, watched: Watched | undefined): Promise<Result> {
    return this.all.inTransaction(work, settings, watched);
  }
}

/** A database, whole or sighted, on behalf of somebody. One is made for every request. */
class WorkingDatabase extends Database {
  private readonly base: Database;
  private readonly work: Work;

  constructor(base: Database, work: Work) {
    super(base.pool, base);
    this.base = base;
    this.work = work;
  }

  override get shared(): Database {
    return this.base;
  }

  override get whole(): Database {
    return this.base.whole.during(this.work);
  }

  override get isDistributed(): boolean {
    return this.base.isDistributed;
  }

  override get knowsDistribution(): boolean {
    return this.base.knowsDistribution;
  }

  override learnDistribution(on?: Pool | PoolClient): Promise<void> {
    return this.base.learnDistribution(on);
  }

  override during(work: Work): Database {
    return this.base.during(work);
  }

  override sighted(settings: LocalSettings): Database {
    return this.base.sighted(settings).during(this.work);
  }

  override async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.answer({ text, values })).rows as Row[];
  }

  override async execute(text: string, values: readonly unknown[] = []): Promise<number> {
    return (await this.answer({ text, values })).rowCount ?? 0;
  }

  override async run<Row>(statement: Statement): Promise<Row[]> {
    // On Citus they take no lane.
    return statement.isQuick && this.lanes && !this.isDistributed ? this.base.run<Row>(statement) : ((await this.answer(statement)).rows as Row[]);
  }

  override transaction<Result>(work: (tx: Transaction) => Promise<Result>, settings?: LocalSettings): Promise<Result> {
    return this.base.inTransaction(work, settings, { work: this.work, limits: this.limits });
  }

  private answer(statement: Statement): Promise<QueryResult> {
    return onConnection(this.pool, { work: this.work, limits: this.limits }, (client) => this.base.answerOn(client, statement));
  }
}

/**
 * The same database without regard to who asks, for what a room must know of others to answer at all: whether a number is taken, how many
 * seats are left. Whoever calls it decides by the gate what of it goes out, and says in a comment why the rows of others are needed.
 */
export const beyondSight = (sql: Sql): Sql => (sql instanceof Database ? sql.whole : sql);

/** The reads of a transaction for what the settings may see; its other statements see everything. */
export function sightedWithin(tx: Transaction, settings: LocalSettings): Sql {
  if (settings['yigong.sight'] === EVERYTHING[0]) return tx;
  const isDistributed = tx.isDistributed === true;
  const run = (statement: Statement) => (isDistributed ? runSpreadWithin(tx.client, statement, settings) : runSighted(tx.client, statement, { settings, restores: true }));
  return {
    isDistributed,
    query: async <Row>(text: string, values: readonly unknown[] = []) => (await run({ text, values })).rows as Row[],
    execute: async (text, values = []) => (await run({ text, values })).rowCount ?? 0,
    run: async <Row>(statement: Statement) => (await run(statement)).rows as Row[],
  };
}
