import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { returnTask as operation, TaskDetail } from '../../contract/tasks.ts';
import { stepTask } from './step-task.ts';

export const returnTask = (context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<TaskDetail> =>
  stepTask(context, { id, action: 'return', event: 'task-ledger.task-returned', note: reason });
