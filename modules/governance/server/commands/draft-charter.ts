import { createHash } from 'node:crypto';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { assert } from '#platform/kernel/problem.ts';
import type { Charter, draftCharter as operation } from '../../contract/charters.ts';
import { insertAction } from '../store/bodies.ts';
import { findCharter, insertCharter } from '../store/charters.ts';
import { organisationExists } from '#platform/access/organisation-tree.ts';
import { actingFor, problem } from './step-meeting.ts';

export async function draftCharter(context: CommandContext, { memberOrganisationIds, ...input }: InputOf<typeof operation>): Promise<Charter> {
  const ownerOrganisationId = actingFor(context);
  const members = [...new Set(memberOrganisationIds)];
  for (const [index, member] of members.entries()) {
    if (!(await organisationExists(context.tx, member))) throw problem('governance.unknown', [{ path: `memberOrganisationIds.${index}`, message: { zh: '没有这个机构', en: 'no such organisation' } }]);
  }
  const id = context.newId();
  await insertCharter(context.tx, { ...input, id, digest: createHash('sha256').update(input.text).digest('hex'), memberOrganisationIds: members, ownerOrganisationId });
  await insertAction(context.tx, { id: context.newId(), itemKind: 'charter', itemId: id, action: 'draft', ownerOrganisationId, subject: context.subject, now: context.now });
  context.about({ organisationId: ownerOrganisationId });
  context.emit('governance.charter-drafted', { charterId: id }, [ownerOrganisationId, ...members]);
  const made = await findCharter(context.tx, id);
  assert(made !== undefined, 'the charter was just stored');
  return made;
}
