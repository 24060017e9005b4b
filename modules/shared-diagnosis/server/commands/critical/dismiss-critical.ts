import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { dismissCritical as operation } from '../../../contract/critical.ts';
import { criticalCardOf } from '../../rules/card.ts';
import { openCritical, performCritical } from '../act/critical-act.ts';

/** Not critical after all; the reason stays. */
export async function dismissCritical(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openCritical(context, input, 'dismiss');
  const after = await performCritical(context, row, { action: 'dismiss', event: 'shared-diagnosis.critical-dismissed', patch: { closedAt: context.now }, note: input.note });
  return criticalCardOf(after, context.now);
}
