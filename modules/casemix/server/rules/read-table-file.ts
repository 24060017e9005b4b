import { cellsOf, parseCsv } from '#platform/documents/csv.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';

const problem = problemsOf(contract.problems);
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const ROWS_MAX = 20_000;

/** Rows of a CSV (UTF-8, GB18030, with or without a mark) or of the first sheet of an Excel file. Throws `casemix.file-unreadable`. */
export async function readTableFile(bytes: Uint8Array): Promise<string[][]> {
  const rows = ZIP.every((byte, index) => bytes[index] === byte) ? await readSheet(bytes) : parseCsv(textOf(bytes));
  if (rows.length < 2 || rows.length > ROWS_MAX || (rows[0]?.length ?? 0) < 2) throw problem('casemix.file-unreadable');
  return rows;
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

async function readSheet(bytes: Uint8Array): Promise<string[][]> {
  // Loaded only for Excel files.
  const { streamXlsxRows } = await import('hucre/xlsx');
  const rows: string[][] = [];
  try {
    for await (const row of streamXlsxRows(bytes, { maxRows: ROWS_MAX + 1 })) rows.push(cellsOf(row));
  } catch {
    throw problem('casemix.file-unreadable');
  }
  return rows;
}
