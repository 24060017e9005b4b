import { systemSubject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { startTask, taskKind, type TaskKind } from '#platform/jobs/task.ts';
import { z } from 'zod';
import { countStale, resealSome, type Sealed } from './sealed-column.ts';

export const RESEAL_TASK = 'crypto.reseal';
const STEP_ROWS = 500;

const cursorSchema = z.object({ column: z.number(), after: z.string(), missed: z.boolean() });

/**
 * Seals under the keys in force what is in clear or under a retired key, column by column in steps of 500 rows. Ends only after a round
 * that found nothing, so that rows which came in behind the cursor are not left.
 */
export const resealTask = (columns: readonly Sealed[]): TaskKind => taskKind({
  kind: RESEAL_TASK,
  step: async ({ tx, cursor, done }) => {
    const state = cursor === null ? { column: 0, after: '', missed: false } : cursorSchema.parse(cursor);
    const column = columns[state.column];
    if (column === undefined) {
      return state.missed ? { done, cursor: { column: 0, after: '', missed: false } } : { done, cursor: state, result: { values: done } };
    }
    const step = await resealSome(tx, column, { after: state.after, limit: STEP_ROWS });
    return step === undefined
      ? { done, cursor: { ...state, column: state.column + 1, after: '' } }
      : { done: done + step.count, cursor: { column: state.column, after: step.last, missed: state.missed || step.count > 0 } };
  },
});

/** Begins the work unless it is under way or there is nothing to do; returns the task's id. */
export async function startReseal(tx: Sql, columns: readonly Sealed[], newId: () => string): Promise<string | undefined> {
  await tx.execute(`select pg_advisory_xact_lock(hashtextextended('${RESEAL_TASK}', 0))`);
  const running = await tx.query<{ id: string }>('select task_id as id from jobs.task where kind = $1 and finished_at is null limit 1', [RESEAL_TASK]);
  if (running[0]) return running[0].id;
  let total = 0;
  for (const column of columns) total += await countStale(tx, column);
  if (total === 0) return undefined;
  const title = { zh: '用现行密钥重新加密', en: 'Seal anew under the keys in force' };
  return startTask(tx, { subject: systemSubject, taskId: newId(), task: { kind: RESEAL_TASK, title, input: {}, total } });
}
