import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { reportTask as operation, TaskDetail } from '../../contract/tasks.ts';
import { finishMilestones } from '../store/plan.ts';
import { problem, stepTask } from './step-task.ts';

export const reportTask = (context: CommandContext, { id, progress, problem: trouble, nextStep, milestonesDone }: InputOf<typeof operation>): Promise<TaskDetail> =>
  stepTask(context, {
    id,
    action: 'report',
    event: 'task-ledger.task-reported',
    progress,
    note: trouble ?? null,
    effect: async () => {
      const finished = await finishMilestones(context.tx, { taskId: id, ids: milestonesDone, on: chinaDate(context.now) });
      if (finished !== new Set(milestonesDone).size) throw problem('task-ledger.milestone-unknown');
      return { progress, problem: trouble ?? null, nextStep: nextStep ?? null };
    },
  });
