import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query, type ModuleContract } from '#platform/kernel/contract.ts';

const taskStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;

const taskSchema = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.object({ zh: z.string(), en: z.string() }),
  state: z.enum(taskStates),
  /** Units of the kind of work (lines, resources); total is null while unknown. */
  done: z.number(),
  total: z.number().nullable(),
  cancelRequested: z.boolean(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  result: z.record(z.string(), z.unknown()).nullable(),
  error: z.string().nullable(),
});

export type TaskView = z.infer<typeof taskSchema>;

export const listTasks = query({
  name: 'listTasks',
  path: '/jobs',
  permission: 'jobs.read',
  summary: { zh: '列出本机构的导入、导出等长任务', en: 'List long work (imports, exports) of this organisation' },
  input: z.object({
    state: z.enum(taskStates).optional(),
    ...pageInput,
  }),
  output: pageOf(taskSchema),
});

export const getTask = query({
  name: 'getTask',
  path: '/jobs/{id}',
  permission: 'jobs.read',
  summary: { zh: '查看一个长任务的进度', en: 'Show the progress of long work' },
  input: z.object({ id: z.string() }),
  output: taskSchema,
});

export const cancelTask = command({
  name: 'cancelTask',
  path: '/jobs/{id}/cancel',
  permission: 'jobs.cancel',
  event: 'jobs.task-cancel-requested',
  summary: { zh: '请求停止一个长任务', en: 'Ask long work to stop' },
  input: z.object({ id: z.string() }),
  output: taskSchema,
});

const operators = ['consortium-office', 'index-manager', 'system-administrator', 'audit-administrator'];

export const contract = {
  module: 'jobs',
  title: { zh: '后台任务', en: 'Jobs' },
  operations: { listTasks, getTask, cancelTask },
  permissions: {
    'jobs.read': { zh: '查看后台任务', en: 'See long work', roles: operators },
    'jobs.cancel': { zh: '停止后台任务', en: 'Stop long work', roles: operators },
  },
  problems: {
    'jobs.already-over': {
      kind: 'conflict',
      zh: '该任务已经结束，不能再停止。',
      en: 'This work is over already and cannot be stopped.',
    },
  },
  events: {
    'jobs.task-cancel-requested': { zh: '有人请求停止任务', en: 'Somebody asked long work to stop' },
    'jobs.task-finished': { zh: '任务结束', en: 'Long work is over' },
  },
} as const satisfies ModuleContract;
