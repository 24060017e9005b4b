import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { GoverningBody, seatMember as operation } from '../../contract/meetings.ts';
import { insertAction, insertSeat } from '../store/bodies.ts';
import { ownBody, problem } from './step-meeting.ts';

const FOREVER = '9999-12-31';

/** A body has one chair at a time. */
export async function seatMember(context: CommandContext, { id: bodyId, ...input }: InputOf<typeof operation>): Promise<GoverningBody> {
  const body = await ownBody(context, bodyId);
  const until = input.validUntil ?? FOREVER;
  const clashes = input.isChair && body.seats.some((seat) => seat.isChair && seat.validFrom <= until && input.validFrom <= (seat.validUntil ?? FOREVER));
  if (clashes || until < input.validFrom) throw problem('governance.seat-overlaps');
  const id = context.newId();
  const { ownerOrganisationId } = body;
  await insertSeat(context.tx, { ...input, id, bodyId, organisationId: input.organisationId ?? null, accountId: input.accountId ?? null, validUntil: input.validUntil ?? null, ownerOrganisationId });
  await insertAction(context.tx, { id: context.newId(), itemKind: 'seat', itemId: id, action: 'seat', ownerOrganisationId, subject: context.subject, now: context.now });
  context.about({ organisationId: ownerOrganisationId });
  context.emit('governance.member-seated', { bodyId, seatId: id }, [ownerOrganisationId]);
  return ownBody(context, bodyId);
}
