import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listImports as operation } from '../../contract/discharges.ts';
import { listImportRows } from '../store/discharges.ts';

export async function listImports({ sql, subject }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listImportRows(sql, subject, input);
  return { ...page, rows: [...page.rows] };
}
