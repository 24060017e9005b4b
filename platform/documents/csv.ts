import { csvCell } from '#platform/kernel/csv-cell.ts';
import type { Text } from '#platform/kernel/problem.ts';

/** A row of a table with the line where it begins; without cells where it cannot be read, and why. */
export type CsvRow =
  | { readonly line: number; readonly cells: readonly string[]; readonly fault?: undefined }
  | { readonly line: number; readonly cells: undefined; readonly fault: RowFault };

export interface RowFault extends Text {
  readonly code: 'quote-not-closed' | 'characters-damaged';
}

const QUOTE: RowFault = { code: 'quote-not-closed', zh: '引号没有成对', en: 'a quote is not closed' };
const DAMAGED: RowFault = { code: 'characters-damaged', zh: '有无法辨认的字符（文件被截断、损坏或编码不符）', en: 'characters are damaged (the file was cut, broken, or is of another encoding)' };

/** What stands for bytes that are no characters, in every encoding. */
const NO_CHARACTER = '\ufffd';

/** A name of which a byte is lost is nobody's: the row is refused where it is read, whoever reads it. */
export const rowOf = (line: number, cells: readonly string[] | undefined): CsvRow =>
  cells === undefined ? { line, cells, fault: QUOTE } : cells.some((cell) => cell.includes(NO_CHARACTER)) ? { line, cells: undefined, fault: DAMAGED } : { line, cells };

interface CsvTable {
  readonly separator: string;
  /** Cells of the title row, the first that is not blank, without the byte order mark. */
  readonly titles: readonly string[];
  /** The rows after it, read as they are asked for, once. */
  readonly rows: Iterable<CsvRow>;
}

/** CSV after RFC 4180: quotes, doubled quotes, line breaks inside quotes, CR LF or LF (or CR alone), a byte order mark. */
export function openCsv(given: string): CsvTable {
  const unmarked = given.charCodeAt(0) === 0xfeff ? given.slice(1) : given;
  const text = unmarked.includes('\n') ? unmarked : unmarked.replaceAll('\r', '\n');
  const separator = separatorOf(text);
  const rows = csvRows(text, { separator, from: 1 });
  let first = rows.next().value;
  while (first?.cells?.every((cell) => cell.trim() === '') === true) first = rows.next().value;
  return { separator, titles: first?.cells ?? [], rows };
}

const SEPARATORS = [',', '\t', ';', '|', '，'];

/** The separator that stands most often in the title row outside quotes; a comma where none does. */
function separatorOf(text: string): string {
  const [titles = ''] = text.trimStart().slice(0, TITLES_MAX).replaceAll(/"(?:[^"]|"")*"/g, '').split(/[\r\n]/, 1);
  const counts = SEPARATORS.map((separator) => titles.split(separator).length - 1);
  const most = Math.max(...counts);
  return most === 0 ? ',' : SEPARATORS[counts.indexOf(most)]!;
}

const TITLES_MAX = 20_000;
/** Lines that one cell may span: a quote that nobody closes spoils its own line and not the rest of the file. */
export const CELL_LINES_MAX = 20;

interface CsvReading {
  readonly separator: string;
  /** Cells that a row of several lines may have at the most; those of the first row if it is not given. */
  readonly columns?: number;
  /** Number of the first line. */
  readonly from: number;
}

/** Rows of a table or of a part of one; blank lines are left out and counted. */
export function* csvRows(text: string, { separator, columns, from }: CsvReading): Generator<CsvRow, undefined> {
  let [at, line, width] = [0, from, columns];
  while (at < text.length) {
    const end = lineEnd(text, at);
    const single = text[end - 1] === '\r' ? text.slice(at, end - 1) : text.slice(at, end);
    const row = single.includes('"') ? quotedRow(text, { separator, from: at, end, width }) : { cells: single.split(separator), end };
    if (single !== '') yield rowOf(line, row?.cells);
    width ??= row?.cells.length;
    if (row !== undefined && row.end > end) line += linesOf(text.slice(end, row.end));
    at = (row ?? { end }).end + 1;
    line += 1;
  }
  return undefined;
}

interface QuotedReading {
  readonly separator: string;
  readonly from: number;
  /** Of the line that begins at `from`. */
  readonly end: number;
  readonly width: number | undefined;
}

/** A row with quotes; undefined where one is not closed: to the end, over too many lines, or as more cells than the table has. */
function quotedRow(text: string, { separator, from, end, width = Infinity }: QuotedReading): { cells: string[]; end: number } | undefined {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    const cell = text[at] === '"' ? quotedCell(text, at, separator) : plainCell(text, at, separator);
    if (cell === undefined) return undefined;
    cells.push(cell.value);
    at = cell.end + 1;
    if (cell.end < text.length && text[cell.end] === separator) continue;
    const isSingle = cell.end <= end;
    return isSingle || (cells.length <= width && linesOf(text.slice(from, cell.end)) < CELL_LINES_MAX) ? { cells, end: cell.end } : undefined;
  }
}

interface Cell {
  readonly value: string;
  /** Where the separator, the end of the line or of the text is. */
  readonly end: number;
}

function plainCell(text: string, from: number, separator: string): Cell {
  let end = from;
  while (end < text.length && text[end] !== separator && text[end] !== '\n') end += 1;
  const isLast = end === text.length || text[end] === '\n';
  return { value: text.slice(from, isLast && end > from && text[end - 1] === '\r' ? end - 1 : end), end };
}

/** What stands behind the closing quote belongs to the cell, unless the cell spans lines: then the quote was another's. */
function quotedCell(text: string, from: number, separator: string): Cell | undefined {
  let value = '';
  for (let at = from + 1; ; ) {
    const close = text.indexOf('"', at);
    if (close < 0) return undefined;
    value += text.slice(at, close);
    at = close + 2;
    if (text[close + 1] === '"') {
      value += '"';
      continue;
    }
    const tail = plainCell(text, close + 1, separator);
    if (tail.value.trim() === '') return { value, end: tail.end };
    return value.includes('\n') ? undefined : { value: value + tail.value, end: tail.end };
  }
}

const linesOf = (text: string): number => text.split('\n').length - 1;

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** What a spreadsheet would run has an apostrophe before it, which reading leaves where it is. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\n`;

/** Cells of a row of a workbook as text; a date cell as its day. */
export function cellsOf(row: unknown): string[] {
  const values = Array.isArray(row) ? row : ((row as { values?: unknown[] }).values ?? []);
  return Array.from(values, (value: unknown) => (value === null || value === undefined ? '' : value instanceof Date ? value.toISOString().slice(0, 10) : String(value)));
}
