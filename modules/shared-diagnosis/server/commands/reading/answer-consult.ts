import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { answerConsult as operation } from '../../../contract/reading.ts';
import { findContract } from '../../store/contracts.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';

const CLAIM_MINUTES = 30;
const MINUTE_MS = 60_000;

/** The opinion goes to the reader who asked; the claim runs anew. */
export async function answerConsult(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'answer-consult');
  const contract = await findContract(context.tx, row.contractId);
  const after = await performAct(context, row, {
    action: 'answer-consult',
    event: 'shared-diagnosis.consult-answered',
    patch: { claimUntil: new Date(context.now.getTime() + (contract?.claimMinutes ?? CLAIM_MINUTES) * MINUTE_MS) },
    note: input.opinion,
    message: { to: { organisationId: row.centreOrganisationId, name: row.centreOrganisationName }, text: `会诊意见 ${row.number}：${input.opinion}` },
  });
  return answerCard(context, after);
}
