import type { StateTable } from '#platform/kernel/state-table.ts';

export const taskStates = ['imported', 'assigned', 'planned', 'in-progress', 'submitted', 'verified', 'done', 'returned', 'suspended'] as const;
export type TaskState = (typeof taskStates)[number];
export const taskActions = ['assign', 'plan', 'start', 'report', 'submit', 'verify', 'return', 'close', 'suspend', 'resume'] as const;
export type TaskAction = (typeof taskActions)[number];

/** domain.md 4.13. Planning is looked at again after a suspension. */
export const taskTable: StateTable<TaskState, TaskAction> = {
  imported: { assign: 'assigned' },
  assigned: { assign: 'assigned', plan: 'planned', suspend: 'suspended' },
  planned: { assign: 'assigned', plan: 'planned', start: 'in-progress', suspend: 'suspended' },
  'in-progress': { report: 'in-progress', submit: 'submitted', suspend: 'suspended' },
  submitted: { verify: 'verified', return: 'returned' },
  verified: { close: 'done', return: 'returned' },
  done: { return: 'returned' },
  returned: { report: 'in-progress', submit: 'submitted', suspend: 'suspended' },
  suspended: { resume: 'assigned' },
};

/** Who moves: the office that keeps the ledger, or the organisation that leads the task. */
export const actionParty: Readonly<Record<TaskAction, 'keeper' | 'lead'>> = {
  assign: 'keeper', plan: 'lead', start: 'lead', report: 'lead', submit: 'lead', verify: 'keeper', return: 'keeper', close: 'keeper', suspend: 'keeper', resume: 'keeper',
};

export const stateTitles: Readonly<Record<TaskState, { zh: string; en: string }>> = {
  imported: { zh: '待分派', en: 'To assign' },
  assigned: { zh: '待计划', en: 'To plan' },
  planned: { zh: '待启动', en: 'To start' },
  'in-progress': { zh: '推进中', en: 'In progress' },
  submitted: { zh: '待核验', en: 'To verify' },
  verified: { zh: '待销号', en: 'To close' },
  done: { zh: '已销号', en: 'Done' },
  returned: { zh: '已退回', en: 'Returned' },
  suspended: { zh: '已暂缓', en: 'Suspended' },
};
