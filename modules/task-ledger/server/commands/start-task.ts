import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { startTask as operation, TaskDetail } from '../../contract/tasks.ts';
import { stepTask } from './step-task.ts';

export const startTask = (context: CommandContext, { id }: InputOf<typeof operation>): Promise<TaskDetail> => stepTask(context, { id, action: 'start', event: 'task-ledger.task-started' });
