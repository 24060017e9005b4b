import type { LiveServer } from './live-server.ts';

type Run = (name: string, input: Record<string, unknown>) => Promise<Record<string, unknown>>;

export type AssessmentId = 'assessmentScheme' | 'assessmentRun' | 'assessmentAppeal' | 'surveyQuestionnaire' | 'survey' | 'surveyCall';

interface AssessmentBuilder {
  readonly live: LiveServer;
  readonly mark: string;
  readonly names: { readonly root: string; readonly hospital: string };
  readonly personId: string;
  readonly run: Run;
  /** Somebody else of the same office: who drafts a scheme does not adopt it. */
  readonly second: Run;
}

const titled = (mark: string): string => `{ zh: 考核${mark}, en: Assessment ${mark} }`;
const schemeOf = (mark: string): string => `code: s-${mark}
version: 2026.1
title: ${titled(mark)}
period: month
groups: [{ id: all, title: ${titled(mark)} }]
items: [{ id: M1, title: ${titled(mark)}, weight: 100, source: { kind: manual }, scoring: { kind: linear, floor: 0, full: 100 } }]
`;
const questionsOf = (mark: string): string => `code: q-${mark}
version: 2026.1
title: ${titled(mark)}
kind: outpatient
introduction: { zh: 匿名, en: Anonymous }
questions: [{ id: Q1, kind: scale, title: ${titled(mark)} }]
`;

/** A published assessment under appeal, and an open survey with somebody to call. */
export async function assessmentOf({ live, mark, names, personId, run, second }: AssessmentBuilder): Promise<Record<AssessmentId, string>> {
  const scheme = await run('draftScheme', { text: schemeOf(mark) });
  await second('adoptScheme', { id: scheme['id'], reason: '同意' });
  const { id } = await run('openAssessment', { schemeId: scheme['id'], period: '2026-01' });
  await run('enterAssessmentValue', { id, organisationId: names.hospital, itemId: 'M1', value: '80', evidence: `证据${mark}` });
  await run('freezeAssessmentInputs', { id });
  await run('scoreAssessment', { id });
  await run('publishAssessment', { id, documentNumber: `文号${mark}`, appealDays: 30 });
  const appeal = await run('appealScore', { id, organisationId: names.hospital, itemId: 'M1', claimedValue: '90', reason: `申诉${mark}`, evidence: `证据${mark}` });
  const questionnaire = await run('draftQuestionnaire', { text: questionsOf(mark) });
  await run('adoptQuestionnaire', { id: questionnaire['id'], reason: '启用' });
  await live.opened.owner.query("insert into indicators.encounter (encounter_id, person_id, organisation_id, class, counted, started_on, visit_month, version) values ($1, $2, $3, 'AMB', true, '2026-01-05', '2026-01', 1)", [`${mark}-visit`, personId, names.hospital]);
  const survey = await run('planSurvey', { title: `调查${mark}`, questionnaireId: questionnaire['id'], month: '2026-01', channels: ['telephone'], seed: mark });
  await run('drawSurveySample', { id: survey['id'] });
  await run('openSurvey', { id: survey['id'] });
  const { rows } = (await run('listSurveyCalls', { id: survey['id'] })) as { rows: { id: string }[] };
  return { assessmentScheme: String(scheme['id']), assessmentRun: String(id), assessmentAppeal: String(appeal['id']), surveyQuestionnaire: String(questionnaire['id']), survey: String(survey['id']), surveyCall: rows[0]!.id };
}
