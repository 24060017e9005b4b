import { MEDIA_TYPES, type FileAnswer } from '../kernel/file-answer.ts';
import { renderPdf } from './pdf.ts';
import type { Report } from './report.ts';
import { renderSheet } from './sheet.ts';

/** Loaded by whoever wants a Word file first: its library need not stand in the memory of a server that writes none. */
const renderWord = async (report: Report): Promise<Uint8Array> => (await import('./word.ts')).renderWord(report);

const RENDERERS = { pdf: { render: renderPdf, ending: 'pdf' }, word: { render: renderWord, ending: 'docx' }, sheet: { render: renderSheet, ending: 'xlsx' } } as const;
export type ReportForm = keyof typeof RENDERERS;

/** A report as the answer of an operation, in the form that was asked for. */
export async function reportAnswer(report: Report, form: ReportForm): Promise<FileAnswer> {
  const { render, ending } = RENDERERS[form];
  const content = await render(report);
  return { fileName: `${report.title.replace(/[\\/:*?"<>|]/g, ' ')}.${ending}`, mediaType: MEDIA_TYPES[form], contentBase64: Buffer.from(content).toString('base64') };
}
