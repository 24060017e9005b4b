import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { shown, type Report, type ReportPart, type ReportPicture, type ReportTable } from './report.ts';

const require = createRequire(import.meta.url);

/** What we use of pdfmake 0.3, which ships no types. */
interface PdfMaker {
  addFonts(fonts: Readonly<Record<string, Readonly<Record<string, string>>>>): void;
  setUrlAccessPolicy(allowed: (url: string) => boolean): void;
  setLocalAccessPolicy(allowed: (path: string) => boolean): void;
  createPdf(definition: Readonly<Record<string, unknown>>): { getBuffer(): Promise<Uint8Array> };
}

let maker: PdfMaker | undefined;

/** Fonts come from the package of Noto Sans SC; nothing else is read, nothing is fetched. */
function pdfMaker(): PdfMaker {
  if (maker !== undefined) return maker;
  const folder = dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  const regular = join(folder, '400Regular', 'NotoSansSC_400Regular.ttf');
  const bold = join(folder, '700Bold', 'NotoSansSC_700Bold.ttf');
  maker = require('pdfmake') as PdfMaker;
  maker.addFonts({ Noto: { normal: regular, bold, italics: regular, bolditalics: bold } });
  maker.setUrlAccessPolicy(() => false);
  maker.setLocalAccessPolicy((path) => path === regular || path === bold);
  return maker;
}

/** An A4 document with embedded subsets of the fonts; 0.3 s and some ten kilobytes for a few pages. */
export async function renderPdf(report: Report): Promise<Uint8Array> {
  return pdfMaker().createPdf({
    pageSize: 'A4',
    ...(report.isLandscape ? { pageOrientation: 'landscape', pageMargins: [36, 30, 36, 36] } : { pageMargins: [62, 72, 62, 64] }),
    defaultStyle: { font: 'Noto', fontSize: 10.5, lineHeight: 1.4 },
    info: { title: report.title },
    // A heading goes with what it is about.
    pageBreakBefore: (node: { headlineLevel?: number }, { getFollowingNodesOnPage }: { getFollowingNodesOnPage(): readonly unknown[] }) => node.headlineLevel === 1 && getFollowingNodesOnPage().length === 0,
    content: [
      { text: report.title, fontSize: 18, bold: true, alignment: 'center', margin: [0, 0, 0, 6] },
      ...(report.subtitle === undefined ? [] : [{ text: report.subtitle, alignment: 'center', color: '#444444', margin: [0, 0, 0, 12] }]),
      ...report.parts.flatMap(partOf),
      ...(report.signature ?? []).map((line, index) => ({ text: line, alignment: 'right', margin: [0, index === 0 ? 18 : 2, 0, 0] })),
    ],
    footer: (page: number, pages: number) => ({ text: `${report.footer ?? ''}  ${page} / ${pages}`, alignment: 'center', fontSize: 8, color: '#666666', margin: [0, report.isLandscape ? 8 : 24, 0, 0] }),
  }).getBuffer();
}

const partOf = ({ heading, paragraphs, table, pictures, drawing }: ReportPart): unknown[] => [
  ...(heading === undefined ? [] : [{ text: heading, headlineLevel: 1, bold: true, fontSize: 12.5, margin: [0, 10, 0, 4] }]),
  ...(paragraphs ?? []).map((text) => ({ text, leadingIndent: 21, margin: [0, 0, 0, 4] })),
  ...(table === undefined ? [] : [tableOf(table)]),
  ...(pictures === undefined ? [] : picturesOf(pictures)),
  ...(drawing === undefined ? [] : [{ svg: drawing.svg, width: drawing.widthMillimetres * POINTS_PER_MILLIMETRE, margin: [0, 4, 0, 4] }]),
];

const POINTS_PER_MILLIMETRE = 72 / 25.4;
const PICTURE_POINTS = [228, 200];

/** Two a line, each with its caption below, never torn from it by the end of a page. */
function picturesOf(pictures: readonly ReportPicture[]): unknown[] {
  const lines = Array.from({ length: Math.ceil(pictures.length / 2) }, (_, line) => pictures.slice(line * 2, line * 2 + 2));
  return lines.map((line) => ({
    columnGap: 14, unbreakable: true, margin: [0, 4, 0, 6],
    columns: line.map(({ caption, mediaType, contentBase64 }) => ({ width: PICTURE_POINTS[0], stack: [{ image: `data:${mediaType};base64,${contentBase64}`, fit: PICTURE_POINTS }, { text: caption, fontSize: 8.5, color: '#444444', margin: [0, 2, 0, 0] }] })),
  }));
}

function tableOf({ columns, rows }: ReportTable): unknown {
  const total = columns.reduce((sum, { share }) => sum + (share ?? 1), 0);
  const cell = (text: string, index: number) => ({ text, alignment: columns[index]?.align ?? 'left', fontSize: 9 });
  return {
    margin: [0, 2, 0, 8],
    layout: { hLineColor: () => '#999999', vLineColor: () => '#cccccc', hLineWidth: () => 0.5, vLineWidth: () => 0.5 },
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: columns.map(({ share }) => `${(((share ?? 1) / total) * 100).toFixed(2)}%`),
      body: [
        columns.map(({ title }, index) => ({ ...cell(title, index), bold: true, fillColor: '#eef2f4' })),
        ...rows.map((row) => columns.map((_, index) => cell(shown(row[index] ?? null), index))),
      ],
    },
  };
}
