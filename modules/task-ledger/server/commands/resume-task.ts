import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { resumeTask as operation, TaskDetail } from '../../contract/tasks.ts';
import { stepTask } from './step-task.ts';

export const resumeTask = (context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<TaskDetail> =>
  stepTask(context, { id, action: 'resume', event: 'task-ledger.task-resumed', note: reason });
