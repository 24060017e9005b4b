import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { isCalendarDate } from '#platform/kernel/period.ts';
import { taskActions, taskStates } from './states.ts';

const text = z.object({ zh: z.string(), en: z.string() });
const id = z.string().min(1).max(64);
const day = z.string().refine(isCalendarDate, 'not a day of the calendar (YYYY-MM-DD)');
const words = z.string().trim().min(4).max(2000);
const quarter = z.string().regex(/^\d{4}Q[1-4]$/);

export const lights = ['green', 'amber', 'red', 'grey'] as const;
export type Light = (typeof lights)[number];

const milestoneSchema = z.object({ id, title: z.string(), due: z.string(), quarter: z.string(), target: z.string().nullable(), doneOn: z.string().nullable() });
const evidenceSchema = z.object({ id, title: z.string(), link: z.string().nullable(), note: z.string().nullable(), givenBy: z.string(), givenAt: z.string() });
const partySchema = z.object({ bodyId: z.string(), name: text, role: z.enum(['lead', 'joint']), organisationId: z.string().nullable() });
const actionSchema = z.object({ action: z.string(), stateAfter: z.string(), note: z.string().nullable(), resolutionNumber: z.string().nullable(), progress: z.number().nullable(), score: z.string().nullable(), subjectName: z.string(), at: z.string() });
const abilitySchema = z.object({ action: z.enum(taskActions), allowed: z.boolean(), reason: text.nullable() });

export const taskCardSchema = z.object({
  id,
  number: z.string(),
  kind: z.string(),
  sourceId: z.string(),
  sourceName: text,
  clause: z.string().nullable(),
  title: text,
  isKey: z.boolean(),
  due: z.string().nullable(),
  state: z.enum(taskStates),
  stateSince: z.string(),
  light: z.enum(lights),
  progress: z.number().int(),
  leadName: text,
  leadOrganisationId: z.string().nullable(),
  ownerOrganisationId: z.string(),
  indicators: z.array(z.string()),
  problem: z.string().nullable(),
  nextStep: z.string().nullable(),
});
export type TaskCard = z.infer<typeof taskCardSchema>;

export const taskDetailSchema = taskCardSchema.extend({
  work: z.array(text),
  score: z.string().nullable(),
  indicatorLight: z.enum(lights).nullable(),
  parties: z.array(partySchema),
  milestones: z.array(milestoneSchema),
  evidence: z.array(evidenceSchema),
  actions: z.array(actionSchema),
  abilities: z.array(abilitySchema),
});
export type TaskDetail = z.infer<typeof taskDetailSchema>;

export const assignTask = command({
  name: 'assignTask', path: '/ledger-tasks/{id}/assign', permission: 'task-ledger.assign-task', event: 'task-ledger.task-assigned',
  summary: { zh: '分派任务', en: 'Assign a task to the organisation that leads it' },
  input: z.object({ id, organisationId: id, jointOrganisationIds: z.array(id).max(40).default([]), due: day.optional() }),
  output: taskDetailSchema,
});

export const assignBody = command({
  name: 'assignBody', path: '/ledger-bodies/{sourceId}/{bodyId}/assign', permission: 'task-ledger.assign-body', event: 'task-ledger.body-assigned',
  summary: { zh: '指定单位对应机构', en: 'Say which organisation a body of a policy is; its waiting tasks are assigned to it' },
  input: z.object({ sourceId: id, bodyId: id, organisationId: id }),
  output: z.object({ assigned: z.number().int(), joined: z.number().int() }),
});

export const planTask = command({
  name: 'planTask', path: '/ledger-tasks/{id}/plan', permission: 'task-ledger.plan-task', event: 'task-ledger.task-planned',
  summary: { zh: '制定计划', en: 'Set the milestones of a task' },
  input: z.object({ id, milestones: z.array(z.object({ title: z.string().trim().min(2).max(200), due: day, quarter, target: z.string().trim().max(100).optional() })).min(1).max(40) }),
  output: taskDetailSchema,
});

export const startTask = command({
  name: 'startTask', path: '/ledger-tasks/{id}/start', permission: 'task-ledger.start-task', event: 'task-ledger.task-started',
  summary: { zh: '启动任务', en: 'Start a task' }, input: z.object({ id }), output: taskDetailSchema,
});

export const reportTask = command({
  name: 'reportTask', path: '/ledger-tasks/{id}/report', permission: 'task-ledger.report-task', event: 'task-ledger.task-reported',
  summary: { zh: '填报进展', en: 'Report progress, problem and next step' },
  input: z.object({
    id, progress: z.coerce.number().int().min(0).max(100), problem: z.string().trim().max(2000).optional(), nextStep: z.string().trim().max(2000).optional(),
    milestonesDone: z.array(id).max(40).default([]),
  }),
  output: taskDetailSchema,
});

