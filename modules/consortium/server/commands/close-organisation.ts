import { writeResources } from '#fhir/repository/write.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { closeOrganisation as operation, Organisation } from '../../contract/organisations.ts';
import { found } from '../rules/found.ts';
import { organizationWrite } from '../rules/resources.ts';
import { insertAction } from '../store/actions.ts';
import { countOpenRelations, findOrganisation, lockOrganisation, markOrganisationClosed } from '../store/organisations.ts';

const problem = problemsOf(contract.problems);

/** Only an organisation that nothing depends on any more can be closed; it is kept for history. */
export async function closeOrganisation(context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<Organisation> {
  const before = found(await lockOrganisation(context.tx, id));
  context.gate.requireOrganisation(id);
  if (before.state === 'closed') throw problem('consortium.organisation-closed');
  const open = await countOpenRelations(context.tx, { id, on: chinaDate(context.now) });
  if (open.children + open.memberships + open.agreements + open.centres > 0) throw problem('consortium.open-relations');
  await markOrganisationClosed(context.tx, id, context.now);
  const organisation = found(await findOrganisation(context.tx, id));
  await writeResources(context, [organizationWrite(organisation)]);
  await insertAction(context, { itemKind: 'organisation', itemId: id, ownerOrganisationId: id, action: 'close', stateBefore: 'active', stateAfter: 'closed', reason });
  context.about({ organisationId: id, resource: `Organization/${id}` });
  context.emit('consortium.organisation-closed', { organisationId: id }, [id]);
  return organisation;
}
