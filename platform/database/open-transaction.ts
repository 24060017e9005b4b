import pg, { type PoolClient, type QueryResult } from 'pg';
import { BrokenConnection } from './limits/on-connection.ts';
import type { LocalSettings } from './local-settings.ts';

/** `BEGIN` with the settings in one message. */
function beginText(settings: LocalSettings | undefined): string {
  const set = Object.entries(settings ?? {}).map(([name, value]) => `;SET LOCAL ${name} = ${pg.escapeLiteral(value)}`);
  return `BEGIN${set.join('')}`;
}

/** The driver sends statements without waiting for the answers of those before; its types call that read-only. */
type Driver = Omit<PoolClient, 'pipeline'> & { pipeline: boolean; readonly connection?: { readonly stream?: { cork?(): void; uncork?(): void } } };

/**
 * One transaction on one connection. BEGIN, the statements whose answers nobody waits for and COMMIT go out behind each other, so
 * that a write whose values are known costs one round trip instead of four (docs/decisions/0050).
 */
export class OpenTransaction {
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

  async perform<Result>(work: (tx: ReturnType<OpenTransaction['door']>) => Promise<Result>, settings: LocalSettings | undefined): Promise<Result> {
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

  /** A `Transaction`. Spread by savepoints, so its members are its own. */
  door() {
    return {
      client: this.client,
      isDistributed: this.isDistributed,
      afterCommit: (task: () => void): void => this.afterCommit(task),
      soon: (statement: Promise<unknown>): void => this.soon(statement),
      alone: <Result>(work: () => Promise<Result>): Promise<Result> => this.alone(work),
      query: <Row>(text: string, values?: readonly unknown[]): Promise<Row[]> => this.query<Row>(text, values),
      execute: (text: string, values?: readonly unknown[]): Promise<number> => this.execute(text, values),
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
