import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { CELL_LINES_MAX, cellsOf, openCsv } from '#platform/documents/csv.ts';
import { encodingOf } from '#platform/documents/encoding.ts';
import { CliFailure } from '../exit-codes.ts';

export type Format = 'ndjson' | 'csv' | 'xlsx';

/** A run of whole lines with the place where it ends in the file. */
export interface Piece {
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly rows?: readonly (readonly string[])[];
  /** Number of its first line, from 1. */
  readonly line: number;
  /** Bytes of the file up to the end of this piece. */
  readonly end: number;
  readonly nextLine: number;
}

const PIECE_BYTES = 512 * 1024;
const LINE_BYTES_MAX = 64 * 1024 * 1024;
const ROWS_PER_PIECE = 2000;
const ENCODING_PROBE_BYTES = 256 * 1024;
const LF = 10;
const QUOTE = 34;

export interface Input {
  readonly titles: readonly string[];
  readonly encoding: string;
  /** Between the cells of a table: comma, tab, semicolon or bar, as the title row has it. */
  readonly separator: string;
  readonly pieces: AsyncIterable<Piece>;
}

export interface InputPlace {
  /** A path, or `-` for standard input. */
  readonly path: string;
  readonly format: Format;
  /** Where to go on: bytes and line of a run before. */
  readonly from: { readonly offset: number; readonly line: number } | undefined;
}

/** Opens the input: title row, encoding, then pieces of whole lines. Memory holds a few pieces at a time. */
export async function openInput({ path, format, from }: InputPlace): Promise<Input> {
  if (format === 'xlsx') return openWorkbook(path);
  const chunks = chunksOf(path, 0);
  const head = await headOf(chunks);
  const encoding = encodingOf(head.bytes.subarray(0, ENCODING_PROBE_BYTES), true);
  // Pieces are cut at the bytes of line ends, which UTF-16 has not.
  if (encoding.startsWith('utf-16')) throw new CliFailure('refused', { zh: '文件是 UTF-16，请另存为 UTF-8', en: 'The file is UTF-16: save it as UTF-8' });
  if (format === 'ndjson') {
    return { titles: [], encoding, separator: ',', pieces: from === undefined ? cut(resumed(head, chunks), { format, offset: 0, line: 1 }) : cut(chunksOf(path, from.offset), { format, ...from }) };
  }
  const titleEnd = endOfRow(head.bytes);
  const titleRow = new TextDecoder(encoding).decode(head.bytes.subarray(0, titleEnd));
  const { separator, titles } = openCsv(titleRow);
  const start = from ?? { offset: titleEnd, line: 2 };
  const rest = from === undefined ? resumed({ bytes: head.bytes.subarray(titleEnd) }, chunks) : chunksOf(path, from.offset);
  return { titles, encoding, separator, pieces: cut(rest, { format, ...start }) };
}

type Chunks = AsyncGenerator<Buffer>;

async function* chunksOf(path: string, offset: number): Chunks {
  const stream = path === '-' ? process.stdin : createReadStream(path, { start: offset, highWaterMark: PIECE_BYTES });
  for await (const chunk of stream) yield chunk as Buffer;
}

/** The first bytes, up to the end of the first row at least. */
async function headOf(chunks: Chunks): Promise<{ bytes: Buffer }> {
  let bytes: Buffer = Buffer.alloc(0);
  for (;;) {
    const { value, done } = await chunks.next();
    if (done === true) return { bytes };
    bytes = bytes.length === 0 ? value : Buffer.concat([bytes, value]);
    if (endOfRow(bytes) < bytes.length || bytes.length > LINE_BYTES_MAX) return { bytes };
  }
}

async function* resumed(head: { bytes: Buffer }, chunks: Chunks): Chunks {
  if (head.bytes.length > 0) yield head.bytes;
  yield* chunks;
}

function endOfRow(bytes: Uint8Array): number {
  let quoted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === QUOTE) quoted = !quoted;
    else if (bytes[at] === LF && !quoted) return at + 1;
  }
  return bytes.length;
}

interface CutState {
  readonly format: Format;
  readonly offset: number;
  readonly line: number;
}

async function* cut(chunks: Chunks, { format, offset, line }: CutState): AsyncGenerator<Piece> {
  let rest: Buffer = Buffer.alloc(0);
  let [end, next] = [offset, line];
  const pieceOf = (bytes: Buffer): Piece => {
    const lines = countLines(bytes);
    const piece = { bytes: new Uint8Array(bytes), line: next, end: end + bytes.length, nextLine: next + lines };
    end += bytes.length;
    next += lines;
    return piece;
  };
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (rest.length < PIECE_BYTES) continue;
    const last = format === 'csv' && rest.includes(QUOTE) ? lastRowEnd(rest) : rest.lastIndexOf(LF) + 1;
    if (last === 0) {
      if (rest.length > LINE_BYTES_MAX) throw new CliFailure('refused', { zh: `第 ${next} 行过长`, en: `Line ${next} is too long` });
      continue;
    }
    const piece = pieceOf(rest.subarray(0, last));
    rest = Buffer.from(rest.subarray(last));
    yield piece;
  }
  if (rest.length > 0) yield pieceOf(rest);
}

/** After the last row that is whole: one that a quote opens near the end may go on in the next piece. */
function lastRowEnd(bytes: Buffer): number {
  let end = bytes.length;
  let open = 0;
  for (let lines = 0; lines < CELL_LINES_MAX; lines += 1) {
    const before = bytes.lastIndexOf(LF, end - 2);
    const start = before + 1;
    if (lines === 0 && bytes.at(-1) !== LF) {
      end = start;
      continue;
    }
    if (hasOddQuotes(bytes.subarray(start, end))) open = open === 0 ? start : 0;
    if (before < 0) break;
    end = start;
  }
  const last = bytes.lastIndexOf(LF) + 1;
  return open > 0 ? open : last;
}

function hasOddQuotes(line: Uint8Array): boolean {
  let odd = false;
  for (let at = line.indexOf(QUOTE); at >= 0; at = line.indexOf(QUOTE, at + 1)) odd = !odd;
  return odd;
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) lines += 1;
  return bytes.length > 0 && bytes.at(-1) !== LF ? lines + 1 : lines;
}

async function openWorkbook(path: string): Promise<Input> {
  if (path === '-') throw new CliFailure('usage', { zh: 'Excel 须以文件给出', en: 'Excel must be given as a file' });
  // Loaded only here: other formats start without it.
  const { streamXlsxRows } = await import('hucre/xlsx');
  const rows = streamXlsxRows(await readFile(path))[Symbol.asyncIterator]();
  const first = await rows.next();
  const titles = first.done === true ? [] : cellsOf(first.value);
  return { titles, encoding: 'utf-8', separator: ',', pieces: rowPieces(rows) };
}

async function* rowPieces(rows: AsyncIterator<unknown>): AsyncGenerator<Piece> {
  let [line, batch]: [number, string[][]] = [2, []];
  for (;;) {
    const { value, done } = await rows.next();
    if (done !== true) batch.push(cellsOf(value));
    if (batch.length >= ROWS_PER_PIECE || (done === true && batch.length > 0)) {
      yield { rows: batch, line, end: 0, nextLine: line + batch.length };
      line += batch.length;
      batch = [];
    }
    if (done === true) return;
  }
}
