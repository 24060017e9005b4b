import { writeResources } from '#fhir/repository/write.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { Claim } from '../../../contract/claims.ts';
import type { ClaimFacts } from '../../rules/fhir-claim.ts';
import { found } from '../../rules/found.ts';
import { findBill } from '../../store/claims.ts';
import type { StoredPack } from '../../store/packs.ts';

/** What the resources of a claim are made of. */
export async function claimFacts({ tx, now }: CommandContext, claim: Claim, pack: StoredPack): Promise<ClaimFacts> {
  return { claim, bill: found(await findBill(tx, claim.id)), insurer: `${pack.city} · ${pack.insurance}`, created: chinaDate(now) };
}

/** Written by this room; outside clients read them and cannot change them. */
export async function writeClaimResources(context: CommandContext, claim: Claim, resources: readonly Resource[]): Promise<void> {
  await writeResources(context, resources.map((resource) => ({ method: 'put', resource, ownerOrganisationId: claim.organisationId, managedBy: 'payment' })));
}
