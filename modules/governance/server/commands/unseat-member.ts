import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { GoverningBody, unseatMember as operation } from '../../contract/meetings.ts';
import { endSeat, insertAction, lockSeat } from '../store/bodies.ts';
import { ownBody, problem } from './step-meeting.ts';

export async function unseatMember(context: CommandContext, { id, validUntil, reason }: InputOf<typeof operation>): Promise<GoverningBody> {
  const seat = await lockSeat(context.tx, id);
  if (seat === undefined) throw problem('governance.unknown');
  const { bodyId, ownerOrganisationId } = seat;
  context.gate.requireOrganisation(ownerOrganisationId);
  if (validUntil < seat.validFrom) throw problem('governance.seat-overlaps');
  await endSeat(context.tx, { id, validUntil });
  await insertAction(context.tx, { id: context.newId(), itemKind: 'seat', itemId: id, action: 'unseat', note: reason, ownerOrganisationId, subject: context.subject, now: context.now });
  context.about({ organisationId: ownerOrganisationId });
  context.emit('governance.member-unseated', { bodyId, seatId: id }, [ownerOrganisationId]);
  return ownBody(context, bodyId);
}
