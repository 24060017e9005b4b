import { createRequire } from 'node:module';
import type ExcelJS from 'exceljs';
import type { Report, ReportTable } from './report.ts';

const NAME_CHARACTERS_MAX = 31;
const HEAD_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEEF2F4' } } as const;
const COLUMN_WIDTH = 16;

/** An Excel workbook with a sheet for each table of the report; text that begins like a formula stays text. */
export async function renderSheet(report: Report): Promise<Uint8Array> {
  // Loaded when the first workbook is asked for: it takes 50 MB that most servers never need.
  const { Workbook } = createRequire(import.meta.url)('exceljs') as typeof ExcelJS;
  const book = new Workbook();
  book.creator = 'Yigong';
  const names = new Set<string>();
  for (const { heading, table } of report.parts) if (table !== undefined) addSheet(book, freeName(heading ?? report.title, names), table);
  if (names.size === 0) addSheet(book, freeName(report.title, names), { columns: [{ title: report.title }], rows: report.parts.flatMap(({ paragraphs }) => (paragraphs ?? []).map((text) => [text])) });
  return new Uint8Array(await book.xlsx.writeBuffer());
}

function addSheet(book: ExcelJS.Workbook, name: string, { columns, rows }: ReportTable): void {
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns.map(({ title, share, align }) => ({ header: title, width: COLUMN_WIDTH * (share ?? 1), style: { alignment: { horizontal: align ?? 'left', vertical: 'top', wrapText: true } } }));
  const head = sheet.getRow(1);
  head.font = { bold: true };
  head.fill = HEAD_FILL;
  for (const row of rows) sheet.addRow([...row]);
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } };
}

/** Excel allows 31 characters, none of \ / ? * [ ] : and no name twice. */
function freeName(wanted: string, taken: Set<string>): string {
  const base = wanted.replace(/[\\/?*[\]:]/g, ' ').trim().slice(0, NAME_CHARACTERS_MAX) || 'Sheet';
  let name = base;
  for (let serial = 2; taken.has(name.toLowerCase()); serial += 1) name = `${base.slice(0, NAME_CHARACTERS_MAX - 4)} ${serial}`;
  taken.add(name.toLowerCase());
  return name;
}
