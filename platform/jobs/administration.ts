import { listPage, wholeHouse } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';

/** Long work as an administrator of the whole house sees it, whoever asked for it. */
export interface TaskLine {
  readonly id: string;
  readonly kind: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly input: unknown;
  readonly cursor: unknown;
  readonly done: number;
  readonly total: number | null;
  readonly isCancelRequested: boolean;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly error: string | null;
  readonly subjectId: string;
}

const COLUMNS = `task_id as id, kind, title, state, input, resume_cursor as cursor, progress_done as done, progress_total as total,
  cancel_requested_at is not null as "isCancelRequested", created_at as "createdAt", finished_at as "finishedAt", last_error as error, subject_id as "subjectId"`;

/** Newest first. The work of everybody. */
export const listTasksOfKinds = (sql: Sql, { kinds, limit, offset }: { kinds: readonly string[]; limit: number; offset: number }): Promise<Page<TaskLine>> =>
  listPage<TaskLine>(sql, {
    select: COLUMNS, from: 'jobs.task', scope: wholeHouse, filters: [{ text: 'kind = any(?::text[])', values: [kinds] }], orderBy: 'created_at desc, task_id desc', limit, offset,
  });

/** Locked until the transaction ends. */
export async function lockTask(sql: Sql, { id, kinds }: { id: string; kinds: readonly string[] }): Promise<TaskLine | undefined> {
  const rows = await sql.query<TaskLine>(`select ${COLUMNS} from jobs.task where task_id = $1 and kind = any($2::text[]) for update`, [id, kinds]);
  return rows[0];
}

/** What ended without its result goes on at the step where it stopped; false where it has not ended so. */
export const resumeTask = async (sql: Sql, id: string): Promise<boolean> =>
  (await sql.execute(
    `update jobs.task set state = case when started_at is null then 'waiting' else 'running' end, finished_at = null, cancel_requested_at = null, failures = 0,
       last_error = null, next_attempt_at = clock_timestamp() where task_id = $1 and state in ('failed', 'cancelled')`,
    [id],
  )) === 1;
