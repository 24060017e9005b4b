import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { comparePack as operation } from '../../contract/packs.ts';
import { found } from '../rules/found.ts';
import { comparedWithForce } from '../store/compared.ts';
import { findPack } from '../store/packs.ts';

export async function comparePack({ sql, subject, now }: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  return comparedWithForce(sql, { subject, pack: found(await findPack(sql, id)), now });
}
