import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { assignCentre as operation } from '../../contract/centres.ts';
import { found } from '../rules/found.ts';
import { insertAction } from '../store/actions.ts';
import { insertCentres, listAlreadyServed, listCentresByIds } from '../store/centres.ts';
import { findOrganisation, listSummaries } from '../store/organisations.ts';

const problem = problemsOf(contract.problems);

/** One centre for a member and service at a time; all members named are assigned, or none. */
export async function assignCentre(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx } = context;
  const centre = found(await findOrganisation(tx, input.centreOrganisationId));
  context.gate.requireOrganisation(centre.id);
  if (centre.state === 'closed') throw problem('consortium.organisation-closed');
  const memberIds = [...new Set(input.memberOrganisationIds)];
  if (memberIds.includes(centre.id)) throw problem('consortium.same-organisation');
  if (input.validUntil && input.validUntil < input.validFrom) throw problem('consortium.dates-disagree');
  if ((await listSummaries(tx, memberIds)).length !== memberIds.length) found(undefined);
  const planned = {
    service: input.service, centreOrganisationId: centre.id, validFrom: input.validFrom, validUntil: input.validUntil ?? null,
    members: memberIds.map((organisationId) => ({ id: context.newId(), organisationId })),
  };
  const served = await listAlreadyServed(tx, planned);
  if (served.length > 0) {
    throw problem('consortium.centre-exists', served.map((name) => ({ path: 'memberOrganisationIds', message: { zh: name, en: name } })));
  }
  await insertCentres(tx, planned);
  for (const member of planned.members) {
    await insertAction(context, { itemKind: 'service-centre', itemId: member.id, ownerOrganisationId: centre.id, action: 'assign' });
  }
  context.about({ organisationId: centre.id });
  context.emit('consortium.centre-assigned', { service: input.service, centreOrganisationId: centre.id }, [centre.id, ...memberIds]);
  return { centres: await listCentresByIds(tx, planned.members.map((member) => member.id)) };
}
