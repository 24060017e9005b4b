import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listSchemes as operation } from '../../contract/schemes.ts';
import { listSchemeRows } from '../store/schemes.ts';

export async function listSchemes({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listSchemeRows(sql, input, gate.scope({ organisation: ['owner_organisation_id'] }));
  return { ...page, rows: [...page.rows] };
}
