import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { rescheduleReferral as operation } from '../../../contract/answers.ts';
import { reservationPatch } from '../act/acceptance.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { lockResource, releaseResource } from '../act/reserve.ts';

/** Locks the new slot or bed first and frees the old one in the same transaction: never both, never none. */
export async function rescheduleReferral(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'reschedule');
  await releaseResource(context, row, input.note ?? '改约');
  const resource = await lockResource(context, row, input);
  const after = await performAct(context, row, {
    action: 'reschedule',
    event: 'referral.rescheduled',
    patch: await reservationPatch(context, { priority: row.priority, acceptedAt: context.now }, resource),
    note: input.note,
    detail: { from: row.resource, to: resource },
    message: { to: 'sender', text: resource.label },
  });
  return answerCard(context, after);
}
