import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import { renderPdf } from '#platform/documents/pdf.ts';
import { renderSheet } from '#platform/documents/sheet.ts';
import type { getRunReport as operation } from '../../contract/runs.ts';
import { found } from '../rules/found.ts';
import { detailFile } from '../rules/reports/detail-file.ts';
import { reportOf, type RunReport } from '../rules/reports/run-report.ts';
import { nextCases } from '../store/cases.ts';
import { findPack } from '../store/packs.ts';
import { findPointValue } from '../store/runs.ts';
import { visibleRun } from './visible-run.ts';

const DETAIL_CASES_MAX = 20_000;
const SLICE = 2_000;

const base64Of = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** The run as a workbook, as a document, or its cases in the column layout of the published detail file. */
export async function getRunReport(context: QueryContext, { id, format }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { run, figures } = await visibleRun(context, id);
  const ids = [...new Set(figures.flatMap(({ organisationId }) => organisationId ?? []))];
  const names = new Map((await listOrganisationSummaries(context.sql, ids)).map(({ id: each, name }) => [each, name]));
  const report: RunReport = { run, figures, names };
  const stem = `${run.kind}-${run.year}${run.month === null ? '' : `-${run.month.slice(5)}`}`;
  if (format === 'excel') return { fileName: `${stem}.xlsx`, mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', contentBase64: base64Of(await renderSheet(reportOf(report))) };
  if (format === 'pdf') return { fileName: `${stem}.pdf`, mediaType: 'application/pdf', contentBase64: base64Of(await renderPdf(reportOf(report))) };
  return { fileName: `${stem}-detail.csv`, mediaType: 'text/csv', contentBase64: base64Of(Buffer.from(await detailOf(context, report), 'utf8')) };
}

/** Cases of the institutions that the caller may see. */
async function detailOf({ sql, subject }: QueryContext, report: RunReport): Promise<string> {
  const pack = found(await findPack(sql, report.run.packId));
  const pointValue = await findPointValue(sql, pack.id);
  const cases: Awaited<ReturnType<typeof nextCases>> = [];
  for (let after = ''; cases.length < DETAIL_CASES_MAX; ) {
    const slice = await nextCases(sql, pack.id, { after, limit: SLICE });
    cases.push(...slice.filter(({ organisationId }) => subject.everyOrganisation || subject.organisationIds.includes(organisationId)));
    if (slice.length < SLICE) break;
    after = slice.at(-1)!.id;
  }
  return detailFile({ report, cases, content: pack.content, city: pack.city, pointValue });
}
