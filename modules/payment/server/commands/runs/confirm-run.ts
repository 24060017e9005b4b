import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import type { confirmRun as operation, Run } from '../../../contract/runs.ts';
import { found, problem } from '../../rules/found.ts';
import { findPack } from '../../store/packs.ts';
import { moveRun } from './run-steps.ts';

/** Publishing begins the time for appeals. What is pending cannot be published. */
export const confirmRun = (context: CommandContext, { id, reason, documentNumber }: InputOf<typeof operation>): Promise<Run> =>
  moveRun(context, {
    id, reason, action: 'confirm', event: 'payment.run-confirmed',
    more: async (run) => {
      if (run.status !== 'SETTLED') throw problem('payment.pending-local-parameters', run.missing.map((path) => ({ path, message: { zh: '缺少本地参数', en: 'is missing' } })));
      const days = found(await findPack(context.tx, run.packId)).content.appeal?.days;
      return { documentNumber, appealUntil: days === undefined ? null : addDays(chinaDate(context.now), days) };
    },
  });
