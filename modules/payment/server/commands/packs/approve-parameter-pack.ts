import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { approveParameterPack as operation, Pack } from '../../../contract/packs.ts';
import { problem } from '../../rules/found.ts';
import { findOverlap } from '../../store/packs.ts';
import { movePack } from './pack-steps.ts';

/** Somebody else than the loader approves, and only one pack of a city is in force on a day. */
export const approveParameterPack = (context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<Pack> =>
  movePack(context, {
    id, reason, action: 'approve', event: 'payment.pack-approved',
    check: async (pack) => {
      if (pack.loadedById === context.subject.id) throw problem('payment.same-person');
      const version = await findOverlap(context.tx, pack);
      if (version !== undefined) throw problem('payment.period-overlaps', [{ path: 'validFrom', message: { zh: `与版本 ${version} 重叠`, en: `overlaps version ${version}` } }]);
    },
  });
