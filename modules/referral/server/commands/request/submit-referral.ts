import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { submitReferral as operation } from '../../../contract/requests.ts';
import { vitalObservations } from '../../rules/fhir-referral.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { guardSubmission } from '../act/submission.ts';

/** Sends the referral: the receiver may open the record from now on and its clock starts. */
export async function submitReferral(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'submit');
  const basis = await context.gate.recordBasis(row.personId);
  const settled = await guardSubmission(context, row, input.overrideReason);
  const observations = vitalObservations(row, context.now).map((resource) => ({ method: 'put' as const, resource }));
  const after = await performAct(context, row, {
    action: 'submit',
    event: 'referral.submitted',
    patch: { ...settled, submittedAt: context.now },
    note: input.note,
    detail: { criteria: row.letter.criteria ?? [], overrideReason: settled.overrideReason ?? null, diseaseVerdict: settled.diseaseVerdict ?? null },
    message: { to: 'receiver', text: row.reasonText ?? row.letter.purpose ?? '' },
    resources: observations,
  });
  context.about({ basis });
  return answerCard(context, after);
}
