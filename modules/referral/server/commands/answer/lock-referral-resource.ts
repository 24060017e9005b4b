import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { lockReferralResource as operation } from '../../../contract/answers.ts';
import { reservationPatch } from '../act/acceptance.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { lockResource } from '../act/reserve.ts';

/** Locks a slot or bed for a referral that was accepted without one. */
export async function lockReferralResource(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'lock-resource');
  const resource = await lockResource(context, row, input);
  const after = await performAct(context, row, {
    action: 'lock-resource',
    event: 'referral.resource-locked',
    patch: await reservationPatch(context, { priority: row.priority, acceptedAt: row.acceptedAt ?? context.now }, resource),
    note: input.note,
    detail: { ...resource },
    message: { to: 'sender', text: resource.label },
  });
  return answerCard(context, after);
}
