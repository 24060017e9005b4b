import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { acknowledgeReport as operation } from '../../../contract/reading.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';

export async function acknowledgeReport(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'acknowledge');
  const after = await performAct(context, row, { action: 'acknowledge', event: 'shared-diagnosis.report-acknowledged', patch: { acknowledgedAt: context.now }, detail: { reportVersion: row.reportVersion } });
  return answerCard(context, after);
}
