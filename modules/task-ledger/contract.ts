import type { ModuleContract } from '#platform/kernel/contract.ts';

export const contract = {
  module: 'task-ledger',
  title: { zh: '任务台账', en: 'task-ledger' },
  operations: {},
  permissions: {},
  problems: {},
  events: {},
} as const satisfies ModuleContract;
