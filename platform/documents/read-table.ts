import iconv from 'iconv-lite';

export interface ReadTable {
  /** `xlsx` or the name of the character set. */
  readonly charset: string;
  readonly headings: readonly string[];
  /** Texts of the cells, as long as the headings; blank rows are left out. */
  readonly rows: readonly TableLine[];
}

export interface TableLine {
  /** Line in the file; the heading is 1. */
  readonly rowNo: number;
  readonly cells: readonly string[];
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
  const { text, charset } = textOf(bytes);
  const lines = csvLines(text);
  return tableOf(lines, charset);
}

function textOf(bytes: Buffer): { text: string; charset: string } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: iconv.decode(bytes, 'utf16le'), charset: 'utf-16' };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: iconv.decode(bytes, 'utf16be'), charset: 'utf-16' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), charset: 'utf-8' };
  } catch {
    return { text: iconv.decode(bytes, 'gb18030'), charset: 'gb18030' };
  }
}

/** RFC 4180 with the line numbers of the file; a quoted cell may hold line ends. */
function csvLines(text: string): TableLine[] {
  const separator = separatorOf(text);
  const lines: TableLine[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let begin = 1;
  const endCell = (): void => {
    cells.push(cell.slice(0, CELL_MAX));
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at]!;
    if (mark === '\n') line += 1;
    if (quoted) {
      if (mark !== '"') cell += mark;
      else if (text[at + 1] === '"') { cell += '"'; at += 1; } else quoted = false;
    } else if (mark === '"' && cell === '') quoted = true;
    else if (mark === separator) endCell();
    else if (mark === '\n' || mark === '\r') {
      if (mark === '\r' && text[at + 1] === '\n') { at += 1; line += 1; }
      endCell();
      lines.push({ rowNo: begin, cells });
      cells = [];
      begin = line;
      if (lines.length > ROWS_MAX + 1) return lines;
    } else cell += mark;
  }
  if (cell !== '' || cells.length > 0) { endCell(); lines.push({ rowNo: begin, cells }); }
  return lines;
}

/** The separator that the first line holds most of. */
function separatorOf(text: string): string {
  const head = text.slice(0, 10_000).split(/\r?\n|\r/)[0] ?? '';
  return [',', '\t', ';', '，', '|'].map((mark) => ({ mark, count: head.split(mark).length })).sort((a, b) => b.count - a.count)[0]!.mark;
}

async function readSheet(bytes: Buffer): Promise<ReadTable | undefined> {
  const { readXlsx } = await import('hucre/xlsx');
  if (unpackedSize(bytes) > UNPACKED_MAX) return undefined;
  try {
    const book = await readXlsx(new Uint8Array(bytes));
    const rows = (book.sheets[0]?.rows ?? []) as readonly (readonly unknown[])[];
    // One above the most that is taken, so that a longer sheet is refused and not cut.
    return tableOf(rows.slice(0, ROWS_MAX + 2).map((cells, index) => ({ rowNo: index + 1, cells: Array.from(cells, cellText) })), 'xlsx');
  } catch {
    return undefined;
  }
}

/** Sum of the unpacked sizes that the central directory of the zip says. */
function unpackedSize(bytes: Buffer): number {
  let sum = 0;
  for (let at = bytes.indexOf('PK\u0001\u0002', 0, 'latin1'); at >= 0 && at + 28 <= bytes.length; at = bytes.indexOf('PK\u0001\u0002', at + 46, 'latin1')) sum += bytes.readUInt32LE(at + 24);
  return sum;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().replace(/T00:00:00\.000Z$/, '').replace(/\.000Z$/, '');
  // An identity number that Excel holds as a number has lost its last digits; it is shown as it is and refused by its check.
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value).toString() : String(value);
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, CELL_MAX);
}

function tableOf(lines: readonly TableLine[], charset: string): ReadTable | undefined {
  const filled = lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const [head, ...rows] = filled;
  if (head === undefined || head.cells.length > COLUMNS_MAX || rows.length > ROWS_MAX) return undefined;
  const headings = head.cells.map((cell) => cell.replace(/^\uFEFF/, '').trim());
  return { charset, headings, rows };
}
