import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import { SURVEY_TABLE, type answerSurvey as operation } from '../../../contract/surveys.ts';
import { problem } from '../../rules/found.ts';
import { deleteBallot } from '../../store/invitations.ts';
import { findSurvey } from '../../store/surveys.ts';
import { digestOf } from './codes.ts';
import { keepAnswers } from './keep-answers.ts';

/** Whoever holds a code answers once. The code leaves the box in the same transaction; a wrong, a used and a late code get the same refusal. */
export async function answerSurvey(context: CommandContext, { code, answers }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx } = context;
  const ballot = await deleteBallot(tx, digestOf(code));
  const survey = ballot && (await findSurvey(tx, ballot.surveyId));
  if (ballot === undefined || survey === undefined || nextState(SURVEY_TABLE, survey.state, 'answer') === undefined) throw problem('assessment.code-unknown');
  await keepAnswers(tx, { surveyId: survey.id, questionnaireId: survey.questionnaireId, organisationId: ballot.organisationId, channel: ballot.channel, answers });
  context.about({ organisationId: ballot.organisationId });
  context.emit('assessment.survey-answered', { surveyId: survey.id }, [survey.ownerOrganisationId]);
  return { accepted: true };
}
