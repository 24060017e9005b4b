import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { foundBody as operation, GoverningBody } from '../../contract/meetings.ts';
import { askedBodies } from '../store/asked-bodies.ts';
import { insertAction, insertBody } from '../store/bodies.ts';
import { actingFor, ownBody, problem } from './step-meeting.ts';

export async function foundBody(context: CommandContext, input: InputOf<typeof operation>): Promise<GoverningBody> {
  const ownerOrganisationId = actingFor(context);
  const id = context.newId();
  const sourceId = input.sourceId ?? null;
  if (sourceId !== null && !(await askedBodies(context.tx)).some((asked) => asked.sourceId === sourceId)) throw problem('governance.unknown');
  if (!(await insertBody(context.tx, { ...input, id, sourceId, ownerOrganisationId }))) throw problem(sourceId === null ? 'governance.name-taken' : 'governance.already-founded');
  await insertAction(context.tx, { id: context.newId(), itemKind: 'body', itemId: id, action: 'found', ownerOrganisationId, subject: context.subject, now: context.now });
  context.about({ organisationId: ownerOrganisationId });
  context.emit('governance.body-founded', { bodyId: id }, [ownerOrganisationId]);
  return ownBody(context, id);
}
