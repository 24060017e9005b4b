import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { recordOutsideAnswer as operation } from '../../../contract/requests.ts';
import type { ReferralRow } from '../../store/row.ts';
import { acceptancePatch } from '../act/acceptance.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { problem, type ActContext } from '../act/act-context.ts';
import { requireReason } from '../act/reasons.ts';

/** A hospital without an account cannot sign: the sender's coordinator records what it said, and who said it. */
export async function recordOutsideAnswer(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, input.answer);
  if (!row.outside) throw problem('referral.not-outside');
  const after = await performAct(context, row, {
    action: input.answer,
    event: 'referral.outside-answer-recorded',
    patch: await patchFor(context, row, input),
    note: input.note,
    detail: { informant: input.informant, outside: true, ...(input.reasonCode ? { reasonCode: input.reasonCode } : {}) },
    message: { to: 'sender', text: input.note ?? input.informant },
  });
  return answerCard(context, after);
}

async function patchFor(context: ActContext, row: ReferralRow, input: InputOf<typeof operation>): Promise<Partial<ReferralRow>> {
  switch (input.answer) {
    case 'accept':
      return acceptancePatch(context, row, null);
    case 'reject':
      return { rejectionCode: await requireReason(context, 'reject', input.reasonCode) };
    case 'confirm-arrival':
      return { arrivedAt: context.now };
    case 'start-care':
      return {};
    case 'report-outcome':
      if (!input.outcome) throw problem('referral.incomplete', [{ path: 'outcome', message: { zh: '请填写诊治结果', en: 'Give the outcome' } }]);
      return { outcome: input.outcome, outcomeAt: context.now };
  }
}
