import type { ModuleContract } from '#platform/kernel/contract.ts';

export const contract = {
  module: 'governance',
  title: { zh: '治理', en: 'governance' },
  operations: {},
  permissions: {},
  problems: {},
  events: {},
} as const satisfies ModuleContract;
