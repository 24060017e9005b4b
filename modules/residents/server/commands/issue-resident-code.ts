import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { issueResidentCode as operation } from '../../contract.ts';
import { cardNumberFrom, CODE_LIFE_SECONDS, signCode } from '../rules/resident-code.ts';
import { getCodeSecret, insertCode } from '../store/codes.ts';
import { insertIdentifiers, retireIdentifiers, type StoredEntry } from '../store/entries.ts';
import { noteAction } from './enter-resident.ts';
import { lockOpenEntry } from './require-open-entry.ts';

export async function issueResidentCode(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { entry, basis } = await lockOpenEntry(context.tx, context.gate, input.id);
  const answer = input.kind === 'dynamic' ? await issueDynamic(context, entry) : await issueStatic(context, entry);
  await noteAction(context, { entry, action: 'code-issued' });
  context.about({ personId: entry.residentId, resource: `Patient/${entry.residentId}`, basis });
  context.emit('resident.code-issued', { residentId: entry.residentId, kind: input.kind }, [entry.ownerOrganisationId]);
  return answer;
}

async function issueDynamic(context: CommandContext, entry: StoredEntry): Promise<ResultOf<typeof operation>> {
  const codeId = context.newId();
  const expiresAt = new Date(context.now.getTime() + CODE_LIFE_SECONDS * 1000);
  await insertCode(context.tx, {
    codeId,
    residentId: entry.residentId,
    ownerOrganisationId: entry.ownerOrganisationId,
    issuedByResident: context.subject.kind === 'resident',
    issuedAt: context.now,
    expiresAt,
  });
  return { kind: 'dynamic', code: signCode(codeId, await getCodeSecret(context.tx)), expiresAt: expiresAt.toISOString() };
}

/** A new card makes the old one void: lost cards open nothing. */
async function issueStatic(context: CommandContext, entry: StoredEntry): Promise<ResultOf<typeof operation>> {
  const code = cardNumberFrom(context.newId());
  await retireIdentifiers(context.tx, { residentId: entry.residentId, type: 'card-number', at: context.now });
  await insertIdentifiers(context.tx, [{ entry, identifier: { type: 'card-number', value: code, standing: 'held' } }], context.now);
  return { kind: 'static', code, expiresAt: null };
}
