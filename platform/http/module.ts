import type { Reaction } from '#platform/events/reaction.ts';
import type { RecurringJob } from '#platform/jobs/job.ts';
import type { TaskKind } from '#platform/jobs/task.ts';
import type { ModuleContract } from '#platform/kernel/contract.ts';
import type { BoundOperation } from './operation.ts';

/** A room as the composition root sees it. */
export interface ServerModule {
  readonly contract: ModuleContract;
  readonly operations: readonly BoundOperation[];
  readonly reactions: readonly Reaction[];
  readonly jobs: readonly RecurringJob[];
  /** Long work that this room can do. */
  readonly tasks?: readonly TaskKind[];
}
