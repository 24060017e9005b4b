import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listStays as operation } from '../../contract/claims.ts';
import { listStayRows } from '../store/claims.ts';

export async function listStays({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listStayRows(sql, input, gate.scope({ organisation: ['s.owner_organisation_id'] }));
  return { ...page, rows: [...page.rows] };
}
