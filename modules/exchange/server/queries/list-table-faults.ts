import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listTableFaults as operation } from '../../contract/tables.ts';
import { problem } from '../commands/exchange-problem.ts';
import { findImport, listRefusedRows } from '../store/tables.ts';
import { viewFault } from './view-table-import.ts';

export async function listTableFaults({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  if ((await findImport(sql, input.id, gate.scope({ organisation: ['i.owner_organisation_id'] }))) === undefined) throw problem('exchange.import-unknown');
  const page = await listRefusedRows(sql, { ...input, scope: gate.scope({ organisation: ['r.owner_organisation_id'] }) });
  return { ...page, rows: page.rows.map(viewFault) };
}
