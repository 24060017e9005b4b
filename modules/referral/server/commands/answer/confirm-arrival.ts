import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { confirmArrival as operation } from '../../../contract/answers.ts';
import { arrivalPlausible } from '../../rules/arrival.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { problem } from '../act/act-context.ts';
import { recordResourceArrival } from '../act/reserve.ts';

/** The resident stands at the receiver's desk; the reserved slot or bed is used. */
export async function confirmArrival(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'confirm-arrival');
  const arrivedAt = input.arrivedAt === undefined ? context.now : new Date(input.arrivedAt);
  if (!arrivalPlausible(arrivedAt, { notBefore: row.submittedAt, now: context.now })) throw problem('referral.arrival-implausible');
  await recordResourceArrival(context, row);
  const after = await performAct(context, row, {
    action: 'confirm-arrival',
    event: 'referral.arrived',
    patch: { arrivedAt },
    note: input.note,
    detail: { arrivedAt: arrivedAt.toISOString() },
    message: { to: 'sender', text: input.note ?? '' },
  });
  return answerCard(context, after);
}
