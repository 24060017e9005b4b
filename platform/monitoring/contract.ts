import { z } from 'zod';
import { query, type ModuleContract } from '#platform/kernel/contract.ts';

const signSchema = z.object({
  /** What is looked at. */
  name: z.enum(['database', 'disk', 'connections', 'deliveries', 'dead-deliveries', 'failing-jobs', 'failed-tasks', 'audit-chain', 'backup', 'memory']),
  state: z.enum(['good', 'watch', 'bad', 'unknown']),
  value: z.number().nullable(),
  unit: z.enum(['bytes', 'count', 'seconds']),
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

export const contract = {
  module: 'monitoring',
  title: { zh: '运行监测', en: 'Monitoring' },
  operations: { getMonitoring },
  permissions: { 'monitoring.read': { zh: '查看运行状况与指标', en: 'See how the platform runs', roles: ['system-administrator'] } },
  problems: {},
  events: {},
} as const satisfies ModuleContract;
