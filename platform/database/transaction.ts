import type { Pool, PoolClient } from 'pg';

/** Anything that runs bound SQL. `query` returns rows, `execute` the number of rows touched. */
export interface Sql {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  execute(text: string, values?: readonly unknown[]): Promise<number>;
}

/** One open transaction; everything done through it is kept or undone together. */
export interface Transaction extends Sql {
  /** The driver's connection, for COPY and pipelining in `fhir/repository` and bulk loads only. */
  readonly client: PoolClient;
  /** Runs after COMMIT has been acknowledged; a failure there never undoes the work. */
  afterCommit(task: () => void): void;
}

/** Serialization failure and deadlock: the whole transaction is tried again. */
const RETRYABLE = new Set(['40001', '40P01']);
const ATTEMPTS_MAX = 4;

export const isRetryable = (error: unknown): boolean => RETRYABLE.has((error as { code?: string } | undefined)?.code ?? '');

export class Database implements Sql {
  readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await this.pool.query(text, values as unknown[]);
    return result.rows as Row[];
  }

  async execute(text: string, values: readonly unknown[] = []): Promise<number> {
    const result = await this.pool.query(text, values as unknown[]);
    return result.rowCount ?? 0;
  }

  /** Runs `work` in one READ COMMITTED transaction; retried whole on deadlock or serialization failure. */
  async transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(work);
      } catch (error) {
        if (attempt >= ATTEMPTS_MAX || !isRetryable(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, attempt * 15));
      }
    }
  }

  async end(): Promise<void> {
    await this.pool.end();
  }

  private async attempt<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    const after: (() => void)[] = [];
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work(transactionOn(client, after));
      await client.query('COMMIT');
      for (const task of after) task();
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

function transactionOn(client: PoolClient, after: (() => void)[]): Transaction {
  return {
    client,
    afterCommit: (task) => {
      after.push(task);
    },
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await client.query(text, values as unknown[])).rows as Row[],
    execute: async (text, values = []) => (await client.query(text, values as unknown[])).rowCount ?? 0,
  };
}
