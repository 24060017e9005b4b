import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { actOnCritical as operation } from '../../../contract/critical.ts';
import { criticalCardOf } from '../../rules/card.ts';
import { openCritical, performCritical } from '../act/critical-act.ts';

/** What was done at the bedside; more than once, if need be. */
export async function actOnCritical(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openCritical(context, input, 'act');
  const after = await performCritical(context, row, { action: 'act', event: 'shared-diagnosis.critical-acted-upon', patch: { actionText: input.actionText, actedAt: row.actedAt ?? context.now }, note: input.actionText });
  return criticalCardOf(after, context.now);
}
