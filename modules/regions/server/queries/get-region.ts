import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { assert, problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { getRegion as operation } from '../../contract/operations.ts';
import { answersOf } from '../rules/answers.ts';
import { summaryOf } from '../rules/summary.ts';
import { findVersion, listVersions } from '../store/versions.ts';

const problem = problemsOf(contract.problems);

export async function getRegion({ sql }: QueryContext, { id, version }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const shown = await findVersion(sql, id, version);
  if (shown === undefined) throw problem('regions.unknown');
  const current = shown.isCurrent ? shown : await findVersion(sql, id);
  assert(current !== undefined, `region ${id} has a current version`);
  return { summary: summaryOf(current), shown: shown.version, pack: shown.pack, files: shown.files, versions: await listVersions(sql, id), answers: answersOf(shown.pack) };
}
