import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { revealIdentifier as operation } from '../../contract.ts';
import { requireOpenEntry } from '../commands/require-open-entry.ts';
import { problem } from '../commands/residents-problem.ts';

/** The full number, once, with the reason in the audit trail that the resident can read. */
export async function revealIdentifier(context: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { entry, basis } = await requireOpenEntry(context.sql, context.gate, input.id);
  const value = input.type === 'phone' ? entry.phone : entry.identifiers.find((each) => each.type === input.type && each.standing !== 'retired')?.value;
  if (!value) throw problem('resident.no-such-identifier');
  context.about({ personId: entry.residentId, resource: `Patient/${entry.residentId}`, basis, purpose: `${input.type}: ${input.reason}` });
  return { value };
}
