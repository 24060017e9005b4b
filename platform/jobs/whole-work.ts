import type { Database, Sql } from '#platform/database/transaction.ts';
import { endTask } from './task.ts';

/**
 * Long work that no transaction can hold open (a backup locks every table for an instant): one process does it from beginning to end, and its
 * task is claimed, told of and ended in short transactions. What a dead process left is claimed again by the next one.
 */
export interface WholeWork {
  readonly taskId: string;
  readonly kind: string;
  readonly organisationId: string | null;
  readonly input: unknown;
  /** How often it was begun before: a process that dies of it does not begin it for ever. */
  readonly begun: number;
  readonly isCancelRequested: boolean;
  /** What the process that began it before told last (`tellWork`). */
  readonly stand: unknown;
}

/** The one that was asked for first; only the one process that does such work may call it. */
export async function claimWork(sql: Sql, kinds: readonly string[]): Promise<WholeWork | undefined> {
  const rows = await sql.query<WholeWork>(
    `update jobs.task set state = 'running', started_at = coalesce(started_at, clock_timestamp()), failures = failures + 1
     where task_id = (select task_id from jobs.task where kind = any($1::text[]) and finished_at is null order by created_at, task_id limit 1)
     returning task_id as "taskId", kind, owner_organisation_id as "organisationId", input, failures - 1 as begun, cancel_requested_at is not null as "isCancelRequested", resume_cursor -> 'stand' as stand`,
    [kinds],
  );
  return rows[0];
}

/** How far it has come, at what, and from where another process could go on; answers whether somebody asked to stop it. */
export async function tellWork(sql: Sql, taskId: string, { stage, done, total, stand }: { stage: string; done: number; total: number | null; stand?: unknown }): Promise<boolean> {
  const rows = await sql.query<{ stop: boolean }>(
    `update jobs.task set resume_cursor = $2, progress_done = $3, progress_total = $4 where task_id = $1 and finished_at is null returning cancel_requested_at is not null as stop`,
    [taskId, JSON.stringify({ stage, stand }), done, total],
  );
  return rows[0]?.stop ?? true;
}

export const endWork = (database: Database, work: WholeWork, end: { state: 'done' | 'failed' | 'cancelled'; result?: unknown; error?: string }): Promise<void> =>
  database.transaction(async (tx) => {
    if (end.error !== undefined) await tx.execute('update jobs.task set last_error = $2 where task_id = $1', [work.taskId, end.error]);
    await endTask(tx, work, end);
  });
