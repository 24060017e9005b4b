import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getParameterPack as operation } from '../../contract/packs.ts';
import { found } from '../rules/found.ts';
import { listActions } from '../store/actions.ts';
import { findPack } from '../store/packs.ts';

export async function getParameterPack({ sql }: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { content, loadedById: _loadedById, ...pack } = found(await findPack(sql, id));
  return { pack, content, history: await listActions(sql, id) };
}
