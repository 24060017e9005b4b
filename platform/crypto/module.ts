import type { ServerModule } from '#platform/http/module.ts';
import { job } from '#platform/jobs/job.ts';
import type { ModuleContract } from '#platform/kernel/contract.ts';
import { resealTask, startReseal } from './reseal-task.ts';
import type { Sealed } from './sealed-column.ts';

const SWEEP_SECONDS = 600;

const contract = {
  module: 'crypto',
  title: { zh: '密钥', en: 'Keys' },
  operations: {},
  permissions: {},
  problems: {},
  events: {},
} as const satisfies ModuleContract;

/** Seals, soon after a start and every ten minutes, what an older version left in clear or a rotation left under the former key. */
export const cryptoModule = (columns: readonly Sealed[]): ServerModule => ({
  contract,
  operations: [],
  reactions: [],
  jobs: [job({ kind: 'crypto.find-stale', everySeconds: SWEEP_SECONDS, run: async ({ tx, newId }) => void (await startReseal(tx, columns, newId)) })],
  tasks: [resealTask(columns)],
});
