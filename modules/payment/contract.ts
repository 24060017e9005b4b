import type { ModuleContract } from '#platform/kernel/contract.ts';

export const contract = {
  module: 'payment',
  title: { zh: '医保支付', en: 'payment' },
  operations: {},
  permissions: {},
  problems: {},
  events: {},
} as const satisfies ModuleContract;
