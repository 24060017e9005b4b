import { job } from '#platform/jobs/job.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { audienceOf } from './commands/step-task.ts';
import { takeOverdue } from './store/register.ts';

const HOUR_SECONDS = 3600;

/** Each task past its term is called to mind once a day, at its leader and its keeper. */
export const remindOverdue = job({
  kind: 'task-ledger.remind-overdue',
  everySeconds: HOUR_SECONDS,
  run: async ({ tx, now, emit }) => {
    for (const task of await takeOverdue(tx, chinaDate(now))) emit('task-ledger.task-overdue', { taskId: task.id }, audienceOf(task));
  },
});
