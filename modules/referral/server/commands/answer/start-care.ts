import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { startCare as operation } from '../../../contract/answers.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';

/** A doctor of the receiver takes over. */
export async function startCare(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'start-care');
  const after = await performAct(context, row, {
    action: 'start-care',
    event: 'referral.care-started',
    patch: {
      toPractitionerId: input.practitionerId ?? row.toPractitionerId,
      toPractitionerName: input.practitionerName ?? row.toPractitionerName ?? context.subject.name,
    },
    note: input.note,
  });
  return answerCard(context, after);
}
