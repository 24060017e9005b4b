import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { writePreliminary as operation } from '../../../contract/reading.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { readerIdOf } from '../act/act-context.ts';
import { requireHolder, requirePermit } from '../act/reader.ts';
import { signReport } from '../act/report.ts';

export async function writePreliminary(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'write-preliminary');
  await requirePermit(context, row);
  requireHolder(context, row);
  const { report, withdrawn } = await signReport(context, row, { status: 'preliminary', content: input });
  const after = await performAct(context, row, {
    action: 'write-preliminary',
    event: 'shared-diagnosis.preliminary-written',
    patch: { reportVersion: report.reportVersion, positive: report.positive, authorId: readerIdOf(context.subject), authorName: context.subject.name, reviewerId: null, reviewerName: null, claimUntil: null },
    report,
    resources: withdrawn,
  });
  return answerCard(context, after);
}
