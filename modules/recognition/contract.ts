import type { ModuleContract } from '#platform/kernel/contract.ts';

export const contract = {
  module: 'recognition',
  title: { zh: '结果互认', en: 'recognition' },
  operations: {},
  permissions: {},
  problems: {},
  events: {},
} as const satisfies ModuleContract;
