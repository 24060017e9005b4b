import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listPackages as operation } from '../../contract/packages.ts';
import { packageOf } from '../commands/packages/package-of.ts';
import { listMonths, listPackageRows } from '../store/packages.ts';

export async function listPackages({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listPackageRows(sql, input, gate.scope({ organisation: ['p.owner_organisation_id'] }));
  const rows: ResultOf<typeof operation>['rows'] = [];
  for (const row of page.rows) rows.push(packageOf(row, await listMonths(sql, row.id)));
  return { ...page, rows };
}
