import type { ModuleContract } from '#platform/kernel/contract.ts';

export const contract = {
  module: 'casemix',
  title: { zh: '病组管理', en: 'Case mix' },
  operations: {},
  permissions: {},
  problems: {
    'casemix.pack-refused': { kind: 'invalid', zh: '分组方案或编码表不能使用，原因逐条列出；请按位置改正后重新载入。', en: 'The grouping pack or code map cannot be used; each place and reason is listed. Correct them and load it again.' },
  },
  events: {},
} as const satisfies ModuleContract;
