import type { Gate } from '#platform/access/gate.ts';
import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { ServerModule } from '#platform/http/module.ts';
import { bindCommand, bindPlatformQuery } from '#platform/http/operation.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { cancelTask, contract, getTask, listTasks, type TaskView } from './contract.ts';

const problem = problemsOf(contract.problems);

const COLUMNS = `task_id as id, kind, title, state, progress_done as done, progress_total as total,
  cancel_requested_at is not null as "cancelRequested", created_at as "createdAt", started_at as "startedAt",
  finished_at as "finishedAt", result, last_error as error`;

const operations = [
  bindPlatformQuery(listTasks, async ({ sql, gate }, { state, limit, offset }) => {
    const filters = state === undefined ? [] : [{ text: 'state = ?', values: [state] }];
    const page = await listPage<TaskRow>(sql, {
      select: COLUMNS,
      from: 'jobs.task',
      scope: gate.scope({ organisation: ['owner_organisation_id'] }),
      filters,
      orderBy: 'created_at desc, task_id desc',
      limit,
      offset,
    });
    return { ...page, rows: page.rows.map(viewOf) };
  }),

  bindPlatformQuery(getTask, async ({ sql, gate }, { id }) => findTask(sql, gate, id)),

  bindCommand(cancelTask, async ({ tx, gate, about, emit, subject }, { id }) => {
    const task = await findTask(tx, gate, id);
    const changed = await tx.execute(
      'update jobs.task set cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()) where task_id = $1 and finished_at is null',
      [id],
    );
    if (changed === 0) throw problem('jobs.already-over');
    about({ organisationId: subject.organisationId, resource: `job/${id}` });
    emit('jobs.task-cancel-requested', { taskId: id }, subject.organisationId === null ? [] : [subject.organisationId]);
    return { ...task, cancelRequested: true };
  }),
];

export const jobsModule: ServerModule = { contract, operations, reactions: [], jobs: [] };

type TaskRow = Omit<TaskView, 'createdAt' | 'startedAt' | 'finishedAt'> & { createdAt: Date; startedAt: Date | null; finishedAt: Date | null };

const viewOf = (row: TaskRow): TaskView => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  startedAt: row.startedAt?.toISOString() ?? null,
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

async function findTask(sql: Sql, gate: Gate, id: string): Promise<TaskView> {
  const scope = gate.scope({ organisation: ['owner_organisation_id'] })(2);
  const rows = await sql.query<TaskRow>(`select ${COLUMNS} from jobs.task where task_id = $1 and ${scope.text}`, [id, ...scope.values]);
  if (!rows[0]) throw platformProblem('platform.not-found');
  return viewOf(rows[0]);
}
