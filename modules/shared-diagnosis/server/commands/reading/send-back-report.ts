import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { sendBackReport as operation } from '../../../contract/reading.ts';
import { findContract } from '../../store/contracts.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { problem, readerIdOf } from '../act/act-context.ts';
import { requirePermit } from '../act/reader.ts';

const CLAIM_MINUTES = 30;
const MINUTE_MS = 60_000;

/** The reviewer asks the reader to change the report; it is the reader's again. */
export async function sendBackReport(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'send-back');
  await requirePermit(context, row, 'reviewer');
  if (row.authorId === readerIdOf(context.subject)) throw problem('shared-diagnosis.same-person');
  const contract = await findContract(context.tx, row.contractId);
  const after = await performAct(context, row, {
    action: 'send-back',
    event: 'shared-diagnosis.report-sent-back',
    patch: { claimedBy: row.authorId, claimedByName: row.authorName, claimUntil: new Date(context.now.getTime() + (contract?.claimMinutes ?? CLAIM_MINUTES) * MINUTE_MS) },
    note: input.note,
  });
  return answerCard(context, after);
}
