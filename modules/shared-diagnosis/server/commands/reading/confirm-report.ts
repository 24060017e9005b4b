import { assert } from '#platform/kernel/problem.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { confirmReport as operation } from '../../../contract/reading.ts';
import { findReport } from '../../store/reports.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { problem, readerIdOf } from '../act/act-context.ts';
import { requirePermit } from '../act/reader.ts';
import { contentOf, signReport } from '../act/report.ts';

/** The later review of an emergency report; who disagrees amends instead. */
export async function confirmReport(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'confirm');
  await requirePermit(context, row, 'reviewer');
  const reviewer = { id: readerIdOf(context.subject), name: context.subject.name };
  if (row.reviewDueAt === null) throw problem('shared-diagnosis.nothing-to-confirm');
  if (row.authorId === reviewer.id) throw problem('shared-diagnosis.same-person');
  const before = await findReport(context.tx, row.orderId);
  assert(before !== undefined, 'an issued order has a report');
  const { report } = await signReport(context, row, { status: 'final', content: contentOf(before), reviewer, author: { id: before.authorId, name: before.authorName } });
  const after = await performAct(context, row, {
    action: 'confirm',
    event: 'shared-diagnosis.report-confirmed',
    patch: { reportVersion: report.reportVersion, reviewerId: reviewer.id, reviewerName: reviewer.name, reviewDueAt: null },
    note: input.note,
    detail: { inTime: context.now <= row.reviewDueAt },
    report,
  });
  return answerCard(context, after);
}
