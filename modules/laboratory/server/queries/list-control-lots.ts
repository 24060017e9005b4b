import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listControlLots as declared } from '../../contract/control.ts';
import { listLotRows } from '../store/control.ts';

export async function listControlLots({ sql, gate }: QueryContext, { limit, offset }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const page = await listLotRows(sql, { scope: gate.scope({ organisation: ['l.owner_organisation_id'] }), filters: [], limit, offset });
  return { ...page, rows: [...page.rows] };
}
