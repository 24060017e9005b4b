import { renderPdf } from '#platform/documents/pdf.ts';
import { renderSheet } from '#platform/documents/sheet.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { MEDIA_TYPES } from '#platform/kernel/file-answer.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { exportCasemix as operation } from '../../contract/analysis.ts';
import { analysisReport } from '../rules/analysis-report.ts';
import { analyseCasemix } from './analyse-casemix.ts';

export async function exportCasemix(context: QueryContext, { format, ...input }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const report = analysisReport(await analyseCasemix(context, input), format === 'pdf');
  const bytes = format === 'pdf' ? await renderPdf(report) : await renderSheet(report);
  return { fileName: `casemix-${chinaDate(context.now)}.${format}`, mediaType: format === 'pdf' ? MEDIA_TYPES.pdf : MEDIA_TYPES.sheet, contentBase64: Buffer.from(bytes).toString('base64') };
}
