import { AlignmentType, Document, Footer, LineRuleType, Packer, PageNumber, Paragraph, Table, TableCell, TableRow, TextRun, WidthType, type ISectionOptions } from 'docx';
import { shown, type Report, type ReportPart, type ReportTable } from './report.ts';

/** Sizes are half points, lengths twentieths of a point: page and type area of official documents, GB/T 9704 5.2 and 7.3. */
const PAGE = { size: { width: 11_906, height: 16_838 }, margin: { top: 2_098, bottom: 1_984, left: 1_587, right: 1_474 } } as const;
const BODY = { font: 'FangSong', size: 32 } as const;
const TITLE = { font: 'SimSun', size: 44, bold: true } as const;
const HEADING = { font: 'SimHei', size: 32 } as const;
const TABLE = { font: 'FangSong', size: 24 } as const;
const SPACING = { line: 560, lineRule: LineRuleType.EXACT } as const;
const TWO_CHARACTERS = 640;

/** A Word file in the usual layout of official documents: title, body in FangSong size 3, exact lines of 28 points. */
export async function renderWord(report: Report): Promise<Uint8Array> {
  const footer = new Footer({ children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ ...TABLE, children: ['— ', PageNumber.CURRENT, ' —'] })] })] });
  const document = new Document({ title: report.title, creator: 'Yigong', sections: [{ properties: { page: PAGE }, footers: { default: footer }, children: bodyOf(report) }] });
  return Packer.toBuffer(document);
}

const paragraph = (text: string, run: typeof BODY | typeof HEADING | typeof TITLE, more: Readonly<Record<string, unknown>> = {}): Paragraph =>
  new Paragraph({ spacing: SPACING, ...more, children: [new TextRun({ text, ...run })] });

function bodyOf({ title, subtitle, parts, signature }: Report): ISectionOptions['children'] {
  return [
    paragraph(title, TITLE, { alignment: AlignmentType.CENTER }),
    ...(subtitle === undefined ? [] : [paragraph(subtitle, BODY, { alignment: AlignmentType.CENTER })]),
    paragraph('', BODY),
    ...parts.flatMap(partOf),
    paragraph('', BODY),
    ...(signature ?? []).map((line) => paragraph(line, BODY, { alignment: AlignmentType.RIGHT, indent: { right: TWO_CHARACTERS } })),
  ];
}

const partOf = ({ heading, paragraphs, table }: ReportPart): (Paragraph | Table)[] => [
  ...(heading === undefined ? [] : [paragraph(heading, HEADING, { indent: { firstLine: TWO_CHARACTERS } })]),
  ...(paragraphs ?? []).map((text) => paragraph(text, BODY, { indent: { firstLine: TWO_CHARACTERS } })),
  ...(table === undefined ? [] : [tableOf(table)]),
];

function tableOf({ columns, rows }: ReportTable): Table {
  const total = columns.reduce((sum, { share }) => sum + (share ?? 1), 0);
  const alignments = { left: AlignmentType.LEFT, right: AlignmentType.RIGHT, center: AlignmentType.CENTER } as const;
  const cell = (text: string, index: number): TableCell => {
    const column = columns[index];
    return new TableCell({
      width: { size: ((column?.share ?? 1) / total) * 100, type: WidthType.PERCENTAGE },
      children: [new Paragraph({ alignment: alignments[column?.align ?? 'left'], children: [new TextRun({ text, ...TABLE })] })],
    });
  };
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [
      new TableRow({ tableHeader: true, children: columns.map(({ title }, index) => cell(title, index)) }),
      ...rows.map((row) => new TableRow({ cantSplit: true, children: columns.map((_, index) => cell(shown(row[index] ?? null), index)) })),
    ],
  });
}
