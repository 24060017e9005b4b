import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { getLedgerTask as operation, TaskDetail } from '../../contract/tasks.ts';
import { detailOf, problem } from '../commands/step-task.ts';
import { findVisibleTask, readParts } from '../store/tasks.ts';

export async function getLedgerTask({ sql, gate, subject, now }: QueryContext, { id }: InputOf<typeof operation>): Promise<TaskDetail> {
  const task = await findVisibleTask(sql, gate, { id, today: chinaDate(now) });
  if (task === undefined) throw problem('task-ledger.unknown');
  return detailOf(task, { parts: await readParts(sql, id), subject });
}
