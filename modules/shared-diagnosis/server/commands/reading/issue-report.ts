import { assert } from '#platform/kernel/problem.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { issueReport as operation } from '../../../contract/reading.ts';
import { findReport } from '../../store/reports.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { problem, readerIdOf } from '../act/act-context.ts';
import { requirePermit } from '../act/reader.ts';
import { chargeOnce, mergedContent, signReport } from '../act/report.ts';

/** The second person signs: the report is final, and both who examined and who read get their share. */
export async function issueReport(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'issue');
  await requirePermit(context, row, 'reviewer');
  const reviewer = { id: readerIdOf(context.subject), name: context.subject.name };
  if (row.authorId === reviewer.id) throw problem('shared-diagnosis.same-person');
  const before = await findReport(context.tx, row.orderId);
  assert(before !== undefined, 'a preliminary order has a report');
  const content = mergedContent(input, before);
  const { report, withdrawn } = await signReport(context, row, { status: 'final', content, reviewer, author: { id: before.authorId, name: before.authorName } });
  const after = await performAct(context, row, {
    action: 'issue',
    event: 'shared-diagnosis.report-issued',
    patch: { reportVersion: report.reportVersion, positive: report.positive, reviewerId: reviewer.id, reviewerName: reviewer.name, issuedAt: row.issuedAt ?? context.now, escalationLevel: 0 },
    detail: { changed: report.findings !== before.findings || report.impression !== before.impression },
    report,
    resources: withdrawn,
    message: { to: { organisationId: row.requestingOrganisationId, name: row.requestingOrganisationName }, text: `${row.itemName}报告已发布（${row.number}）`, urgent: row.priority === 'emergency' },
  });
  await chargeOnce(context, after);
  return answerCard(context, after);
}