export const submitTask = command({
  name: 'submitTask', path: '/ledger-tasks/{id}/submit', permission: 'task-ledger.submit-task', event: 'task-ledger.task-submitted',
  summary: { zh: '提交佐证', en: 'Submit a task with evidence' },
  input: z.object({ id, statement: words, evidence: z.array(z.object({ title: z.string().trim().min(2).max(200), link: z.string().trim().max(500).optional(), note: z.string().trim().max(2000).optional() })).min(1).max(40) }),
  output: taskDetailSchema,
});

export const verifyTask = command({
  name: 'verifyTask', path: '/ledger-tasks/{id}/verify', permission: 'task-ledger.verify-task', event: 'task-ledger.task-verified',
  summary: { zh: '核验任务', en: 'Verify the evidence and score the task' },
  input: z.object({ id, note: words, score: z.string().regex(/^\d{1,3}(\.\d{1,2})?$/).refine((score) => Number(score) <= 100, 'at most 100').optional() }),
  output: taskDetailSchema,
});

export const returnTask = command({
  name: 'returnTask', path: '/ledger-tasks/{id}/return', permission: 'task-ledger.return-task', event: 'task-ledger.task-returned',
  summary: { zh: '退回任务', en: 'Return a task with a reason' }, input: z.object({ id, reason: words }), output: taskDetailSchema,
});

export const closeTask = command({
  name: 'closeTask', path: '/ledger-tasks/{id}/close', permission: 'task-ledger.close-task', event: 'task-ledger.task-closed',
  summary: { zh: '销号', en: 'Close a verified task' }, input: z.object({ id }), output: taskDetailSchema,
});

export const suspendTask = command({
  name: 'suspendTask', path: '/ledger-tasks/{id}/suspend', permission: 'task-ledger.suspend-task', event: 'task-ledger.task-suspended',
  summary: { zh: '暂缓任务', en: 'Suspend a task with a reason; a key task by a resolution of the keeper' },
  input: z.object({ id, reason: words, resolutionNumber: z.string().trim().min(3).max(80).optional() }), output: taskDetailSchema,
});

export const resumeTask = command({
  name: 'resumeTask', path: '/ledger-tasks/{id}/resume', permission: 'task-ledger.resume-task', event: 'task-ledger.task-resumed',
  summary: { zh: '恢复任务', en: 'Resume a suspended task' }, input: z.object({ id, reason: words }), output: taskDetailSchema,
});

const filters = {
  sourceId: z.string().optional(),
  state: z.enum(taskStates).optional(),
  light: z.enum(lights).optional(),
  organisationId: z.string().optional(),
  isKey: z.enum(['true', 'false']).optional(),
  due: day.optional(),
  words: z.string().trim().max(100).optional(),
};

export const listLedgerTasks = query({
  name: 'listLedgerTasks', path: '/ledger-tasks', permission: 'task-ledger.read',
  summary: { zh: '任务台账', en: 'Tasks of the ledger' },
  input: z.object({ ...filters, sort: z.enum(['due', '-due', 'number', 'progress', '-progress']).default('number'), ...pageInput }),
  output: pageOf(taskCardSchema),
});

export const getLedgerTask = query({
  name: 'getLedgerTask', path: '/ledger-tasks/{id}', permission: 'task-ledger.read', summary: { zh: '查看任务', en: 'A task with its plan, evidence and acts' },
  input: z.object({ id }), output: taskDetailSchema,
});

export const countWaitingTasks = query({
  name: 'countWaitingTasks', path: '/ledger-tasks/waiting', permission: 'task-ledger.read', summary: { zh: '待办任务数', en: 'Tasks whose move is ours' },
  input: z.object({}), output: z.object({ waiting: z.number().int(), overdue: z.number().int() }),
});

const countsSchema = z.object({ total: z.number().int(), done: z.number().int(), green: z.number().int(), amber: z.number().int(), red: z.number().int(), grey: z.number().int() });
export const ledgerSummarySchema = z.object({
  all: countsSchema,
  byState: z.array(z.object({ state: z.enum(taskStates), count: z.number().int() })),
  bySource: z.array(countsSchema.extend({ sourceId: z.string(), name: text })),
  /** Best share of finished tasks first. */
  byBody: z.array(countsSchema.extend({ sourceId: z.string(), bodyId: z.string(), name: text })),
  /** By the organisation that leads, a township among them; bulletins published before this was counted lack it. */
  byOrganisation: z.array(countsSchema.extend({ organisationId: z.string(), name: z.string() })).optional(),
  /** By township: each task once in which it, or a site of its territory, leads or joins; `leading` of them it leads. */
  byTownship: z.array(countsSchema.extend({ organisationId: z.string(), name: z.string(), leading: z.number().int() })).optional(),
});
export type LedgerSummary = z.infer<typeof ledgerSummarySchema>;

export const summariseTasks = query({
  name: 'summariseTasks', path: '/ledger-tasks/summary', permission: 'task-ledger.read', summary: { zh: '台账汇总', en: 'Counts by state, light, policy and body' },
  input: z.object({ sourceId: z.string().optional() }), output: ledgerSummarySchema,
});
