import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query, type ModuleContract } from '#platform/kernel/contract.ts';

const id = z.object({ id: z.string().min(1).max(64) });

const subscriptionSchema = z.object({
  id: z.string(),
  /** What it listens to: the type, and the names of the parameters. Never their values, which may name a person. */
  resourceType: z.string(),
  parameters: z.array(z.string()),
  reason: z.string(),
  channel: z.enum(['rest-hook', 'websocket']),
  /** Host of the subscriber; null for websockets. Paths and queries may hold keys. */
  host: z.string().nullable(),
  clientName: z.string(),
  state: z.enum(['active', 'paused', 'error', 'ended']),
  waiting: z.number(),
  failures: z.number(),
  lastError: z.string().nullable(),
  nextAttemptAt: z.string().nullable(),
  pausedAt: z.string().nullable(),
  endAt: z.string().nullable(),
});
export type SubscriptionView = z.infer<typeof subscriptionSchema>;

export const listFhirSubscriptions = query({
  name: 'listFhirSubscriptions',
  path: '/fhir-administration/subscriptions',
  permission: 'fhir-administration.read',
  summary: { zh: '列出 FHIR 订阅及其状态', en: 'List FHIR subscriptions and their states' },
  input: z.object(pageInput),
  output: pageOf(subscriptionSchema),
});

const attemptSchema = z.object({ id: z.string(), at: z.string(), resourceType: z.string(), outcome: z.enum(['sent', 'failed']), reason: z.string().nullable() });

export const listFhirDeliveries = query({
  name: 'listFhirDeliveries',
  path: '/fhir-administration/subscriptions/{id}/deliveries',
  permission: 'fhir-administration.read',
  summary: { zh: '查看一个订阅近 7 天的投递', en: 'Show what was sent for a subscription in the last seven days' },
  input: id.extend(pageInput),
  output: pageOf(attemptSchema),
});

export const pauseSubscription = command({
  name: 'pauseSubscription',
  path: '/fhir-administration/subscriptions/{id}/pause',
  permission: 'fhir-administration.pause-subscription',
  event: 'fhir-administration.subscription-paused',
  summary: { zh: '暂停一个订阅的投递', en: 'Stop sending for a subscription' },
  input: id,
  output: z.object({ state: z.literal('paused') }),
});

export const resumeSubscription = command({
  name: 'resumeSubscription',
  path: '/fhir-administration/subscriptions/{id}/resume',
  permission: 'fhir-administration.resume-subscription',
  event: 'fhir-administration.subscription-resumed',
  summary: { zh: '恢复一个暂停或出错的订阅', en: 'Send again for a subscription that was paused or failed' },
  input: id,
  output: z.object({ state: z.literal('active') }),
});

export const parameterTypes = ['token', 'string', 'date', 'number', 'quantity', 'uri', 'reference'] as const;

const parameterSchema = z.object({
  id: z.string(),
  url: z.string(),
  code: z.string(),
  type: z.string(),
  types: z.array(z.string()),
  expression: z.string(),
  state: z.enum(['indexing', 'ready', 'stopped']),
  /** Of the work that indexes it. */
  jobId: z.string(),
  done: z.number(),
  total: z.number().nullable(),
  registeredAt: z.string(),
});
export type SearchParameterView = z.infer<typeof parameterSchema>;

export const listSearchParameters = query({
  name: 'listSearchParameters',
  path: '/fhir-administration/search-parameters',
  permission: 'fhir-administration.read',
  summary: { zh: '列出自定义检索参数及其索引进度', en: 'List search parameters of your own and how far they are indexed' },
  input: z.object({}),
  output: z.object({ rows: z.array(parameterSchema) }),
});

export const addSearchParameter = command({
  name: 'addSearchParameter',
  path: '/fhir-administration/search-parameters',
  permission: 'fhir-administration.add-search-parameter',
  event: 'fhir-administration.search-parameter-added',
  summary: { zh: '新增自定义检索参数，并为已有资源建立索引', en: 'Add a search parameter and index what is stored' },
  input: z.object({
    url: z.string().trim().min(1).max(400),
    code: z.string().trim().min(1).max(64),
    description: z.string().trim().min(1).max(1_000),
    base: z.array(z.string().min(1).max(64)).min(1).max(20),
    type: z.enum(parameterTypes),
    expression: z.string().trim().min(1).max(4_000),
  }),
  output: z.object({ id: z.string() }),
});

export const retireSearchParameter = command({
  name: 'retireSearchParameter',
  path: '/fhir-administration/search-parameters/{id}/retire',
  permission: 'fhir-administration.retire-search-parameter',
  event: 'fhir-administration.search-parameter-retired',
  summary: { zh: '停用自定义检索参数', en: 'Retire a search parameter' },
  input: id,
  output: z.object({ id: z.string() }),
});

export const fhirJobKinds = ['fhir.export', 'fhir.import', 'fhir.reindex'] as const;

