import type { ModuleContract } from '#platform/kernel/contract.ts';

export const contract = {
  module: 'indicators',
  title: { zh: '指标', en: 'indicators' },
  operations: {},
  permissions: {},
  problems: {},
  events: {},
} as const satisfies ModuleContract;
