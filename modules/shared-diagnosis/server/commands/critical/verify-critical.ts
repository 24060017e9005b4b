import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { verifyCritical as operation } from '../../../contract/critical.ts';
import { criticalCardOf } from '../../rules/card.ts';
import { openCritical, performCritical } from '../act/critical-act.ts';

/** Repeated or checked before anybody is called. */
export async function verifyCritical(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openCritical(context, input, 'verify');
  const after = await performCritical(context, row, { action: 'verify', event: 'shared-diagnosis.critical-verified', note: input.note, detail: { method: input.method } });
  return criticalCardOf(after, context.now);
}
