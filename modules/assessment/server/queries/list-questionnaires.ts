import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listQuestionnaires as operation } from '../../contract/surveys.ts';
import { listQuestionnaireRows } from '../store/questionnaires.ts';

export async function listQuestionnaires({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listQuestionnaireRows(sql, input, gate.scope({ organisation: ['owner_organisation_id'] }));
  return { ...page, rows: [...page.rows] };
}
