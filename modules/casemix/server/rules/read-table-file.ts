import { readTable, type ReadTable } from '#platform/documents/read-table.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';

const problem = problemsOf(contract.problems);
const ROWS_MAX = 20_000;

/** A CSV (UTF-8, UTF-16 or GB18030) or the first sheet of an Excel file with a row at least. Throws `casemix.file-unreadable`. */
export async function readTableFile(bytes: Uint8Array): Promise<ReadTable> {
  const table = await readTable(Buffer.from(bytes));
  if (table === undefined || table.rows.length === 0 || table.rows.length >= ROWS_MAX || table.headings.length < 2) throw problem('casemix.file-unreadable');
  return table;
}
