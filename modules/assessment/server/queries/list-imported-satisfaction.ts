import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listImportedSatisfaction as operation } from '../../contract/surveys.ts';
import { listImportedRows } from '../store/imported.ts';

export async function listImportedSatisfaction({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listImportedRows(sql, input, gate.scope({ organisation: ['organisation_id'] }));
  return { ...page, rows: [...page.rows] };
}
