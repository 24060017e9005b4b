import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { claimDiagnosis as operation } from '../../../contract/reading.ts';
import { findContract } from '../../store/contracts.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { problem, readerIdOf } from '../act/act-context.ts';
import { requirePermit } from '../act/reader.ts';

const CLAIM_MINUTES = 30;
const MINUTE_MS = 60_000;

/** Exactly one of many wins: the row is locked, the others find it claimed. A lock that ended is free; one's own is prolonged. */
export async function claimDiagnosis(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'claim');
  const readerId = readerIdOf(context.subject);
  await requirePermit(context, row);
  if (row.state === 'reading' && row.claimedBy !== readerId && row.claimUntil !== null && row.claimUntil > context.now) throw problem('shared-diagnosis.claimed');
  const contract = await findContract(context.tx, row.contractId);
  const claimUntil = new Date(context.now.getTime() + (contract?.claimMinutes ?? CLAIM_MINUTES) * MINUTE_MS);
  const after = await performAct(context, row, {
    action: 'claim',
    event: 'shared-diagnosis.claimed',
    patch: { claimedBy: readerId, claimedByName: context.subject.name, claimUntil },
    detail: { claimUntil: claimUntil.toISOString(), takenOverFrom: row.claimedBy !== null && row.claimedBy !== readerId ? row.claimedBy : null },
  });
  return answerCard(context, after);
}
