import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { listDiseaseLists as operation } from '../../contract/diseases.ts';
import { listListsOn } from '../store/diseases.ts';

export async function listDiseaseLists({ sql, now }: QueryContext, { on }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  return { lists: await listListsOn(sql, on ?? chinaDate(now)) };
}
