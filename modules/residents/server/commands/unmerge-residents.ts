import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { unmergeResidents as operation } from '../../contract.ts';
import { viewResident } from '../queries/view-resident.ts';
import { findEntry, lockEntries } from '../store/entries.ts';
import { unmergePair } from './merge-pair.ts';
import { problem } from './residents-problem.ts';

export async function unmergeResidents(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const found = await findEntry(context.tx, input.id);
  if (found === undefined) throw problem('resident.not-found');
  const basis = await context.gate.recordBasis(found.residentId);
  const entries = await lockEntries(context.tx, [found.residentId, ...(found.mergedIntoId === null ? [] : [found.mergedIntoId])]);
  const merged = entries.find((entry) => entry.residentId === input.id);
  const survivor = entries.find((entry) => entry.residentId === merged?.mergedIntoId);
  if (merged === undefined || survivor === undefined) throw problem('resident.not-merged');
  await unmergePair(context, { survivor, merged, reason: input.reason });
  context.about({ personId: merged.residentId, resource: `Patient/${merged.residentId}`, basis, purpose: input.reason });
  context.emit('resident.unmerged', { residentId: merged.residentId, survivorId: survivor.residentId }, [survivor.ownerOrganisationId, merged.ownerOrganisationId]);
  return viewResident(context.tx, (await findEntry(context.tx, merged.residentId))!);
}
