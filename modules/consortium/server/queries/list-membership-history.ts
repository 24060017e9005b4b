import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listMembershipHistory as operation } from '../../contract/memberships.ts';
import { found } from '../rules/found.ts';
import { listActions } from '../store/actions.ts';
import { findMembership } from '../store/memberships.ts';

export async function listMembershipHistory({ sql }: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  return { membership: found(await findMembership(sql, id)), history: await listActions(sql, 'membership', id) };
}
