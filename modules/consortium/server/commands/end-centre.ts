import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { endCentre as operation, ServiceCentre } from '../../contract/centres.ts';
import { found } from '../rules/found.ts';
import { insertAction } from '../store/actions.ts';
import { lockCentre, listCentresByIds, markCentreEnded } from '../store/centres.ts';

const problem = problemsOf(contract.problems);

export async function endCentre(context: CommandContext, input: InputOf<typeof operation>): Promise<ServiceCentre> {
  const before = found(await lockCentre(context.tx, input.id));
  context.gate.requireOrganisation(before.centreOrganisationId);
  if (before.validUntil !== null && before.validUntil <= input.validUntil) throw problem('consortium.already-ended');
  if (input.validUntil < before.validFrom) throw problem('consortium.dates-disagree');
  await markCentreEnded(context.tx, input);
  await insertAction(context, { itemKind: 'service-centre', itemId: input.id, ownerOrganisationId: before.centreOrganisationId, action: 'end', reason: input.reason });
  context.about({ organisationId: before.centreOrganisationId });
  context.emit('consortium.centre-ended', { serviceCentreId: input.id }, [before.centreOrganisationId, before.memberOrganisationId]);
  return found((await listCentresByIds(context.tx, [input.id]))[0]);
}
