import type { CommandContext } from '#platform/http/operation.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import { PACK_TABLE, type Pack } from '../../../contract/packs.ts';
import { found, problem } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findPack, lockPack, updatePackState, type StoredPack } from '../../store/packs.ts';

export const plainPack = ({ content: _content, loadedById: _loadedById, ...pack }: StoredPack): Pack => pack;

interface PackStep {
  readonly id: string;
  readonly action: 'approve' | 'withdraw' | 'retire';
  readonly event: string;
  readonly reason: string;
  readonly check?: (pack: StoredPack) => Promise<void>;
}

/** Moves a pack along its state table. */
export async function movePack(context: CommandContext, step: PackStep): Promise<Pack> {
  const { tx, now } = context;
  const pack = found(await lockPack(tx, step.id));
  context.gate.requireOrganisation(pack.ownerOrganisationId);
  const state = nextState(PACK_TABLE, pack.state, step.action);
  if (state === undefined) throw problem('payment.wrong-state');
  await step.check?.(pack);
  await updatePackState(tx, { id: step.id, state, now, ...(step.action === 'approve' ? { approvedBy: context.subject.name } : {}) });
  await insertAction(context, { itemId: step.id, ownerOrganisationId: pack.ownerOrganisationId, action: step.action, stateAfter: state, reason: step.reason });
  context.about({ organisationId: pack.ownerOrganisationId });
  context.emit(step.event, { packId: step.id }, [pack.ownerOrganisationId]);
  return plainPack(found(await findPack(tx, step.id)));
}
