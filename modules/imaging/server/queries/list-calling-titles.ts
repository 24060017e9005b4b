import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listCallingTitles as declared } from '../../contract.ts';
import { listTitles } from '../store/calling-titles.ts';

export async function listCallingTitles({ sql, gate }: QueryContext, { limit, offset }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const page = await listTitles(sql, { scope: gate.scope({ organisation: ['owner_organisation_id'] }), limit, offset });
  return { ...page, rows: [...page.rows] };
}
