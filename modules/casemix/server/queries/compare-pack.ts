import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { comparePack as operation } from '../../contract/packs.ts';
import { found } from '../rules/found.ts';
import { comparedWithForce } from '../store/compared.ts';
import { findPack } from '../store/packs.ts';

/** For those who keep the pack: the cases compared are those that they may see. */
export async function comparePack({ sql, subject, now, gate }: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const pack = found(await findPack(sql, id));
  gate.requireOrganisation(pack.ownerOrganisationId);
  return comparedWithForce(sql, { subject, pack, now });
}
