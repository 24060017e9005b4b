import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { listAgreements as operation } from '../../contract/agreements.ts';
import { listAgreementRows } from '../store/agreements.ts';

export async function listAgreements({ sql, now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listAgreementRows(sql, input, chinaDate(now));
  return { ...page, rows: [...page.rows] };
}
