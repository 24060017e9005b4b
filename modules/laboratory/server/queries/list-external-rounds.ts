import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listExternalRounds as declared } from '../../contract/control.ts';
import { listRoundRows } from '../store/control.ts';

export async function listExternalRounds({ sql, gate }: QueryContext, { limit, offset }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const page = await listRoundRows(sql, { scope: gate.scope({ organisation: ['r.owner_organisation_id'] }), filters: [], limit, offset });
  return { ...page, rows: [...page.rows] };
}
