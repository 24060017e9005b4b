import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { returnIndicatorValue as operation, IndicatorEntry } from '../../contract/operations.ts';
import { decide } from './decide-entry.ts';

export async function returnIndicatorValue(context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<IndicatorEntry> {
  const entry = await decide(context, { id, state: 'returned', reason });
  context.emit('indicators.value-returned', { entryId: id, indicatorId: entry.indicatorId }, [entry.organisationId]);
  return entry;
}
