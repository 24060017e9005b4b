import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listMemberships as operation } from '../../contract/memberships.ts';
import { listMembershipRows } from '../store/memberships.ts';

export async function listMemberships({ sql }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listMembershipRows(sql, input);
  return { ...page, rows: [...page.rows] };
}
