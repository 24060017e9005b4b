import type { CommandContext } from '#platform/http/operation.ts';
import type { Pack } from '../../contract/packs.ts';
import { insertPackAction } from '../store/packs.ts';

/** The signed action and what the audit row says. */
export async function signPackAction(context: CommandContext, pack: Pack, { action, note }: { action: 'create' | 'store-file' | 'form' | 'put-in-force' | 'withdraw'; note: string }): Promise<void> {
  await insertPackAction(context.tx, { id: context.newId(), packId: pack.id, organisationId: pack.ownerOrganisationId, action, actorId: context.subject.id, note, at: context.now });
  context.about({ organisationId: pack.ownerOrganisationId });
}
