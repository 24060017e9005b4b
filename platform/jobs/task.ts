import { systemSubject } from '#platform/access/subject.ts';
import type { Subject } from '#platform/access/subject.ts';
import { inSavepoint } from '#platform/database/savepoint.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import { describeSafely } from '#platform/errors/safe-description.ts';
import { backoffSeconds } from '#platform/events/delivery.ts';
import { insertEvent } from '#platform/events/outbox.ts';
import { startLoop, type Worker } from '#platform/events/worker.ts';
import type { Text } from '#platform/kernel/problem.ts';
import type { JobSettings } from './recurring.ts';

/** What one step of long work sees. `cursor` is null at the first step. */
export interface TaskStep {
  readonly tx: Transaction;
  readonly taskId: string;
  readonly subjectId: string;
  readonly organisationId: string | null;
  readonly input: unknown;
  readonly cursor: unknown;
  readonly done: number;
  readonly now: Date;
  newId(): string;
}

/** Where the work stands after a step; `result` ends it. */
export interface TaskProgress {
  readonly cursor?: unknown;
  readonly done: number;
  readonly total?: number | null;
  readonly result?: Readonly<Record<string, unknown>>;
}

/**
 * Long work, cut into steps of a second or so. Each step is one transaction together with the cursor that it reached:
 * after a crash the next step begins exactly where the last kept one ended.
 */
export interface TaskKind {
  /** `module.what-it-does`. */
  readonly kind: string;
  readonly step: (step: TaskStep) => Promise<TaskProgress>;
}

export const taskKind = (definition: TaskKind): TaskKind => definition;

export const STEP_FAILURES_MAX = 5;
const POLL_MS = 1_000;
const TASK_FINISHED_EVENT = 'jobs.task-finished';

export interface NewTask {
  readonly kind: string;
  /** Shown in the list of jobs; never a person's name. */
  readonly title: Text;
  readonly input: unknown;
  readonly total?: number | null;
}

