import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { planTask as operation, TaskDetail } from '../../contract/tasks.ts';
import { insertPlan } from '../store/plan.ts';
import { problem, stepTask } from './step-task.ts';

export const planTask = (context: CommandContext, { id, milestones }: InputOf<typeof operation>): Promise<TaskDetail> =>
  stepTask(context, {
    id,
    action: 'plan',
    event: 'task-ledger.task-planned',
    effect: async (task) => {
      const late = milestones.findIndex(({ due }) => task.due !== null && due > task.due);
      if (late >= 0) throw problem('task-ledger.milestone-late', [{ path: `milestones.${late}.due`, message: { zh: `晚于任务期限 ${task.due}`, en: `after the term of the task, ${task.due}` } }]);
      const rows = milestones.map(({ target, ...milestone }) => ({ ...milestone, target: target ?? null, id: context.newId() }));
      await insertPlan(context.tx, { taskId: id, ownerOrganisationId: task.leadOrganisationId ?? task.ownerOrganisationId, milestones: rows });
      return {};
    },
  });
