import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { returnDiagnosis as operation } from '../../../contract/orders.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { requireHolder } from '../act/reader.ts';

/** Back to the site with a reason; who holds the claim returns it, nobody else. */
export async function returnDiagnosis(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'return');
  if (row.state === 'reading') requireHolder(context, row);
  const after = await performAct(context, row, {
    action: 'return',
    event: 'shared-diagnosis.returned',
    patch: { reasonCode: input.reasonCode, returnNote: input.note, claimedBy: null, claimedByName: null, claimUntil: null, deadline: null, readyAt: null, data: [] },
    note: input.note,
    detail: { reasonCode: input.reasonCode, data: row.data },
    message: { to: { organisationId: row.requestingOrganisationId, name: row.requestingOrganisationName }, text: `诊断申请 ${row.number} 退回：${input.note}` },
  });
  return answerCard(context, after);
}
