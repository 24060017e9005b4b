import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract, type getEcgOriginal as declared } from '../../contract.ts';
import { MEDIA_TYPES, sha256Of } from '../rules/record-row.ts';
import { readOriginal } from '../store/records.ts';
import { visibleEcg } from './visible-ecg.ts';

const problem = problemsOf(contract.problems);

export async function getEcgOriginal(context: QueryContext, { id }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const row = await visibleEcg(context, id);
  const content = await readOriginal(context.sql, row.id);
  if (sha256Of(content) !== row.sha256) throw problem('ecg.original-changed');
  return { fileName: row.fileName, mediaType: MEDIA_TYPES[row.format], contentBase64: content.toString('base64'), sha256: row.sha256 };
}
