import { z } from 'zod';
import { command, query, type ModuleContract } from '#platform/kernel/contract.ts';
import { backupEvents, backupPermissions, backupProblems, cancelBackupWork, drillRestore, getBackups, takeBackup, verifyBackup } from './contract/backups.ts';

const signSchema = z.object({
  /** What is looked at. */
  name: z.enum(['database', 'disk', 'connections', 'deliveries', 'dead-deliveries', 'failing-jobs', 'failed-tasks', 'stuck-messages', 'audit-chain', 'backup', 'backup-outside', 'mllp', 'dicom', 'memory']),
  state: z.enum(['good', 'watch', 'bad', 'unknown']),
  value: z.number().nullable(),
  unit: z.enum(['bytes', 'count', 'seconds', 'port']),
  /** Words of the machine: names of jobs, a version. Never of a person. */
  detail: z.string().nullable(),
});

export type SignView = z.infer<typeof signSchema>;

export const getMonitoring = query({
  name: 'getMonitoring',
  path: '/monitoring',
  permission: 'monitoring.read',
  summary: { zh: '查看运行状况', en: 'Show how the platform runs' },
  input: z.object({}),
  output: z.object({
    signs: z.array(signSchema),
    version: z.string(),
    startedAt: z.string(),
    /** The ten largest tables with their indexes, in bytes. */
    tables: z.array(z.object({ name: z.string(), bytes: z.number(), rows: z.number() })),
  }),
});

const deadSchema = z.object({
  /** `module.reaction`. */
  reaction: z.string(),
  eventName: z.string(),
  count: z.number(),
  /** When the first and the last of them were given up. */
  firstAt: z.string(),
  lastAt: z.string(),
  /** Why the last try of the last one failed: place and kind, never of a person. */
  lastError: z.string().nullable(),
});

export const listDeadDeliveries = query({
  name: 'listDeadDeliveries',
  path: '/monitoring/dead-deliveries',
  permission: 'monitoring.read',
  summary: { zh: '列出放弃的事件投递', en: 'Event deliveries that were given up, by reaction' },
  input: z.object({}),
  output: z.object({ rows: z.array(deadSchema) }),
});

export const retryDeliveries = command({
  name: 'retryDeliveries',
  path: '/monitoring/dead-deliveries/retry',
  permission: 'monitoring.retry',
  event: 'monitoring.deliveries-retried',
  summary: { zh: '重新投递放弃的事件', en: 'Try deliveries again that were given up' },
  input: z.object({ reaction: z.string().min(1).max(200) }),
  output: z.object({ retried: z.number() }),
});

export const contract = {
  module: 'monitoring',
  title: { zh: '运行监测', en: 'Monitoring' },
  operations: { getMonitoring, listDeadDeliveries, retryDeliveries, getBackups, takeBackup, verifyBackup, drillRestore, cancelBackupWork },
  permissions: {
    'monitoring.read': { zh: '查看运行状况与指标', en: 'See how the platform runs', roles: ['system-administrator'] },
    'monitoring.retry': { zh: '重新投递放弃的事件', en: 'Try given-up deliveries again', roles: ['system-administrator'] },
    ...backupPermissions,
  },
  problems: {
    ...backupProblems,
    'monitoring.nothing-dead': {
      kind: 'conflict',
      zh: '该处理没有放弃的投递，可能已由他人重新投递。请刷新列表。',
      en: 'Nothing of this reaction is given up; somebody may have tried it again. Load the list again.',
    },
  },
  events: { 'monitoring.deliveries-retried': { zh: '已重新投递事件', en: 'Deliveries tried again' }, ...backupEvents },
} as const satisfies ModuleContract;
