import type { ModuleContract } from '#platform/kernel/contract.ts';

export const contract = {
  module: 'laboratory',
  title: { zh: '检验病理', en: 'laboratory' },
  operations: {},
  permissions: {},
  problems: {},
  events: {},
} as const satisfies ModuleContract;
