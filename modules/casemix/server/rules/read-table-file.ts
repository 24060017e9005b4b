import { readTable } from '#platform/documents/read-table.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';

const problem = problemsOf(contract.problems);
const ROWS_MAX = 20_000;

/** Rows of a CSV (UTF-8, UTF-16 or GB18030) or of the first sheet of an Excel file, the titles first. Throws `casemix.file-unreadable`. */
export async function readTableFile(bytes: Uint8Array): Promise<string[][]> {
  const table = await readTable(Buffer.from(bytes));
  if (table === undefined || table.rows.length === 0 || table.rows.length >= ROWS_MAX || table.headings.length < 2) throw problem('casemix.file-unreadable');
  return [[...table.headings], ...table.rows.map(({ cells }) => [...cells])];
}
