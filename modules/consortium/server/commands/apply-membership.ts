import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { applyMembership as operation, Membership } from '../../contract/memberships.ts';
import { found } from '../rules/found.ts';
import { insertAction } from '../store/actions.ts';
import { findConsortium, findMembership, insertMembership } from '../store/memberships.ts';
import { findOrganisation } from '../store/organisations.ts';

const problem = problemsOf(contract.problems);

/** Public and private organisations apply the same way (R010). */
export async function applyMembership(context: CommandContext, input: InputOf<typeof operation>): Promise<Membership> {
  const { tx } = context;
  const consortium = found(await findConsortium(tx, input.consortiumId));
  const organisation = found(await findOrganisation(tx, input.organisationId));
  context.gate.requireOrganisation(input.organisationId);
  if (organisation.state === 'closed') throw problem('consortium.organisation-closed');
  const id = context.newId();
  const inserted = await insertMembership(tx, {
    id, consortiumId: consortium.id, organisationId: organisation.id, ownerOrganisationId: consortium.ownerOrganisationId, role: input.role,
    state: 'applied', stateSince: context.now, validFrom: null,
  });
  if (!inserted) throw problem('consortium.already-member');
  await insertAction(context, {
    itemKind: 'membership', itemId: id, ownerOrganisationId: consortium.ownerOrganisationId, action: 'apply', stateAfter: 'applied', reason: input.reason,
  });
  context.about({ organisationId: organisation.id });
  context.emit('consortium.membership-applied', { membershipId: id }, [organisation.id, consortium.ownerOrganisationId]);
  return found(await findMembership(tx, id));
}
