import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listConsortia as operation } from '../../contract/organisations.ts';
import { listConsortiumRows } from '../store/memberships.ts';

export async function listConsortia({ sql }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listConsortiumRows(sql, input);
  return { ...page, rows: [...page.rows] };
}
