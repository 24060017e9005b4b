import { createRequire } from 'node:module';
import pdfmake from 'pdfmake';
import { FIGURE_WORDS, institutionTable, titleOf, type RunReport } from './run-report.ts';

const FONT = '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf';
let ready = false;

/** The font is read from the package once; nothing is fetched from outside. */
function prepareFonts(): void {
  if (ready) return;
  const file = createRequire(import.meta.url).resolve(FONT);
  pdfmake.addFonts({ NotoSansSC: { normal: file, bold: file, italics: file, bolditalics: file } });
  pdfmake.setUrlAccessPolicy(() => false);
  ready = true;
}

/** The run on A4 across: the whole, then a line an institution, with version and document. */
export async function pdfReport(report: RunReport): Promise<Buffer> {
  prepareFonts();
  const { heading, rows } = institutionTable(report);
  const whole = report.figures.filter(({ organisationId }) => organisationId === null);
  const { run } = report;
  const document = pdfmake.createPdf({
    pageSize: 'A4',
    pageOrientation: 'landscape',
    defaultStyle: { font: 'NotoSansSC', fontSize: 9 },
    info: { title: titleOf(report) },
    content: [
      { text: titleOf(report), fontSize: 16, margin: [0, 0, 0, 4] },
      { text: `参数版本 ${run.packVersion} · 文号 ${run.documentNumber ?? '（未公布）'} · ${run.state === 'confirmed' ? '已公布' : '未公布'}`, color: '#555555', margin: [0, 0, 0, 10] },
      { table: { widths: ['auto', 'auto'], body: whole.map(({ name, value }) => [FIGURE_WORDS[name] ?? name, { text: value, alignment: 'right' }]) }, layout: 'lightHorizontalLines', margin: [0, 0, 0, 12] },
      {
        table: { headerRows: 1, widths: ['*', ...heading.slice(1).map(() => 'auto')], body: [[...heading], ...rows.map(([name = '', ...values]) => [name, ...values.map((value) => ({ text: value, alignment: 'right' }))])] },
        layout: 'lightHorizontalLines',
      },
    ],
    footer: (page: number, pages: number) => ({ text: `${page} / ${pages}`, alignment: 'center', color: '#555555' }),
  });
  return document.getBuffer();
}
