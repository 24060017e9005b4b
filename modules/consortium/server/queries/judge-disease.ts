import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { judgeDisease as operation } from '../../contract/diseases.ts';
import { judgeDisease as judge } from '../rules/diseases.ts';
import { listListsFor } from '../store/diseases.ts';

export async function judgeDisease({ sql, now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const lists = await listListsFor(sql, { organisationId: input.organisationId, on: input.on ?? chinaDate(now) });
  return judge(lists, input.icd10, input.direction);
}
