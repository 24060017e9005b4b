import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listSurveys as operation } from '../../contract/surveys.ts';
import { listSurveyRows } from '../store/surveys.ts';

export async function listSurveys({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listSurveyRows(sql, input, gate.scope({ organisation: ['s.owner_organisation_id'] }));
  return { ...page, rows: [...page.rows] };
}
