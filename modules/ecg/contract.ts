import type { ModuleContract } from '#platform/kernel/contract.ts';

export const contract = {
  module: 'ecg',
  title: { zh: '心电', en: 'ecg' },
  operations: {},
  permissions: {},
  problems: {},
  events: {},
} as const satisfies ModuleContract;
