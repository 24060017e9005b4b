import { assert } from '#platform/kernel/problem.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { amendReport as operation } from '../../../contract/reading.ts';
import { findReport } from '../../store/reports.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { readerIdOf } from '../act/act-context.ts';
import { requirePermit } from '../act/reader.ts';
import { mergedContent, signReport } from '../act/report.ts';

/** A new version with its reason; the old one stays readable, the requester is told and reads again. */
export async function amendReport(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'amend');
  await requirePermit(context, row, 'reviewer');
  const before = await findReport(context.tx, row.orderId);
  assert(before !== undefined, 'an issued order has a report');
  const own = { id: readerIdOf(context.subject), name: context.subject.name };
  const { kind, reason, ...given } = input;
  // Who amends an own report signs alone; otherwise as reviewer of the author's.
  const reviewer = before.authorId === own.id ? null : own;
  const { report, withdrawn } = await signReport(context, row, { status: kind, content: mergedContent(given, before), reason, reviewer, author: { id: before.authorId, name: before.authorName } });
  const after = await performAct(context, row, {
    action: 'amend',
    event: 'shared-diagnosis.report-amended',
    patch: { reportVersion: report.reportVersion, positive: report.positive, acknowledgedAt: null, ...(reviewer === null ? {} : { reviewerId: reviewer.id, reviewerName: reviewer.name, reviewDueAt: null }) },
    note: reason,
    detail: { kind },
    report,
    resources: withdrawn,
    message: { to: { organisationId: row.requestingOrganisationId, name: row.requestingOrganisationName }, text: `${row.itemName}报告已更正（${row.number}）：${reason}`, urgent: true },
  });
  return answerCard(context, after);
}
