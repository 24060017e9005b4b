import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { mergeResidents as operation } from '../../contract.ts';
import { viewResident } from '../queries/view-resident.ts';
import { findEntry, lockEntries } from '../store/entries.ts';
import { mergePair } from './merge-pair.ts';
import { problem } from './residents-problem.ts';

export async function mergeResidents(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  if (input.id === input.mergedId) throw problem('resident.same-resident');
  const entries = await lockEntries(context.tx, [input.id, input.mergedId]);
  const survivor = entries.find((entry) => entry.residentId === input.id);
  const merged = entries.find((entry) => entry.residentId === input.mergedId);
  if (survivor === undefined || merged === undefined) throw problem('resident.not-found');
  const basis = await context.gate.recordBasis(survivor.residentId);
  await context.gate.recordBasis(merged.residentId);
  await mergePair(context, { survivor, merged, reason: input.reason, confirmCardReplaced: input.confirmCardReplaced });
  context.about({ personId: survivor.residentId, resource: `Patient/${survivor.residentId}`, basis, purpose: input.reason });
  context.emit('resident.merged', { residentId: survivor.residentId, mergedId: merged.residentId }, [survivor.ownerOrganisationId, merged.ownerOrganisationId]);
  return viewResident(context.tx, (await findEntry(context.tx, survivor.residentId))!);
}
