import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { extname } from 'node:path';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { openInput, type Format, type Input } from '#platform/cli/pieces/read-pieces.ts';
import type { SettleOptions } from './settle-options.ts';

const FORMATS: Readonly<Record<string, Format>> = { '.ndjson': 'ndjson', '.jsonl': 'ndjson', '.json': 'ndjson', '.csv': 'csv', '.tsv': 'csv', '.txt': 'csv', '.xlsx': 'xlsx', ndjson: 'ndjson', jsonl: 'ndjson', json: 'ndjson', csv: 'csv', xlsx: 'xlsx' };
const HEAD_BYTES = 64 * 1024;
const DOCUMENT_BYTES_MAX = 256 * 1024 * 1024;
const DOCUMENT_LINES = 2000;

export interface SettleFormats {
  readonly from: Format;
  readonly to: Format;
}

const unknownFormat = (given: string): CliFailure => new CliFailure('usage', { zh: `不支持的格式：${given}（可用 ndjson、csv、xlsx）`, en: `Not a format that can be read or written: ${given} (ndjson, csv, xlsx)` });

/** By `--format`, else by the name of the file, else (standard input) by the first bytes. */
export async function formatsOf(options: SettleOptions): Promise<SettleFormats> {
  const from = formatOf(options.format ?? (options.in === '-' ? undefined : extname(options.in))) ?? (options.in === '-' ? await sniffed() : sniff(headOf(options.in)));
  const to = options.outFormat === undefined && options.out === '-' ? (from === 'xlsx' ? 'csv' : from) : formatOf(options.outFormat ?? extname(options.out));
  if (to === undefined) throw unknownFormat(options.out);
  return { from, to };
}

function formatOf(name: string | undefined): Format | undefined {
  if (name === undefined) return undefined;
  const format = FORMATS[name.toLowerCase()];
  if (format === undefined && name !== '') throw unknownFormat(name);
  return format;
}

const sniff = (head: Buffer): Format => (/^(?:\ufeff)?\s*[[{]/.test(head.toString('utf8')) ? 'ndjson' : 'csv');

async function sniffed(): Promise<Format> {
  await once(process.stdin, 'readable');
  const chunk = process.stdin.read() as Buffer | null;
  if (chunk === null) return 'csv';
  process.stdin.unshift(chunk);
  return sniff(chunk);
}

function headOf(path: string): Buffer {
  const head = Buffer.alloc(Math.min(HEAD_BYTES, statSync(path).size));
  const file = openSync(path, 'r');
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  return head;
}

/** A table, lines of JSON, or one JSON document with `cases`, which is cut into lines here. */
export async function openCases(path: string, format: Format): Promise<Input> {
  const document = format === 'ndjson' && path !== '-' ? documentOf(path) : undefined;
  return document === undefined ? openInput({ path, format, from: undefined }) : { titles: [], encoding: 'utf-8', separator: ',', pieces: documentPieces(document) };
}

function documentOf(path: string): readonly unknown[] | undefined {
  const head = headOf(path).toString('utf8').replace(/^\ufeff/, '').trimStart();
  const [first = ''] = head.split('\n', 1);
  const isLine = head.startsWith('{') && isJson(first) && !/"cases"\s*:\s*\[/.test(first);
  if (head === '' || isLine || (head.startsWith('{') && !/^\{\s*$|"cases"\s*:/.test(first) && !/^\{\s*\r?\n/.test(head))) return undefined;
  if (!head.startsWith('{') && !head.startsWith('[')) return undefined;
  if (statSync(path).size > DOCUMENT_BYTES_MAX) throw new CliFailure('refused', { zh: 'JSON 文档过大，请改用 NDJSON', en: 'The JSON document is too big; use NDJSON' });
  const refused = new CliFailure('refused', { zh: '不是 CSV、NDJSON，也不是含 cases 的 JSON', en: 'Neither CSV nor NDJSON nor JSON with cases' });
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
  } catch {
    throw refused;
  }
  const cases = Array.isArray(value) ? value : (value as { cases?: unknown } | null)?.cases;
  if (!Array.isArray(cases)) throw refused;
  return cases;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function* documentPieces(cases: readonly unknown[]): Input['pieces'] extends AsyncIterable<infer Piece> ? AsyncGenerator<Piece> : never {
  for (let at = 0; at < cases.length; at += DOCUMENT_LINES) {
    const part = cases.slice(at, at + DOCUMENT_LINES);
    yield { bytes: new Uint8Array(Buffer.from(part.map((each) => `${JSON.stringify(each)}\n`).join(''))), line: at + 1, end: 0, nextLine: at + part.length + 1 };
  }
}
