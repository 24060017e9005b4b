import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { triageReferral as operation } from '../../../contract/answers.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';

/** The receiver settles priority and department; the clock of the new priority starts. */
export async function triageReferral(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'triage');
  const priority = input.priority ?? row.priority;
  const after = await performAct(context, row, {
    action: 'triage',
    event: 'referral.triaged',
    patch: { priority, toDepartment: input.toDepartment ?? row.toDepartment },
    note: input.note,
    detail: { priority, priorityBefore: row.priority, toDepartment: input.toDepartment ?? row.toDepartment },
  });
  return answerCard(context, after);
}
