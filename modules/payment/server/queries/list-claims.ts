import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listClaims as operation } from '../../contract/claims.ts';
import { listClaimRows } from '../store/claims.ts';

export async function listClaims({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listClaimRows(sql, input, gate.scope({ organisation: ['c.owner_organisation_id'] }));
  return { ...page, rows: [...page.rows] };
}
