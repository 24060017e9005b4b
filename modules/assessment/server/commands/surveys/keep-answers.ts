import { randomUUID } from 'node:crypto';
import type { Sql } from '#platform/database/transaction.ts';
import type { Answers } from '../../../contract/surveys.ts';
import { found, problem } from '../../rules/found.ts';
import { faultsOf, satisfactionOf } from '../../rules/surveys/score-answers.ts';
import { findQuestionnaire } from '../../store/questionnaires.ts';
import { insertResponse, type NewResponse } from '../../store/surveys.ts';

/** Puts answers into the box: no person, no code, no time, and an id that holds none either. */
export async function keepAnswers(sql: Sql, { questionnaireId, answers, ...place }: Pick<NewResponse, 'surveyId' | 'organisationId' | 'channel'> & { questionnaireId: string; answers: Answers }): Promise<void> {
  const { content } = found(await findQuestionnaire(sql, questionnaireId));
  const faults = faultsOf(content, answers);
  if (faults.length > 0) throw problem('assessment.answers-faulty', faults);
  await insertResponse(sql, { ...place, responseId: randomUUID(), answers, score: satisfactionOf(content, answers) });
}
