import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { reportOutcome as operation } from '../../../contract/answers.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';

/** Diagnosis, treatment and advice go back to the sender, who keeps sight of them for good. */
export async function reportOutcome(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'report-outcome');
  const { outcome } = input;
  const diagnoses = outcome.diagnoses.map(({ code, display }) => `${code} ${display}`).join('；');
  const after = await performAct(context, row, {
    action: 'report-outcome',
    event: 'referral.outcome-reported',
    patch: { outcome, outcomeAt: context.now },
    note: input.note,
    detail: { outcome },
    message: { to: 'sender', text: `诊断：${diagnoses}\n治疗：${outcome.treatment}\n建议：${outcome.advice}` },
  });
  return answerCard(context, after);
}
