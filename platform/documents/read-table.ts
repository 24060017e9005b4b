import { openCsv, rowOf, type CsvRow } from './csv.ts';
import { textOf } from './encoding.ts';

export interface ReadTable {
  /** `xlsx` or the name of the character set. */
  readonly charset: string;
  readonly headings: readonly string[];
  /** Blank rows are left out; what cannot be read has no cells and a reason. */
  readonly rows: readonly CsvRow[];
}

const ROWS_MAX = 200_000;
const COLUMNS_MAX = 200;
const CELL_MAX = 4_000;
/** Bytes that a sheet may unpack to. */
const UNPACKED_MAX = 400 * 1024 * 1024;

/** A CSV (UTF-8, UTF-16 or GB18030; comma, semicolon or tab) or the first sheet of an Excel file; undefined where it is neither. */
export async function readTable(bytes: Buffer): Promise<ReadTable | undefined> {
  if (bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) return readSheet(bytes);
  if (bytes.length === 0 || bytes.includes(0) && bytes[0] !== 0xff && bytes[0] !== 0xfe) return undefined;
  const { text, encoding } = textOf(bytes);
  const { titles, rows } = openCsv(text);
  return tableOf(encoding, titles, take(rows, ROWS_MAX + 1));
}

/** One above the most that is taken, so that a longer table is refused and not cut. */
function* take(rows: Iterable<CsvRow>, most: number): Generator<CsvRow> {
  let taken = 0;
  for (const row of rows) {
    if (row.cells?.every((cell) => cell.trim() === '') === true) continue;
    yield row.cells === undefined ? row : { line: row.line, cells: row.cells.map((cell) => cell.slice(0, CELL_MAX)) };
    taken += 1;
    if (taken === most) return;
  }
}

async function readSheet(bytes: Buffer): Promise<ReadTable | undefined> {
  const { readXlsx } = await import('hucre/xlsx');
  if (unpackedSize(bytes) > UNPACKED_MAX) return undefined;
  try {
    const book = await readXlsx(new Uint8Array(bytes));
    const lines = (book.sheets[0]?.rows ?? []).map((cells, index) => ({ line: index + 1, cells: Array.from(cells as readonly unknown[], cellText) }));
    const titles = lines.findIndex(({ cells }) => cells.some((cell) => cell.trim() !== ''));
    return tableOf('xlsx', lines[titles]?.cells ?? [], take(lines.slice(titles + 1).map(({ line, cells }) => rowOf(line, cells)), ROWS_MAX + 1));
  } catch {
    return undefined;
  }
}

/** The most that deflate makes of one byte. */
const DEFLATE_RATIO = 1032;

/**
 * What the entries of the zip may unpack to at the most. The reader holds an entry to the size that the directory says of it, and
 * knows no limit where that is nothing: then it is the most that its bytes can become. Every place that looks like a line of the
 * directory counts, so that none can stand within another.
 */
function unpackedSize(bytes: Buffer): number {
  let sum = 0;
  for (let at = bytes.indexOf('PK\u0001\u0002', 0, 'latin1'); at >= 0 && at + 28 <= bytes.length; at = bytes.indexOf('PK\u0001\u0002', at + 4, 'latin1')) {
    const [packed, unpacked] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
    const isSaidElsewhere = packed === 0 && (bytes.readUInt16LE(at + 8) & SIZES_FOLLOW) !== 0;
    sum += isSaidElsewhere ? bytes.length * DEFLATE_RATIO : unpacked === 0 && packed > EMPTY_PACKED ? packed * DEFLATE_RATIO : unpacked;
  }
  return sum;
}

/** Of the flags: sizes stand behind the entry. */
const SIZES_FOLLOW = 0x08;
/** An empty entry takes up to so many bytes deflated. */
const EMPTY_PACKED = 5;

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().replace(/T00:00:00\.000Z$/, '').replace(/\.000Z$/, '');
  // An identity number that Excel holds as a number has lost its last digits; it is shown as it is and refused by its check.
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value).toString() : String(value);
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, CELL_MAX);
}

function tableOf(charset: string, titles: readonly string[], taken: Iterable<CsvRow>): ReadTable | undefined {
  const rows = [...taken];
  if (titles.length === 0 || titles.length > COLUMNS_MAX || rows.length > ROWS_MAX) return undefined;
  return { charset, headings: titles.map((title) => title.trim()), rows };
}
