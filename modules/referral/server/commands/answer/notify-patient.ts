import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { notifyPatient as operation } from '../../../contract/answers.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';

/** Records that the resident knows where and when to go. */
export async function notifyPatient(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'notify');
  const told = input.told ?? [row.toOrganisationName, row.toDepartment, row.resource?.label].filter(Boolean).join(' · ');
  const after = await performAct(context, row, {
    action: 'notify',
    event: 'referral.notified',
    note: input.note,
    detail: { by: input.by, told },
    message: { to: 'resident', text: told },
  });
  return answerCard(context, after);
}
