import { drawFromEncounters } from '#modules/indicators/server/api.ts';
import { listSubtree } from '#platform/access/organisation-tree.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import type { drawSurveySample as operation, Survey } from '../../../contract/surveys.ts';
import { problem } from '../../rules/found.ts';
import { insertInvitations, insertSites, listQuietPersons, lockDraws } from '../../store/invitations.ts';
import { moveSurvey } from './survey-steps.ts';

/** One stratum a site, by the seed; nobody who refused, nobody who was drawn within the quiet days. */
export const drawSurveySample = (context: CommandContext, { id }: InputOf<typeof operation>): Promise<Survey> =>
  moveSurvey(context, { id, action: 'draw', event: 'assessment.survey-sampled', more: (survey) => draw(context, survey) });

async function draw({ tx, now, newId }: CommandContext, survey: Survey): Promise<void> {
  if (survey.kind === 'staff') throw problem('assessment.no-sample');
  const today = chinaDate(now);
  await lockDraws(tx);
  const drawn = await drawFromEncounters(tx, {
    organisationIds: await listSubtree(tx, survey.ownerOrganisationId), month: survey.month, kind: survey.kind === 'inpatient' ? 'discharge' : 'visit', seed: survey.seed, perSite: survey.perSite,
    exceptPersonIds: await listQuietPersons(tx, survey.quietDays === 0 ? addDays(today, 1) : addDays(today, 1 - survey.quietDays)),
  });
  if (drawn.length === 0) throw problem('assessment.no-sample');
  const channels = survey.channels.filter((channel) => channel !== 'tablet');
  const rows = drawn.map(({ organisationId, personId }, index) => ({ id: newId(), organisationId, personId, channel: channels[index % channels.length] ?? 'portal' }));
  await insertInvitations(tx, { surveyId: survey.id, askedOn: today, rows });
  const sites = new Map(drawn.map(({ organisationId, frame }) => [organisationId, frame]));
  await insertSites(tx, {
    surveyId: survey.id, ownerOrganisationId: survey.ownerOrganisationId,
    sites: [...sites].map(([organisationId, frame]) => ({ organisationId, frame, drawn: rows.filter((row) => row.organisationId === organisationId).length })),
  });
}
