import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listAssessments as operation } from '../../contract/runs.ts';
import { listRunRows } from '../store/runs.ts';

export async function listAssessments({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listRunRows(sql, input, gate.scope({ organisation: ['r.owner_organisation_id'] }));
  return { ...page, rows: [...page.rows] };
}