const jobSchema = z.object({
  id: z.string(),
  kind: z.enum(fhirJobKinds),
  title: z.object({ zh: z.string(), en: z.string() }),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  /** Resources, or lines of an import. */
  done: z.number(),
  total: z.number().nullable(),
  isCancelRequested: z.boolean(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  error: z.string().nullable(),
  /** Of an export: the asker alone may fetch them. */
  files: z.array(z.object({ type: z.string(), count: z.number(), bytes: z.number() })),
  /** Lines of an import that were refused. */
  refused: z.number(),
  canResume: z.boolean(),
});
export type FhirJobView = z.infer<typeof jobSchema>;

export const listFhirJobs = query({
  name: 'listFhirJobs',
  path: '/fhir-administration/jobs',
  permission: 'fhir-administration.read',
  summary: { zh: '列出批量导出、导入与重建索引', en: 'List bulk exports, imports and reindexing' },
  input: z.object(pageInput),
  output: pageOf(jobSchema),
});

export const startReindex = command({
  name: 'startReindex',
  path: '/fhir-administration/reindex',
  permission: 'fhir-administration.start-reindex',
  event: 'fhir-administration.reindex-started',
  summary: { zh: '重建检索索引', en: 'Build the search index anew' },
  input: z.object({ type: z.string().max(64).optional() }),
  output: z.object({ id: z.string() }),
});

export const cancelFhirJob = command({
  name: 'cancelFhirJob',
  path: '/fhir-administration/jobs/{id}/cancel',
  permission: 'fhir-administration.cancel-fhir-job',
  event: 'fhir-administration.fhir-job-cancelled',
  summary: { zh: '停止批量任务', en: 'Stop a bulk job' },
  input: id,
  output: z.object({ id: z.string() }),
});

export const resumeFhirJob = command({
  name: 'resumeFhirJob',
  path: '/fhir-administration/jobs/{id}/resume',
  permission: 'fhir-administration.resume-fhir-job',
  event: 'fhir-administration.fhir-job-resumed',
  summary: { zh: '从停下处继续批量任务', en: 'Go on with a bulk job where it stopped' },
  input: id,
  output: z.object({ id: z.string() }),
});

const roles = ['system-administrator'];

export const contract = {
  module: 'fhir-administration',
  title: { zh: 'FHIR 管理', en: 'FHIR administration' },
  operations: {
    listFhirSubscriptions, listFhirDeliveries, pauseSubscription, resumeSubscription, listSearchParameters, addSearchParameter, retireSearchParameter,
    listFhirJobs, startReindex, cancelFhirJob, resumeFhirJob,
  },
  permissions: {
    'fhir-administration.read': { zh: '查看 FHIR 订阅、检索参数与批量任务', en: 'See FHIR subscriptions, search parameters and bulk jobs', roles },
    'fhir-administration.pause-subscription': { zh: '暂停 FHIR 订阅', en: 'Pause FHIR subscriptions', roles },
    'fhir-administration.resume-subscription': { zh: '恢复 FHIR 订阅', en: 'Resume FHIR subscriptions', roles },
    'fhir-administration.add-search-parameter': { zh: '新增检索参数', en: 'Add search parameters', roles },
    'fhir-administration.retire-search-parameter': { zh: '停用检索参数', en: 'Retire search parameters', roles },
    'fhir-administration.start-reindex': { zh: '重建检索索引', en: 'Build the search index anew', roles },
    'fhir-administration.cancel-fhir-job': { zh: '停止批量任务', en: 'Stop bulk jobs', roles },
    'fhir-administration.resume-fhir-job': { zh: '继续批量任务', en: 'Go on with bulk jobs', roles },
  },
  problems: {
    'fhir-administration.not-sending': { kind: 'conflict', zh: '该订阅当前没有在投递（已暂停、出错或已结束）。请刷新列表。', en: 'Nothing is being sent for this subscription: it is paused, failed or ended. Load the list again.' },
    'fhir-administration.is-sending': { kind: 'conflict', zh: '该订阅正在正常投递，或已不存在，无需恢复。请刷新列表。', en: 'This subscription is being sent for, or is gone: there is nothing to resume. Load the list again.' },
    'fhir-administration.url-taken': { kind: 'conflict', zh: '已有使用该地址的检索参数。请换一个地址。', en: 'There is a search parameter of this address. Choose another one.' },
    'fhir-administration.unknown-parameter': { kind: 'conflict', zh: '没有这个启用中的检索参数，可能已停用。请刷新列表。', en: 'There is no such search parameter in use; it may be retired. Load the list again.' },
    'fhir-administration.unknown-type': { kind: 'invalid', zh: '没有这种资源类型，请检查拼写（如 Observation）。', en: 'There is no such resource type. Check its spelling, such as Observation.' },
    'fhir-administration.job-over': { kind: 'conflict', zh: '该任务已经结束，不能再停止。请刷新列表。', en: 'This job is over and cannot be stopped. Load the list again.' },
    'fhir-administration.cannot-resume': { kind: 'conflict', zh: '只有失败或被停止、且数据仍在的任务可以继续；导出被停止后请由申请方重新发起。', en: 'Only a failed or stopped job whose data is still there goes on. A stopped export is asked for again by whoever asked.' },
  },
  events: {
    'fhir-administration.subscription-paused': { zh: '订阅已暂停', en: 'A subscription was paused' },
    'fhir-administration.subscription-resumed': { zh: '订阅已恢复', en: 'A subscription was resumed' },
    'fhir-administration.search-parameter-added': { zh: '新增了检索参数', en: 'A search parameter was added' },
    'fhir-administration.search-parameter-retired': { zh: '停用了检索参数', en: 'A search parameter was retired' },
    'fhir-administration.reindex-started': { zh: '开始重建检索索引', en: 'Reindexing was begun' },
    'fhir-administration.fhir-job-cancelled': { zh: '批量任务被停止', en: 'A bulk job was stopped' },
    'fhir-administration.fhir-job-resumed': { zh: '批量任务继续', en: 'A bulk job goes on' },
  },
} as const satisfies ModuleContract;
