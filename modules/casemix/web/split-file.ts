import { base64OfText } from './file-text.ts';

const PART_CHARACTERS = 600_000;
const PART_ROWS = 2_000;
const PROBE_BYTES = 256 * 1024;
const CELL_LINES_MAX = 20;

/** A part of a table with its title row, as the server takes it in one request. */
export interface FilePart {
  readonly base64: string;
  /** Line of the whole file on which the first row of the part stands. */
  readonly firstLine: number;
  /** Share of the file that is read so far, 0 to 1. */
  readonly share: number;
}

/** Cuts a CSV (UTF-8 or GB18030) or Excel file of any size into parts; only one part is held at a time, except that Excel is unpacked whole. */
export async function* partsOf(file: File): AsyncGenerator<FilePart> {
  const head = new Uint8Array(await file.slice(0, PROBE_BYTES).arrayBuffer());
  const rows = head[0] === 0x50 && head[1] === 0x4b ? sheetLines(file) : textLines(file, encodingOf(head));
  let [titles, part, count, firstLine, line]: [string | undefined, string, number, number, number] = [undefined, '', 0, 2, 0];
  for await (const row of rows) {
    line += row.lines;
    if (titles === undefined) {
      titles = row.text;
      continue;
    }
    if (count === 0) firstLine = line - row.lines + 1;
    part += `${row.text}\n`;
    count += 1;
    if (part.length < PART_CHARACTERS && count < PART_ROWS) continue;
    yield { base64: base64OfText(`${titles}\n${part}`), firstLine, share: row.share };
    [part, count] = ['', 0];
  }
  if (titles !== undefined && count > 0) yield { base64: base64OfText(`${titles}\n${part}`), firstLine, share: 1 };
}

interface Row {
  readonly text: string;
  readonly lines: number;
  readonly share: number;
}

function encodingOf(head: Uint8Array): string {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}

const isOdd = (text: string): boolean => (text.split('"').length - 1) % 2 === 1;

async function* textLines(file: File, encoding: string): AsyncGenerator<Row> {
  const decoder = new TextDecoder(encoding);
  const reader = file.stream().getReader();
  let [rest, read]: [string, number] = ['', 0];
  let open: { text: string; lines: number } | undefined;
  for (;;) {
    const { value, done } = await reader.read();
    rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
    read += value?.length ?? 0;
    const lines = rest.split('\n');
    rest = done ? '' : (lines.pop() ?? '');
    for (const raw of lines) {
      const line = raw.replace(/\r$/, '');
      const joined: { text: string; lines: number } = open === undefined ? { text: line, lines: 1 } : { text: `${open.text}\n${line}`, lines: open.lines + 1 };
      // A cell may span lines; a quote that nobody closes ends its row all the same.
      open = isOdd(joined.text) && joined.lines < CELL_LINES_MAX ? joined : undefined;
      if (open === undefined && !(done && joined.text === '')) yield { ...joined, share: file.size === 0 ? 1 : read / file.size };
    }
    if (!done) continue;
    if (open !== undefined) yield { ...open, share: 1 };
    return;
  }
}

const cellOf = (value: unknown): string => {
  const text = value === null || value === undefined ? '' : value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

async function* sheetLines(file: File): AsyncGenerator<Row> {
  // Loaded only for Excel files.
  const { streamXlsxRows } = await import('hucre/xlsx');
  let number = 0;
  for await (const row of streamXlsxRows(new Uint8Array(await file.arrayBuffer()))) {
    number += 1;
    const values: unknown[] = Array.isArray(row) ? row : ((row as { values?: unknown[] }).values ?? []);
    yield { text: Array.from(values, cellOf).join(','), lines: 1, share: number / (number + PART_ROWS) };
  }
}
