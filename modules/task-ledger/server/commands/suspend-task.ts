import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { suspendTask as operation, TaskDetail } from '../../contract/tasks.ts';
import { stepTask } from './step-task.ts';

export const suspendTask = (context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<TaskDetail> =>
  stepTask(context, { id, action: 'suspend', event: 'task-ledger.task-suspended', note: reason });
