import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { SURVEY_TABLE, type takeOwnSurveyCode as operation } from '../../../contract/surveys.ts';
import { after, found, problem } from '../../rules/found.ts';
import { findOwnInvitation, insertBallots, updateInvitation } from '../../store/invitations.ts';
import { findSurvey } from '../../store/surveys.ts';
import { digestOf, newCode } from './codes.ts';

/** The invitation says that a code was taken; the code itself points at nobody, and the answer will not point at the code. */
export async function takeOwnSurveyCode(context: CommandContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, subject } = context;
  if (subject.personId === null) throw problem('assessment.unknown');
  const invitation = found(await findOwnInvitation(tx, { surveyId: id, personId: subject.personId }));
  const survey = found(await findSurvey(tx, id));
  after(SURVEY_TABLE, survey.state, 'take-code');
  if (invitation.state !== 'drawn') throw problem('assessment.wrong-state');
  const code = newCode();
  await insertBallots(tx, { surveyId: id, organisationId: invitation.organisationId, channel: 'portal', digests: [digestOf(code)] });
  await updateInvitation(tx, { id: invitation.id, state: 'asked', channel: 'portal', attempts: invitation.attempts });
  context.about({ organisationId: invitation.organisationId, personId: subject.personId });
  context.emit('assessment.code-taken', { surveyId: id }, [survey.ownerOrganisationId]);
  return { code };
}
