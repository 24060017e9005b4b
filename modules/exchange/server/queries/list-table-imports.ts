import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listTableImports as operation } from '../../contract/tables.ts';
import { listImportRows } from '../store/tables.ts';
import { viewImports } from './view-table-import.ts';

export async function listTableImports({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listImportRows(sql, { ...input, scope: gate.scope({ organisation: ['i.owner_organisation_id'] }) });
  return { ...page, rows: await viewImports(sql, page.rows) };
}
