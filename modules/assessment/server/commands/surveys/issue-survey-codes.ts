import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { SURVEY_TABLE, type issueSurveyCodes as operation } from '../../../contract/surveys.ts';
import { after, found, problem } from '../../rules/found.ts';
import { countPaper, insertBallots, insertCodeIssue } from '../../store/invitations.ts';
import { lockSurvey } from '../../store/surveys.ts';
import { digestOf, newCode } from './codes.ts';

/** Codes for paper or a tablet. Which of them goes to whom is written nowhere; only digests are kept. */
export async function issueSurveyCodes(context: CommandContext, { id, organisationId, channel, count }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx } = context;
  context.gate.requireOrganisation(organisationId);
  const survey = found(await lockSurvey(tx, id));
  if (!context.subject.everyOrganisation && !context.subject.organisationIds.includes(survey.ownerOrganisationId)) found((await countPaper(tx, id, organisationId)).drawn > 0 ? true : undefined);
  after(SURVEY_TABLE, survey.state, 'issue');
  if (channel === 'paper' && survey.kind !== 'staff') {
    const { drawn, issued } = await countPaper(tx, id, organisationId);
    if (issued + count > drawn) throw problem('assessment.codes-over', [{ path: 'count', message: { zh: `最多还可发 ${drawn - issued} 个`, en: `at most ${drawn - issued} more` } }]);
  }
  const codes = Array.from({ length: count }, newCode);
  // In the order of the digests, so that the rows do not tell in which order the codes were printed.
  await insertBallots(tx, { surveyId: id, organisationId, channel, digests: codes.map(digestOf).sort() });
  await insertCodeIssue(tx, { id: context.newId(), surveyId: id, organisationId, channel, codes: count });
  context.about({ organisationId });
  context.emit('assessment.codes-issued', { surveyId: id, count }, [organisationId, survey.ownerOrganisationId]);
  return { channel, codes };
}
