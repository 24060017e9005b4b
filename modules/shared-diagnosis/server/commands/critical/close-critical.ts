import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { closeCritical as operation } from '../../../contract/critical.ts';
import { criticalCardOf } from '../../rules/card.ts';
import { openCritical, performCritical } from '../act/critical-act.ts';

/** The loop is closed. */
export async function closeCritical(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openCritical(context, input, 'close');
  const after = await performCritical(context, row, { action: 'close', event: 'shared-diagnosis.critical-closed', patch: { closedAt: context.now }, note: input.note });
  return criticalCardOf(after, context.now);
}
