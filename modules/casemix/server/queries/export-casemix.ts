import { renderPdf } from '#platform/documents/pdf.ts';
import { renderSheet } from '#platform/documents/sheet.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { exportCasemix as operation } from '../../contract/analysis.ts';
import { analysisReport } from '../rules/analysis-report.ts';
import { analyseCasemix } from './analyse-casemix.ts';

const MEDIA = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', pdf: 'application/pdf' } as const;

export async function exportCasemix(context: QueryContext, { format, ...input }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const report = analysisReport(await analyseCasemix(context, input), format === 'pdf');
  const bytes = format === 'pdf' ? await renderPdf(report) : await renderSheet(report);
  return { fileName: `casemix-${chinaDate(context.now)}.${format}`, mediaType: MEDIA[format], base64: Buffer.from(bytes).toString('base64') };
}
