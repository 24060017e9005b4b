import { beyondSight } from '#platform/database/transaction.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getSurveyForm as operation } from '../../contract/surveys.ts';
import { digestOf } from '../commands/surveys/codes.ts';
import { found, problem } from '../rules/found.ts';
import { findBallot } from '../store/invitations.ts';
import { findQuestionnaire } from '../store/questionnaires.ts';
import { findSurvey } from '../store/surveys.ts';

/** Whoever has a code reads the form, of whatever organisation or none: the code is the permission. */
export async function getSurveyForm({ sql: sighted }: QueryContext, { code }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const sql = beyondSight(sighted);
  const ballot = await findBallot(sql, digestOf(code));
  const survey = ballot && (await findSurvey(sql, ballot.surveyId));
  if (survey?.state !== 'open') throw problem('assessment.code-unknown');
  return { title: survey.title, content: found(await findQuestionnaire(sql, survey.questionnaireId)).content };
}
