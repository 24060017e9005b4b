import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { summariseRefusals as declared } from '../../contract/quality.ts';
import { listRefusalSums } from '../store/refusals.ts';

/** Of the organisations in the asker's sight; a person's own sight opens no statistics. */
export async function summariseRefusals({ sql, gate }: QueryContext, { from, until, limit, offset }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const page = await listRefusalSums(sql, { scope: gate.scope({ organisation: ['study.owner_organisation_id'] }), from, until, limit, offset });
  return { ...page, rows: [...page.rows] };
}
