import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getResident as operation } from '../../contract.ts';
import { requireOpenEntry } from '../commands/require-open-entry.ts';
import { viewResident } from './view-resident.ts';

export async function getResident(context: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { entry, basis } = await requireOpenEntry(context.sql, context.gate, input.id);
  context.about({ personId: entry.residentId, resource: `Patient/${entry.residentId}`, basis });
  return viewResident(context.sql, entry);
}
