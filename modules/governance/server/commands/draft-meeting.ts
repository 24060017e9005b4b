import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { assert } from '#platform/kernel/problem.ts';
import type { draftMeeting as operation, Meeting } from '../../contract/meetings.ts';
import { insertAction } from '../store/bodies.ts';
import { insertMeeting, lockMeeting } from '../store/meetings.ts';
import { ownBody } from './step-meeting.ts';

export async function draftMeeting(context: CommandContext, { bodyId, title, meetsOn, place }: InputOf<typeof operation>): Promise<Meeting> {
  const { ownerOrganisationId } = await ownBody(context, bodyId);
  const id = context.newId();
  await insertMeeting(context.tx, { id, bodyId, title, meetsOn, place: place ?? null, ownerOrganisationId, now: context.now });
  await insertAction(context.tx, { id: context.newId(), itemKind: 'meeting', itemId: id, action: 'draft', ownerOrganisationId, subject: context.subject, now: context.now });
  context.about({ organisationId: ownerOrganisationId });
  context.emit('governance.meeting-drafted', { meetingId: id }, [ownerOrganisationId]);
  const made = await lockMeeting(context.tx, id);
  assert(made !== undefined, 'the meeting was just stored');
  return made;
}
