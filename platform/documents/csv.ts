/** CSV after RFC 4180: quotes, doubled quotes, line breaks inside quotes, CR LF or LF, a byte order mark. */
export function parseCsv(text: string, separator = separatorOf(text)): string[][] {
  return parseRows(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, separator);
}

const SEPARATORS = [',', '\t', ';', '|'];

/** The separator that stands most often in the title row outside quotes; a comma where none does. */
export function separatorOf(text: string): string {
  const end = text.search(/[\r\n]/);
  const titles = (end < 0 ? text : text.slice(0, end)).replaceAll(/"(?:[^"]|"")*"/g, '');
  const counts = SEPARATORS.map((separator) => titles.split(separator).length - 1);
  const most = Math.max(...counts);
  return most === 0 ? ',' : SEPARATORS[counts.indexOf(most)]!;
}

function parseRows(text: string, separator: string): string[][] {
  if (!text.includes('"')) return plainRows(text, separator);
  const rows: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const row: string[] = [];
    at = readRow({ text, separator, row }, at);
    if (row.length > 1 || row[0] !== '') rows.push(row);
  }
  return rows;
}

function plainRows(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  for (const line of text.split('\n')) {
    const row = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (row !== '') rows.push(row.split(separator));
  }
  return rows;
}

interface RowReading {
  readonly text: string;
  readonly separator: string;
  readonly row: string[];
}

function readRow({ text, separator, row }: RowReading, from: number): number {
  let at = from;
  for (;;) {
    const field = text[at] === '"' ? readQuoted(text, at) : readPlain(text, { at, separator });
    row.push(field.value);
    at = field.end;
    if (text[at] === separator) {
      at += 1;
      continue;
    }
    if (text[at] === '\r') at += 1;
    return at + 1;
  }
}

function readPlain(text: string, { at, separator }: { at: number; separator: string }): { value: string; end: number } {
  let end = at;
  while (end < text.length && text[end] !== separator && text[end] !== '\n') end += 1;
  const cut = text[end - 1] === '\r' && end > at && text[end] !== separator ? end - 1 : end;
  return { value: text.slice(at, cut), end: cut };
}

function readQuoted(text: string, from: number): { value: string; end: number } {
  let value = '';
  let at = from + 1;
  for (;;) {
    const close = text.indexOf('"', at);
    if (close < 0) return { value: value + text.slice(at), end: text.length };
    value += text.slice(at, close);
    if (text[close + 1] !== '"') return { value, end: close + 1 };
    value += '"';
    at = close + 2;
  }
}

const NEEDS_QUOTES = /[",\r\n]/;

/** A cell as CSV. */
function csvCell(value: string): string {
  return NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\n`;

/** Cells of a row of a workbook as text; a date cell as its day. */
export function cellsOf(row: unknown): string[] {
  const values = Array.isArray(row) ? row : ((row as { values?: unknown[] }).values ?? []);
  return Array.from(values, (value: unknown) => (value === null || value === undefined ? '' : value instanceof Date ? value.toISOString().slice(0, 10) : String(value)));
}

/** A row of a big table with the line where it begins; `cells` is undefined where its quotes are not in pairs. */
export interface CsvRow {
  readonly line: number;
  readonly cells: string[] | undefined;
}

/** Lines that one cell may span: a quote that nobody closes spoils its own line and not the rest of the file. */
export const CELL_LINES_MAX = 20;

/** Rows of a part of a table without its title row; blank lines are left out and counted. `from` is the number of the first line. */
export function* csvRows(text: string, { separator, columns, from }: { separator: string; columns: number; from: number }): Generator<CsvRow> {
  let [at, line] = [0, from];
  while (at < text.length) {
    const end = lineEnd(text, at);
    const single = text.slice(at, end);
    const spanned = hasOddQuotes(single) ? spannedRow(text, { at, end, separator, columns }) : undefined;
    if (spanned === undefined) {
      const plain = single.endsWith('\r') ? single.slice(0, -1) : single;
      if (plain !== '') yield { line, cells: !plain.includes('"') ? plain.split(separator) : hasOddQuotes(plain) ? undefined : parseRows(plain, separator)[0] };
      at = end + 1;
      line += 1;
    } else {
      yield { line, cells: spanned.cells };
      at = spanned.end + 1;
      line += spanned.lines;
    }
  }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function hasOddQuotes(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

/** The row that begins with an odd line and ends with the next one, if it has as many cells as there are titles. */
function spannedRow(text: string, { at, end, separator, columns }: { at: number; end: number; separator: string; columns: number }): { cells: string[]; end: number; lines: number } | undefined {
  let [until, lines] = [end, 1];
  while (until < text.length && lines < CELL_LINES_MAX) {
    const next = lineEnd(text, until + 1);
    const closes = hasOddQuotes(text.slice(until + 1, next));
    until = next;
    lines += 1;
    if (!closes) continue;
    const rows = parseRows(text.slice(at, until), separator);
    const [cells] = rows;
    return rows.length === 1 && cells !== undefined && cells.length <= columns ? { cells, end: until, lines } : undefined;
  }
  return undefined;
}
