import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { acceptReferral as operation } from '../../../contract/answers.ts';
import type { ReferralRow } from '../../store/row.ts';
import { acceptancePatch, reservationPatch } from '../act/acceptance.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { problem } from '../act/act-context.ts';
import { lockResource, namesResource } from '../act/reserve.ts';

/**
 * Accepts and, in the same transaction, locks the slot or bed: with the last one gone nothing is accepted. Only an
 * emergency may be accepted without; the resource follows by `lockReferralResource`.
 */
export async function acceptReferral(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'accept');
  if (!namesResource(input) && row.priority !== 'emergency') throw problem('referral.resource-needed');
  const accepted = await performAct(context, row, {
    action: 'accept',
    event: 'referral.accepted',
    patch: {
      ...(await acceptancePatch(context, row, null)),
      toDepartment: input.toDepartment ?? row.toDepartment,
      toPractitionerId: input.toPractitionerId ?? row.toPractitionerId,
      toPractitionerName: input.toPractitionerName ?? row.toPractitionerName,
    },
    note: input.note,
    message: { to: 'sender', text: input.note ?? '' },
  });
  return answerCard(context, namesResource(input) ? await lockFor(context, accepted, input) : accepted);
}

async function lockFor(context: CommandContext, row: ReferralRow, input: InputOf<typeof operation>): Promise<ReferralRow> {
  const resource = await lockResource(context, row, input);
  return performAct(context, row, {
    action: 'lock-resource',
    event: 'referral.resource-locked',
    patch: await reservationPatch(context, { priority: row.priority, acceptedAt: context.now }, resource),
    detail: { ...resource },
    message: { to: 'sender', text: resource.label },
  });
}
