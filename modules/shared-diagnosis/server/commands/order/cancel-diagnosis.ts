import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { cancelDiagnosis as operation } from '../../../contract/orders.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';

export async function cancelDiagnosis(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'cancel');
  const after = await performAct(context, row, {
    action: 'cancel',
    event: 'shared-diagnosis.cancelled',
    patch: { reasonCode: input.reasonCode, deadline: null },
    note: input.note,
    detail: { reasonCode: input.reasonCode },
    message: { to: { organisationId: row.centreOrganisationId, name: row.centreOrganisationName }, text: `诊断申请 ${row.number} 已取消：${input.note}` },
  });
  return answerCard(context, after);
}
