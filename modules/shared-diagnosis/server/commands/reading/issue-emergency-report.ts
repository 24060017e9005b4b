import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { issueEmergencyReport as operation } from '../../../contract/reading.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { problem, readerIdOf } from '../act/act-context.ts';
import { requireHolder, requirePermit } from '../act/reader.ts';
import { chargeOnce, signReport } from '../act/report.ts';

/** domain.md 4.2: an emergency may be issued by one reader and is reviewed within 24 hours. */
const REVIEW_WITHIN_MS = 24 * 3_600_000;

export async function issueEmergencyReport(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'issue-emergency');
  await requirePermit(context, row);
  requireHolder(context, row);
  if (row.priority !== 'emergency') throw problem('shared-diagnosis.not-an-emergency');
  const { report, withdrawn } = await signReport(context, row, { status: 'final', content: input });
  const after = await performAct(context, row, {
    action: 'issue-emergency',
    event: 'shared-diagnosis.emergency-report-issued',
    patch: {
      reportVersion: report.reportVersion, positive: report.positive, authorId: readerIdOf(context.subject), authorName: context.subject.name, issuedAt: row.issuedAt ?? context.now, claimUntil: null, escalationLevel: 0,
      reviewDueAt: new Date(context.now.getTime() + REVIEW_WITHIN_MS),
    },
    report,
    resources: withdrawn,
    message: { to: { organisationId: row.requestingOrganisationId, name: row.requestingOrganisationName }, text: `急诊${row.itemName}报告已发布（${row.number}）`, urgent: true },
  });
  await chargeOnce(context, after);
  return answerCard(context, after);
}
