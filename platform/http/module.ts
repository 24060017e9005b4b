import type { Database } from '#platform/database/transaction.ts';
import type { Reaction } from '#platform/events/reaction.ts';
import type { RecurringJob } from '#platform/jobs/job.ts';
import type { TaskKind } from '#platform/jobs/task.ts';
import type { Worker } from '#platform/events/worker.ts';
import type { Clock } from '#platform/kernel/clock.ts';
import type { ModuleContract } from '#platform/kernel/contract.ts';
import type { SignedSource } from '#platform/signature/signed-source.ts';
import type { Ids } from '#platform/kernel/ids.ts';
import type { ListenerState } from './listening.ts';
import type { BoundOperation } from './operation.ts';

/** What a service works with; one process of the house runs it. */
export interface ServiceSettings {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onError: (error: unknown) => void;
  /** Told where a service listens, or that it does not. */
  readonly listens: (state: ListenerState) => void;
}

/** A socket or loop that lives as long as the server. */
export interface Service {
  readonly name: string;
  readonly start: (settings: ServiceSettings) => Promise<Worker>;
}

/** A room as the composition root sees it. */
export interface ServerModule {
  readonly contract: ModuleContract;
  readonly operations: readonly BoundOperation[];
  readonly reactions: readonly Reaction[];
  readonly jobs: readonly RecurringJob[];
  /** Long work that this room can do. */
  readonly tasks?: readonly TaskKind[];
  /** What it signs, for the check that what it keeps is still that. */
  readonly signed?: readonly SignedSource[];
  /** Listeners of its own. */
  readonly services?: readonly Service[];
}
