import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listScoreAppeals as operation } from '../../contract/runs.ts';
import { listAppealRows } from '../store/appeals.ts';

export async function listScoreAppeals({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listAppealRows(sql, input, gate.scope({ organisation: ['a.owner_organisation_id', 'r.owner_organisation_id'] }));
  return { ...page, rows: [...page.rows] };
}
