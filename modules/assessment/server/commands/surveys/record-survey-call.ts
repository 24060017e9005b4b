import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { SURVEY_TABLE, type recordSurveyCall as operation, type SurveyCall } from '../../../contract/surveys.ts';
import { after, found, problem } from '../../rules/found.ts';
import { lockInvitation, updateInvitation, upsertRefusal } from '../../store/invitations.ts';
import { findSurvey } from '../../store/surveys.ts';
import { keepAnswers } from './keep-answers.ts';

const STATE_AFTER = { answered: 'asked', refused: 'refused', 'never-again': 'refused', 'no-answer': 'drawn' } as const;

/** What was said is kept apart from who was called. */
export async function recordSurveyCall(context: CommandContext, { id, outcome, answers }: InputOf<typeof operation>): Promise<SurveyCall> {
  const { tx, now } = context;
  const { channel, ...call } = found(await lockInvitation(tx, id));
  context.gate.requireOrganisation(call.organisationId);
  const survey = found(await findSurvey(tx, call.surveyId));
  after(SURVEY_TABLE, survey.state, 'call');
  if (channel !== 'telephone' || call.state !== 'drawn') throw problem('assessment.wrong-state');
  if (outcome === 'answered') await keepAnswers(tx, { surveyId: survey.id, questionnaireId: survey.questionnaireId, organisationId: call.organisationId, channel: 'telephone', answers });
  if (outcome === 'never-again') await upsertRefusal(tx, { personId: call.personId, refuses: true, now });
  const called = { ...call, state: STATE_AFTER[outcome], attempts: call.attempts + 1 };
  await updateInvitation(tx, { ...called, channel });
  context.about({ organisationId: call.organisationId, personId: call.personId });
  context.emit('assessment.call-recorded', { surveyId: survey.id }, [call.organisationId]);
  return called;
}
