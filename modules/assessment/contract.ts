import type { ModuleContract } from '#platform/kernel/contract.ts';

export const contract = {
  module: 'assessment',
  title: { zh: '绩效考核', en: 'assessment' },
  operations: {},
  permissions: {},
  problems: {},
  events: {},
} as const satisfies ModuleContract;
