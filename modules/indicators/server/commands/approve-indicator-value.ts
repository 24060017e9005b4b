import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { approveIndicatorValue as operation, IndicatorEntry } from '../../contract/operations.ts';
import { decide } from './decide-entry.ts';

export async function approveIndicatorValue(context: CommandContext, { id }: InputOf<typeof operation>): Promise<IndicatorEntry> {
  const entry = await decide(context, { id, state: 'approved', reason: null });
  context.emit('indicators.value-approved', { entryId: id, indicatorId: entry.indicatorId }, [entry.organisationId]);
  return entry;
}
