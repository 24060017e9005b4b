import type { ModuleContract } from '#platform/kernel/contract.ts';

export const contract = {
  module: 'imaging',
  title: { zh: '医学影像', en: 'imaging' },
  operations: {},
  permissions: {},
  problems: {},
  events: {},
} as const satisfies ModuleContract;
