import { writeResources } from '#fhir/repository/write.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { foundConsortium as operation } from '../../contract/organisations.ts';
import { found } from '../rules/found.ts';
import { affiliationWrite } from '../rules/resources.ts';
import { insertAction } from '../store/actions.ts';
import { findConsortium, findMembership, insertConsortium, insertMembership, type Consortium } from '../store/memberships.ts';
import { findOrganisation } from '../store/organisations.ts';

const problem = problemsOf(contract.problems);

/** The consortium and the membership of its lead, which is active from the founding day. */
export async function foundConsortium(context: CommandContext, input: InputOf<typeof operation>): Promise<Consortium> {
  const { tx } = context;
  found(await findOrganisation(tx, input.ownerOrganisationId));
  found(await findOrganisation(tx, input.leadOrganisationId));
  context.gate.requireOrganisation(input.ownerOrganisationId);
  const id = context.newId();
  if (!(await insertConsortium(tx, { ...input, id }))) throw problem('consortium.name-taken');
  const membershipId = context.newId();
  await insertMembership(tx, {
    id: membershipId, consortiumId: id, organisationId: input.leadOrganisationId, ownerOrganisationId: input.ownerOrganisationId, role: 'lead',
    state: 'active', stateSince: context.now, validFrom: input.foundedOn,
  });
  await writeResources(context, [affiliationWrite(found(await findMembership(tx, membershipId)))]);
  const owner = { ownerOrganisationId: input.ownerOrganisationId };
  await insertAction(context, { itemKind: 'consortium', itemId: id, ...owner, action: 'found', stateAfter: 'active' });
  await insertAction(context, { itemKind: 'membership', itemId: membershipId, ...owner, action: 'activate', stateAfter: 'active' });
  context.about({ organisationId: input.ownerOrganisationId });
  context.emit('consortium.consortium-founded', { consortiumId: id }, [input.ownerOrganisationId, input.leadOrganisationId]);
  return found(await findConsortium(tx, id));
}
