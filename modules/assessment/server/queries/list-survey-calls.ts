import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listSurveyCalls as operation } from '../../contract/surveys.ts';
import { listCallRows } from '../store/invitations.ts';

export async function listSurveyCalls({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listCallRows(sql, input, gate.scope({ organisation: ['owner_organisation_id'] }));
  return { ...page, rows: [...page.rows] };
}
