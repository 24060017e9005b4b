import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getSurvey as operation } from '../../contract/surveys.ts';
import { listActions } from '../store/actions.ts';
import { surveyResults } from './survey-results.ts';

export async function getSurvey(context: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const results = await surveyResults(context, id);
  context.about({ organisationId: results.survey.ownerOrganisationId });
  return { ...results, history: await listActions(context.sql, id) };
}