/** Asks for long work in the caller's transaction; returns the task's id. A worker begins it within a second or two. */
export async function startTask(
  tx: Sql,
  { subject, taskId, task }: { subject: Subject; taskId: string; task: NewTask },
): Promise<string> {
  await tx.execute(
    `insert into jobs.task (task_id, kind, owner_organisation_id, subject_id, title, input, progress_total)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [taskId, task.kind, subject.organisationId, subject.id, JSON.stringify(task.title), JSON.stringify(task.input ?? null), task.total ?? null],
  );
  return taskId;
}

/** Steps a task to its end in this process (CLI, tests); returns its state then. */
export async function runTask(settings: JobSettings, kind: TaskKind, taskId: string): Promise<string> {
  for (;;) {
    const outcome = await stepNext(settings, new Map([[kind.kind, kind]]), taskId);
    if (outcome === 'nothing-due') break;
  }
  const rows = await settings.database.query<{ state: string }>('select state from jobs.task where task_id = $1', [taskId]);
  return rows[0]?.state ?? 'unknown';
}

/** Steps waiting tasks of these kinds, in turn, so that a short one is not stuck behind a long one. */
export function startTasks(settings: JobSettings & { kinds: readonly TaskKind[]; onError?: (error: unknown) => void }): Worker {
  const kinds = new Map(settings.kinds.map((kind) => [kind.kind, kind]));
  return startLoop({
    pollMs: POLL_MS,
    onError: settings.onError,
    work: async (stopped) => {
      while (kinds.size > 0 && !stopped() && (await stepNext(settings, kinds)) !== 'nothing-due');
    },
  });
}

/** Where a task stands, for the room that began it. */
export interface TaskStand {
  readonly taskId: string;
  readonly state: string;
  readonly done: number;
  readonly total: number | null;
}

export const listTaskStands = (sql: Sql, taskIds: readonly string[]): Promise<TaskStand[]> =>
  sql.query('select task_id as "taskId", state, progress_done as done, progress_total as total from jobs.task where task_id = any($1::text[])', [taskIds]);

/** Ends it before its next step; false where it is over already. */
export const askTaskToStop = async (sql: Sql, taskId: string): Promise<boolean> =>
  (await sql.execute('update jobs.task set cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()) where task_id = $1 and finished_at is null', [taskId])) === 1;

/** The states of all tasks of a kind: for work that is needed once. */
export async function listTaskStates(sql: Sql, kind: string): Promise<string[]> {
  return (await sql.query<{ state: string }>('select distinct state from jobs.task where kind = $1', [kind])).map(({ state }) => state);
}

interface TaskRow {
  readonly taskId: string;
  readonly kind: string;
  readonly organisationId: string | null;
  readonly subjectId: string;
  readonly input: unknown;
  readonly cursor: unknown;
  readonly done: number;
  readonly total: number | null;
  readonly failures: number;
  readonly cancelled: boolean;
}

async function stepNext(settings: JobSettings, kinds: ReadonlyMap<string, TaskKind>, taskId?: string): Promise<'nothing-due' | 'stepped'> {
  return settings.database.transaction(async (tx) => {
    const task = await claimTask(tx, [...kinds.keys()], taskId);
    if (!task) return 'nothing-due';
    if (task.cancelled) {
      await endTask(tx, task, { state: 'cancelled' });
      return 'stepped';
    }
    const kind = kinds.get(task.kind)!;
    const attempt = await inSavepoint(tx, (inner) =>
      kind.step({ ...task, tx: inner, now: settings.clock.now(), newId: () => settings.ids.newId() }));
    if (attempt.done) await keepProgress(tx, task, attempt.value);
    else await keepFailure(tx, task, describeSafely(attempt.error));
    return 'stepped';
  });
}

/** The task that has waited longest since its last step. */
async function claimTask(tx: Transaction, kinds: readonly string[], taskId?: string): Promise<TaskRow | undefined> {
  const rows = await tx.query<TaskRow>(
    `select task_id as "taskId", kind, owner_organisation_id as "organisationId", subject_id as "subjectId", input,
       resume_cursor as cursor, progress_done as done, progress_total as total, failures,
       cancel_requested_at is not null as cancelled
     from jobs.task
     where finished_at is null and next_attempt_at <= clock_timestamp() and kind = any($1::text[])
       and ($2::text is null or task_id = $2)
     order by next_attempt_at, task_id limit 1 for update skip locked`,
    [kinds, taskId ?? null],
  );
  return rows[0];
}

async function keepProgress(tx: Transaction, task: TaskRow, progress: TaskProgress): Promise<void> {
  await tx.execute(
    `update jobs.task set state = 'running', started_at = coalesce(started_at, clock_timestamp()), failures = 0,
       last_error = null, resume_cursor = $2, progress_done = $3, progress_total = coalesce($4, progress_total),
       next_attempt_at = clock_timestamp()
     where task_id = $1`,
    [task.taskId, JSON.stringify(progress.cursor ?? null), progress.done, progress.total ?? null],
  );
  if (progress.result) await endTask(tx, task, { state: 'done', result: progress.result });
}

async function keepFailure(tx: Transaction, task: TaskRow, reason: string): Promise<void> {
  const failures = task.failures + 1;
  await tx.execute(
    `update jobs.task set state = 'running', started_at = coalesce(started_at, clock_timestamp()), failures = $2,
       last_error = $3, next_attempt_at = clock_timestamp() + make_interval(secs => $4)
     where task_id = $1`,
    [task.taskId, failures, reason, backoffSeconds(failures)],
  );
  if (failures >= STEP_FAILURES_MAX) await endTask(tx, task, { state: 'failed' });
}

export async function endTask(
  tx: Transaction,
  task: Pick<TaskRow, 'taskId' | 'organisationId'>,
  { state, result = null }: { state: 'done' | 'failed' | 'cancelled'; result?: unknown },
): Promise<void> {
  await tx.execute('update jobs.task set state = $2, result = $3, finished_at = clock_timestamp() where task_id = $1', [
    task.taskId,
    state,
    result === null ? null : JSON.stringify(result),
  ]);
  await insertEvent(tx, {
    name: TASK_FINISHED_EVENT,
    payload: { taskId: task.taskId, state },
    organisationIds: task.organisationId === null ? [] : [task.organisationId],
    subjectId: systemSubject.id,
  });
}
