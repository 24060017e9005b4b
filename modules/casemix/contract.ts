import type { ModuleContract } from '#platform/kernel/contract.ts';

export const contract = {
  module: 'casemix',
  title: { zh: '病组管理', en: 'casemix' },
  operations: {},
  permissions: {},
  problems: {},
  events: {},
} as const satisfies ModuleContract;
