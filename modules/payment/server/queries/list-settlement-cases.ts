import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listSettlementCases as operation } from '../../contract/runs.ts';
import { listCaseRows } from '../store/cases.ts';

export async function listSettlementCases({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listCaseRows(sql, input, gate.scope({ organisation: ['c.owner_organisation_id'] }));
  return { ...page, rows: [...page.rows] };
}
