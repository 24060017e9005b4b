import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { previewTable as operation } from '../../contract/tables.ts';
import { problem } from '../commands/exchange-problem.ts';
import { guessColumns, TABLE_FIELDS } from '../rules/table/fields.ts';
import { cellsOf, faultsOf } from '../rules/table/judge-rows.ts';
import { readTable } from '#platform/documents/read-table.ts';
import { viewFault } from './view-table-import.ts';

const ROWS_SHOWN = 20;
const FAULTS_SHOWN = 200;

/** The whole table is judged; nothing is kept. Whether a person is known is only seen by the import itself. */
export async function previewTable({ now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const table = await readTable(Buffer.from(input.content, 'base64'));
  if (table === undefined) throw problem('exchange.table-unreadable');
  const columns = input.columns ?? guessColumns(table.headings, input.target);
  const faults = faultsOf(table, { target: input.target, columns, now });
  return {
    charset: table.charset,
    headings: [...table.headings],
    columns,
    fields: TABLE_FIELDS[input.target].map(({ name, title, required }) => ({ name, title, required })),
    rows: table.rows.slice(0, ROWS_SHOWN).map((line) => cellsOf(line, table.headings.length)),
    total: table.rows.length,
    faults: faults.slice(0, FAULTS_SHOWN).map(viewFault),
    faultTotal: faults.length,
  };
}
