import { chinaDate } from '#platform/kernel/period.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listReaderPermits as operation } from '../../../contract/centres.ts';
import { organisationNames } from '../../commands/act/partners.ts';
import { pageOfPermits } from '../../store/permits.ts';

export async function listReaderPermits({ sql, gate, now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await pageOfPermits(sql, gate, { ...input, today: chinaDate(now) });
  const names = await organisationNames(sql, page.rows.map((row) => row.organisationId));
  return { ...page, rows: page.rows.map((row) => ({ ...row, organisationName: names.get(row.organisationId) ?? row.organisationId })) };
}
