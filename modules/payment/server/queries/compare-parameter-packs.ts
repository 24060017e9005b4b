import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { compareParameterPacks as operation } from '../../contract/packs.ts';
import { found } from '../rules/found.ts';
import { comparePackContents } from '../rules/pack-check.ts';
import { findPack } from '../store/packs.ts';

const CHANGES_MAX = 2_000;

/** What would change if this pack took the place of the other one. */
export async function compareParameterPacks({ sql }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const [before, after] = [found(await findPack(sql, input.with)), found(await findPack(sql, input.id))];
  const changes = comparePackContents(before.content, after.content);
  return { changes: changes.slice(0, CHANGES_MAX), total: changes.length };
}
