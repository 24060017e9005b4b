import type { Sql } from '#platform/database/transaction.ts';

/** A task as the one who asked for it sees it. */
export interface TaskState {
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly input: unknown;
  readonly cursor: unknown;
  readonly done: number;
  readonly result: unknown;
  readonly isCancelRequested: boolean;
}

export interface TaskKey {
  readonly taskId: string;
  readonly kind: string;
  /** Only tasks that this subject asked for. */
  readonly subjectId: string;
}

export async function findOwnTask(sql: Sql, { taskId, kind, subjectId }: TaskKey): Promise<TaskState | undefined> {
  const rows = await sql.query<TaskState>(
    `select state, input, resume_cursor as cursor, progress_done as done, result, cancel_requested_at is not null as "isCancelRequested"
     from jobs.task where task_id = $1 and kind = $2 and subject_id = $3`,
    [taskId, kind, subjectId],
  );
  return rows[0];
}

/** The worker ends the task before its next step. */
export async function requestCancel(sql: Sql, { taskId, kind, subjectId }: TaskKey): Promise<void> {
  await sql.execute(
    `update jobs.task set cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp())
     where task_id = $1 and kind = $2 and subject_id = $3 and finished_at is null`,
    [taskId, kind, subjectId],
  );
}

export interface TaskProgressSoFar {
  readonly done: number;
  readonly total: number | null;
}

/** How far a task has come, for those who wait for its effect and may not see the task itself. */
export async function findTaskProgress(sql: Sql, taskId: string): Promise<TaskProgressSoFar | undefined> {
  const rows = await sql.query<TaskProgressSoFar>('select progress_done as done, progress_total as total from jobs.task where task_id = $1', [taskId]);
  return rows[0];
}

export interface LatestTask extends TaskProgressSoFar {
  readonly taskId: string;
  readonly state: TaskState['state'];
  readonly cursor: unknown;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly isCancelRequested: boolean;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** The newest task of a kind, whoever asked for it, for a room whose work concerns the whole house. */
export async function findLatestTask(sql: Sql, kind: string): Promise<LatestTask | undefined> {
  const rows = await sql.query<LatestTask>(
    `select task_id as "taskId", state, progress_done as done, progress_total as total, resume_cursor as cursor, result,
       cancel_requested_at is not null as "isCancelRequested", created_at as "createdAt", finished_at as "finishedAt"
     from jobs.task where kind = $1 order by created_at desc, task_id desc limit 1`,
    [kind],
  );
  return rows[0];
}
