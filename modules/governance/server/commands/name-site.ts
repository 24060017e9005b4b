import { organisationExists } from '#platform/access/organisation-tree.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { nameSite as operation } from '../../contract/charters.ts';
import { insertAction } from '../store/bodies.ts';
import { insertSite } from '../store/charters.ts';
import { actingFor, problem } from './step-meeting.ts';

export async function nameSite(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const ownerOrganisationId = actingFor(context);
  if (!(await organisationExists(context.tx, input.organisationId))) throw problem('governance.unknown');
  context.gate.requireOrganisation(input.organisationId);
  const id = context.newId();
  const site = await insertSite(context.tx, { ...input, id, ownerOrganisationId });
  if (site === undefined) throw problem('governance.name-taken');
  await insertAction(context.tx, { id: context.newId(), itemKind: 'site', itemId: id, action: 'name', ownerOrganisationId, subject: context.subject, now: context.now });
  context.about({ organisationId: ownerOrganisationId });
  context.emit('governance.site-named', { siteId: id }, [ownerOrganisationId, input.organisationId]);
  return site;
}
