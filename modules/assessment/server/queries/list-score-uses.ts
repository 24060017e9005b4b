import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listScoreUses as operation } from '../../contract/runs.ts';
import { listUseRows } from '../store/appeals.ts';

export async function listScoreUses({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listUseRows(sql, input, gate.scope({ organisation: ['u.owner_organisation_id', 'u.about_organisation_id'] }));
  return { ...page, rows: [...page.rows] };
}
