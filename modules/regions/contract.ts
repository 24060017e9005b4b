import type { ModuleContract } from '#platform/kernel/contract.ts';

export const contract = {
  module: 'regions',
  title: { zh: '地区政策', en: 'regions' },
  operations: {},
  permissions: {},
  problems: {},
  events: {},
} as const satisfies ModuleContract;
