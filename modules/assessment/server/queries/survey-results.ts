import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { getSurvey } from '../../contract/surveys.ts';
import { found } from '../rules/found.ts';
import { freeWordsOf } from '../rules/surveys/free-words.ts';
import { answersOf, summarise } from '../rules/surveys/results.ts';
import { findQuestionnaire } from '../store/questionnaires.ts';
import { findSurvey, listFreeWords, listSurveySites, tallyAnswers, tallyAsked, tallyResponses } from '../store/surveys.ts';

/** A survey of the own office with everything that may be shown of it. */
export async function surveyResults({ sql, gate }: QueryContext, id: string): Promise<Omit<ResultOf<typeof getSurvey>, 'history'>> {
  const survey = found(await findSurvey(sql, id));
  gate.requireOrganisation(survey.ownerOrganisationId);
  const { content } = found(await findQuestionnaire(sql, survey.questionnaireId));
  const [places, tallies, asked] = [await listSurveySites(sql, id), await tallyResponses(sql, id), await tallyAsked(sql, id)];
  const siteIds = [...new Set([...places, ...tallies, ...asked].map(({ organisationId }) => organisationId))].sort();
  const names = new Map((await listOrganisationSummaries(sql, siteIds)).map(({ id: each, name }) => [each, name]));
  const { all, sites, channels } = summarise({ tallies, asked, siteIds, cellMin: survey.cellMin });
  const counted = await tallyAnswers(sql, id, content.questions.filter(({ kind }) => kind !== 'text').map((question) => question.id));
  const written = survey.state === 'closed' ? await listFreeWords(sql, id, content.questions.filter(({ kind }) => kind === 'text').map((question) => question.id)) : [];
  return {
    words: freeWordsOf(content, written, { cellMin: survey.cellMin, isClosed: survey.state === 'closed' }).map(({ texts, ...words }) => ({ ...words, texts: [...texts] })), survey, content, all, channels, questions: answersOf(content, counted, survey.cellMin),
    sites: sites.map((site) => {
      const { frame = 0, drawn = 0 } = places.find(({ organisationId }) => organisationId === site.organisationId) ?? {};
      return { ...site, frame, drawn, name: names.get(site.organisationId) ?? site.organisationId };
    }),
  };
}
