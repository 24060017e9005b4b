import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listRuns as operation } from '../../contract/runs.ts';
import { listRunRows, runScope } from '../store/runs.ts';

/** Runs of the own bureau, and those published that are about an institution of the own scope. */
export async function listRuns({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listRunRows(sql, input, runScope(gate.scope({ organisation: ['r.owner_organisation_id'] })));
  return { ...page, rows: [...page.rows] };
}
