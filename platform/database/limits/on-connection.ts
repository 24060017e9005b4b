import type { Pool, PoolClient } from 'pg';
import { sendCancel } from './cancel.ts';
import type { TimeLimits, WorkKind } from './time-limits.ts';
import { CallerGone, TimeLimitExceeded, type Work } from './work.ts';

/** What is only read is of no use to one who has left. A change that was sent may finish: its idempotency key answers whoever asks again. */
const ENDS_WITH_CALLER: Readonly<Record<WorkKind, boolean>> = { read: true, list: true, export: true, change: false, background: false };

const AGAIN_MS = 100;
/** A server that hears none of them is left: it notices by itself (`client_connection_check_interval`). */
const CANCELS_MAX = 30;

export interface Watched {
  readonly work: Work;
  readonly limits: TimeLimits;
}

/** The connection is of no more use. `first` is what failed before. */
export class BrokenConnection extends Error {
  readonly first: unknown;
  readonly reason: Error;

  constructor(first: unknown, reason: Error) {
    super('The connection is lost');
    this.first = first;
    this.reason = reason;
  }
}

/** The work of one connection, cut off when its time is up or its caller leaves. */
class Watch {
  private readonly client: PoolClient;
  private readonly work: Work;
  private readonly secondsMax: number;
  private brokenBy: 'time' | 'caller' | undefined;
  private cancelling: Promise<void> | undefined;
  private isOver = false;
  private wake: () => void = () => undefined;

  constructor(client: PoolClient, { work, limits }: Watched) {
    this.client = client;
    this.work = work;
    this.secondsMax = limits[work.kind];
  }

  async over<Result>(use: () => Promise<Result>): Promise<Result> {
    const { kind, caller } = this.work;
    const timer = this.secondsMax === 0 ? undefined : setTimeout(() => this.breakOff('time'), this.secondsMax * 1000);
    const forget = ENDS_WITH_CALLER[kind] ? caller?.onGone(() => this.breakOff('caller')) : undefined;
    try {
      return await use();
    } catch (error) {
      if (this.brokenBy === undefined) throw error;
      throw this.brokenBy === 'time' ? new TimeLimitExceeded(kind, this.secondsMax) : new CallerGone();
    } finally {
      clearTimeout(timer);
      forget?.();
      this.isOver = true;
      this.wake();
      await this.cancelling;
    }
  }

  /** A connection that was to be cancelled is not used again: a late signal would hit another's statement. */
  get isSpoilt(): boolean {
    return this.brokenBy !== undefined;
  }

  private breakOff(by: 'time' | 'caller'): void {
    this.brokenBy ??= by;
    this.cancelling ??= this.cancel();
  }

  /** Again and again: between two statements of a transaction there is nothing that could be cancelled. */
  private async cancel(): Promise<void> {
    for (let cancels = 0; cancels < CANCELS_MAX && !this.isOver; cancels += 1) {
      await sendCancel(this.client);
      if (this.isOver) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, AGAIN_MS);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    if (!this.isOver) (this.client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }
}

const hasLeft = ({ kind, caller }: Work): boolean => caller !== undefined && ENDS_WITH_CALLER[kind] && caller.isGone;

/**
 * Uses a connection of the pool, where `watched` for as long as its caller waits and the work may take. Throws CallerGone and TimeLimitExceeded
 * then; a transaction is rolled back.
 */
export async function onConnection<Result>(pool: Pool, watched: Watched | undefined, use: (client: PoolClient) => Promise<Result>): Promise<Result> {
  if (watched && hasLeft(watched.work)) throw new CallerGone();
  const client = await pool.connect();
  let watch: Watch | undefined;
  let broken: Error | undefined;
  try {
    if (watched === undefined) return await use(client);
    // It may have waited long for the connection.
    if (hasLeft(watched.work)) throw new CallerGone();
    watch = new Watch(client, watched);
    return await watch.over(() => use(client));
  } catch (error) {
    if (error instanceof BrokenConnection) broken = error.reason;
    throw error instanceof BrokenConnection ? error.first : error;
  } finally {
    client.release(broken ?? watch?.isSpoilt);
  }
}
