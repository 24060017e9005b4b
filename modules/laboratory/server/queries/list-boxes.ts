import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listBoxes as declared } from '../../contract/specimens.ts';
import { BOX_SCOPE, listBoxRows } from '../store/boxes.ts';

export async function listBoxes({ sql, gate }: QueryContext, { state, limit, offset }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const page = await listBoxRows(sql, { scope: gate.scope(BOX_SCOPE), filters: state === undefined ? [] : [{ text: 'b.state = ?', values: [state] }], limit, offset });
  return { ...page, rows: [...page.rows] };
}
