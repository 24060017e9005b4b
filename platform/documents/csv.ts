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
