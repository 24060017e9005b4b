import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { Claim, releaseHit as operation } from '../../../contract/claims.ts';
import { found, problem } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findClaim, lockClaim, updateClaim, updateHit } from '../../store/claims.ts';

/** Somebody answers for a finding with name and reason; the last one sets the claim free. */
export async function releaseHit(context: CommandContext, { id, hitId, reason }: InputOf<typeof operation>): Promise<Claim> {
  const { tx, now, subject } = context;
  const claim = found(await lockClaim(tx, id));
  context.gate.requireOrganisation(claim.organisationId);
  await context.gate.recordBasis(claim.personId);
  if (claim.state !== 'held') throw problem('payment.wrong-state');
  if (!(await updateHit(tx, { hitId, claimId: id, releasedBy: subject.name, reason, now }))) throw problem('payment.hit-released');
  const state = claim.openHits === 1 ? 'clear' : 'held';
  await updateClaim(tx, { id, state, now });
  await insertAction(context, { itemId: id, ownerOrganisationId: claim.organisationId, action: 'release', stateAfter: state, reason });
  context.about({ organisationId: claim.organisationId, personId: claim.personId });
  context.emit('payment.hit-released', { claimId: id }, [claim.organisationId]);
  return found(await findClaim(tx, id));
}
