import type { ModuleContract } from '#platform/kernel/contract.ts';

export const contract = {
  module: 'exchange',
  title: { zh: '数据交换', en: 'exchange' },
  operations: {},
  permissions: {},
  problems: {},
  events: {},
} as const satisfies ModuleContract;
