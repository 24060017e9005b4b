import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { TaskDetail, verifyTask as operation } from '../../contract/tasks.ts';
import { problem, stepTask } from './step-task.ts';

const WHOLE = 100;

export const verifyTask = (context: CommandContext, { id, note, score }: InputOf<typeof operation>): Promise<TaskDetail> =>
  stepTask(context, {
    id,
    action: 'verify',
    event: 'task-ledger.task-verified',
    note,
    score: score ?? null,
    effect: (task) => {
      if (task.submittedBy === context.subject.id) throw problem('task-ledger.own-verification');
      return { score: score ?? null, progress: WHOLE };
    },
  });
