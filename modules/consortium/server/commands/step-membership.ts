import { writeResources } from '#fhir/repository/write.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { Membership, MembershipAction } from '../../contract/memberships.ts';
import { found } from '../rules/found.ts';
import { datesAgree, stepMembership } from '../rules/memberships.ts';
import { requireKnownResolution } from '../rules/resolutions.ts';
import { affiliationWrite } from '../rules/resources.ts';
import { insertAction } from '../store/actions.ts';
import { findMembership, lockMembership, updateMembershipState } from '../store/memberships.ts';

const problem = problemsOf(contract.problems);

export interface MembershipMove {
  readonly id: string;
  readonly action: MembershipAction;
  readonly event: keyof typeof contract.events;
  readonly reason: string;
  /** The resolution about membership that the move cites. */
  readonly resolutionNumber?: string | undefined;
  readonly validFrom?: string;
  readonly validUntil?: string;
}

/** One step of the state table: row, FHIR OrganizationAffiliation once the membership has begun, action, event. Decided by the office of the consortium. */
export async function moveMembership(context: CommandContext, move: MembershipMove): Promise<Membership> {
  const { tx } = context;
  const before = found(await lockMembership(tx, move.id));
  context.gate.requireOrganisation(before.ownerOrganisationId);
  const state = stepMembership(before.state, move.action);
  if (state === undefined) throw problem('consortium.wrong-state');
  if (move.action === 'exit' && before.role === 'lead') throw problem('consortium.lead-cannot-exit');
  await requireKnownResolution(context, move.resolutionNumber, 'membership');
  if (!datesAgree(before.validFrom, move.validUntil ?? null)) throw problem('consortium.dates-disagree');
  await updateMembershipState(tx, { id: before.id, state, stateSince: context.now, validFrom: move.validFrom, validUntil: move.validUntil });
  const membership = found(await findMembership(tx, before.id));
  if (membership.validFrom !== null) await writeResources(context, [affiliationWrite(membership)]);
  await insertAction(context, {
    itemKind: 'membership', itemId: before.id, ownerOrganisationId: before.ownerOrganisationId, action: move.action, stateBefore: before.state,
    stateAfter: state, reason: move.reason, resolutionNumber: move.resolutionNumber,
  });
  context.about({ organisationId: before.organisationId, resource: membership.validFrom === null ? null : `OrganizationAffiliation/${before.id}` });
  context.emit(move.event, { membershipId: before.id, state }, [before.organisationId, before.ownerOrganisationId]);
  return membership;
}
