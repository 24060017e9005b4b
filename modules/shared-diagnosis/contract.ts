import type { ModuleContract } from '#platform/kernel/contract.ts';

export const contract = {
  module: 'shared-diagnosis',
  title: { zh: '共享诊断', en: 'shared-diagnosis' },
  operations: {},
  permissions: {},
  problems: {},
  events: {},
} as const satisfies ModuleContract;
