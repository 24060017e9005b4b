import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import { CLAIM_TABLE, type Claim, type sendClaim as operation } from '../../../contract/claims.ts';
import { coverageOf, fhirClaimOf } from '../../rules/fhir-claim.ts';
import { found, problem } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findClaim, lockClaim, updateClaim } from '../../store/claims.ts';
import { findPack } from '../../store/packs.ts';
import { claimFacts, writeClaimResources } from './claim-resources.ts';

/** Writes Coverage and Claim: the bill leaves the house. */
export async function sendClaim(context: CommandContext, { id }: InputOf<typeof operation>): Promise<Claim> {
  const { tx, now } = context;
  const claim = found(await lockClaim(tx, id));
  context.gate.requireOrganisation(claim.organisationId);
  await context.gate.recordBasis(claim.personId);
  if (claim.state === 'held') throw problem('payment.claim-held');
  const state = nextState(CLAIM_TABLE, claim.state, 'send');
  if (state === undefined) throw problem('payment.wrong-state');
  const facts = await claimFacts(context, claim, found(await findPack(tx, claim.packId)));
  await writeClaimResources(context, claim, [coverageOf(facts), fhirClaimOf(facts)]);
  await updateClaim(tx, { id, state, now });
  await insertAction(context, { itemId: id, ownerOrganisationId: claim.organisationId, action: 'send', stateAfter: state });
  context.about({ organisationId: claim.organisationId, personId: claim.personId, resource: `Claim/${id}` });
  context.emit('payment.claim-sent', { claimId: id }, [claim.organisationId]);
  return found(await findClaim(tx, id));
}
