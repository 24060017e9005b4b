import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { compareRegion as operation } from '../../contract/operations.ts';
import { comparePacks } from '../rules/compare-packs.ts';
import { findVersion } from '../store/versions.ts';

const problem = problemsOf(contract.problems);

export async function compareRegion({ sql }: QueryContext, { id, from, to }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const before = await findVersion(sql, id, from);
  const after = await findVersion(sql, id, to);
  if (before === undefined || after === undefined) throw problem('regions.unknown');
  return { changes: comparePacks(before.pack, after.pack) };
}
