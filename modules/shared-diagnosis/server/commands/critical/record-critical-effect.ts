import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { recordCriticalEffect as operation } from '../../../contract/critical.ts';
import { criticalCardOf } from '../../rules/card.ts';
import { openCritical, performCritical } from '../act/critical-act.ts';

/** What came of it. */
export async function recordCriticalEffect(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openCritical(context, input, 'record-effect');
  const after = await performCritical(context, row, { action: 'record-effect', event: 'shared-diagnosis.critical-effect-recorded', patch: { effectText: input.effectText }, note: input.effectText });
  return criticalCardOf(after, context.now);
}
