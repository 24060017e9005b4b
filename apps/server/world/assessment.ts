import { appealScore, decideScoreAppeal, enterAssessmentValue, freezeAssessmentInputs, getAssessment, listAssessments, openAssessment, publishAssessment, scoreAssessment, type AssessmentRun } from '#modules/assessment/contract/runs.ts';
import { adoptScheme, draftScheme } from '#modules/assessment/contract/schemes.ts';
import { adoptQuestionnaire, answerSurvey, draftQuestionnaire, drawSurveySample, importSatisfaction, issueSurveyCodes, getSurvey, openSurvey, planSurvey } from '#modules/assessment/contract/surveys.ts';
import { chinaDate, monthsUntil } from '#platform/kernel/period.ts';
import type { WorldStaff } from '#tests/world/plan/types.ts';
import type { PlayRequest, StoppedStory } from './play-referrals.ts';
import { openStage, type Stage } from './stage.ts';

const KEY = 'world-assessment';
const SCHEME = `code: county-monthly
version: 2026.1
title: { zh: 医共体成员单位月度考核, en: Monthly assessment of members }
period: month
groups:
  - { id: hospital, title: { zh: 县级医院, en: County hospitals }, levels: [county], kinds: [hospital, tcm-hospital] }
  - { id: township, title: { zh: 乡镇卫生院, en: Township hospitals }, levels: [township] }
items:
  - { id: A, title: { zh: 协作与下沉, en: Cooperation }, weight: 55 }
  - { id: A1, parent: A, title: { zh: 上转完成率, en: Up-referrals that arrived }, weight: 20, missing: spread, source: { kind: indicator, indicator: A02 }, scoring: { kind: linear, floor: 40, full: 90 } }
  - { id: A2, parent: A, title: { zh: 转诊响应时间, en: Time to accept }, weight: 15, missing: spread, source: { kind: indicator, indicator: A04 }, scoring: { kind: bands, bands: [{ to: 60, points: 15 }, { from: 60, to: 240, points: 10 }, { from: 240, points: 3 }] } }
  - { id: A3, parent: A, title: { zh: 家庭医生签约率, en: Contracts with family doctors }, weight: 20, source: { kind: manual, unit: "%", min: 0, max: 100 }, scoring: { kind: percentile, direction: higher, peersMin: 2 } }
  - { id: B, title: { zh: 质量与管理, en: Quality and management }, weight: 45 }
  - { id: B1, parent: B, title: { zh: 质量检查评分, en: Quality inspection }, weight: 30, source: { kind: manual, min: 0, max: 100 }, scoring: { kind: linear, floor: 60, full: 95 } }
  - { id: B2, parent: B, title: { zh: 公共卫生任务完成, en: Public health tasks }, weight: 15, source: { kind: manual, unit: "%", min: 0, max: 100 }, scoring: { kind: threshold, operator: ">=", value: 80 } }
vetoes:
  - { id: V1, title: { zh: 重大医疗安全事件, en: Severe safety event }, source: { kind: manual }, cap: 59.99 }
`;
const QUESTIONS = `code: outpatient
version: 2026.1
title: { zh: 门诊患者满意度问卷, en: Outpatient questionnaire }
kind: outpatient
introduction: { zh: 感谢您就诊，请花一分钟告诉我们感受。, en: Thank you for your visit. One minute tells us how it was. }
questions:
  - { id: Q1, kind: scale, title: { zh: 挂号与候诊, en: Registration and waiting } }
  - { id: Q2, kind: scale, title: { zh: 医生沟通, en: Talking with the doctor }, weight: 2 }
  - { id: Q3, kind: scale, title: { zh: 环境与标识, en: Place and signs } }
  - { id: Q4, kind: choice, title: { zh: 是否愿意再来, en: Would come again }, options: [{ id: "yes", title: { zh: 愿意, en: "Yes" } }, { id: "no", title: { zh: 不愿意, en: "No" } }] }
  - { id: Q5, kind: text, title: { zh: 意见与建议, en: Wishes } }
`;
const ANSWERED = 14;
const MONTHS_IMPORTED = 6;
const KINDS = { outpatient: 86, inpatient: 88, staff: 79 } as const;
/** What is said in free words, invented. */
const WISHES = ['候诊座椅再多一些', '希望周末也能抽血', '护士很耐心', '停车不方便', '取药排队有点久', '医生讲得很清楚'];

interface Play {
  readonly stage: Stage;
  readonly office: WorldStaff;
  readonly bureau: WorldStaff;
  readonly until: Date;
  readonly month: string;
}

/** Last month assessed and published with an appeal decided, and a survey in the field. */
export async function playAssessment({ database, plan, modules, until }: PlayRequest): Promise<StoppedStory[]> {
  const stage = openStage(database, modules);
  const find = (role: string) => plan.staff.find(({ roles }) => (roles as readonly string[]).includes(role));
  const [office, bureau] = [find('consortium-office'), find('health-bureau')];
  if (!stage.has(openAssessment) || !office || !bureau) return [];
  const month = new Date(Date.parse(`${chinaDate(until).slice(0, 7)}-01T00:00:00Z`) - 86_400_000).toISOString().slice(0, 7);
  const stopped: StoppedStory[] = [];
  for (const [key, story] of [['run', assess], ['survey', ask], ['national', importNational]] as const) {
    try {
      await story({ stage, office, bureau, until, month });
    } catch (error) {
      stopped.push({ key: `${KEY}-${key}`, error });
    }
  }
  return stopped;
}

async function assess({ stage, office, bureau, until, month }: Play): Promise<void> {
  const by = (step: string, member = office) => ({ member, at: until, key: `${KEY}-${step}` });
  const scheme = await stage.act(draftScheme, { text: SCHEME }, by('draft'));
  await stage.act(adoptScheme, { id: scheme.id, reason: '经管委会同意' }, by('adopt', bureau));
  const run: AssessmentRun = await stage.act(openAssessment, { schemeId: scheme.id, period: month }, by('open'));
  const { members } = await stage.act(getAssessment, { id: run.id }, { member: office, at: until });
  for (const [index, { organisationId }] of members.entries()) {
    for (const [itemId, value] of [['A3', 42 + ((index * 17) % 40)], ['B1', 72 + ((index * 7) % 26)], ['B2', 70 + ((index * 13) % 30)]] as const) {
      await stage.act(enterAssessmentValue, { id: run.id, organisationId, itemId, value: String(value), evidence: '月度现场检查记录（示例）' }, by(`${itemId}-${organisationId}`));
    }
  }
  await stage.act(freezeAssessmentInputs, { id: run.id }, by('freeze'));
  await stage.act(scoreAssessment, { id: run.id }, by('score'));
  await stage.act(publishAssessment, { id: run.id, documentNumber: '示医共体〔2026〕18号', appealDays: 10 }, by('publish'));
  const [first, second] = members;
  const appeal = await stage.act(appealScore, { id: run.id, organisationId: first!.organisationId, itemId: 'B1', claimedValue: '95', reason: '两项扣分已当场整改', evidence: '整改照片与复查记录' }, by('appeal'));
  await stage.act(decideScoreAppeal, { id: appeal.id, outcome: 'uphold', grantedValue: '92', reason: '复查属实，采纳一项' }, by('decide', bureau));
  if (second) await stage.act(appealScore, { id: run.id, organisationId: second.organisationId, itemId: 'B2', claimedValue: '85', reason: '随访数据晚报', evidence: '补报表' }, by('appeal-2'));
}

async function ask({ stage, office, until, month }: Play): Promise<void> {
  const by = (step: string) => ({ member: office, at: until, key: `${KEY}-${step}` });
  const questionnaire = await stage.act(draftQuestionnaire, { text: QUESTIONS }, by('questionnaire'));
  await stage.act(adoptQuestionnaire, { id: questionnaire.id, reason: '启用' }, by('questionnaire-adopt'));
  const survey = await stage.act(planSurvey, { title: `${month} 门诊满意度调查`, questionnaireId: questionnaire.id, month, perSite: 8, channels: ['portal', 'paper', 'telephone'], seed: month }, by('plan'));
  await stage.act(drawSurveySample, { id: survey.id }, by('draw'));
  await stage.act(openSurvey, { id: survey.id }, by('survey-open'));
  const { sites } = await stage.act(getSurvey, { id: survey.id }, { member: office, at: until });
  for (const [place, { organisationId }] of sites.slice(0, 3).entries()) {
    const { codes } = await stage.act(issueSurveyCodes, { id: survey.id, organisationId, channel: 'tablet', count: ANSWERED + 4 }, by(`codes-${place}`));
    for (const [index, code] of codes.slice(0, ANSWERED - place * 5).entries()) {
      const answers = { Q1: String(3 + (index % 3)), Q2: String(4 + ((index + place) % 2)), Q3: String(3 + ((index + place) % 3)), Q4: index % 9 === 0 ? 'no' : 'yes', ...(index % 2 === 0 ? { Q5: WISHES[(index / 2 + place) % WISHES.length]! } : {}) };
      await stage.act(answerSurvey, { code, answers }, by(`answer-${place}-${index}`));
    }
  }
}

/** Half a year of results of the national platform, as its file brings them; invented. */
async function importNational({ stage, office, until, month }: Play): Promise<void> {
  const { members } = await stage.act(getAssessment, { id: (await stage.act(listAssessments, {}, { member: office, at: until })).rows[0]!.id }, { member: office, at: until });
  const lines = monthsUntil(month, MONTHS_IMPORTED).flatMap((each, age) => members.slice(0, 6).flatMap(({ organisationId }, place) => Object.entries(KINDS).map(([kind, mean]) =>
    `${organisationId},${kind},${each},${(mean + ((place * 7 + age * 3) % 9) - 3 + age * 0.4).toFixed(2)},${60 + ((place * 11 + age * 5) % 40)}`)));
  const base64 = Buffer.from(['organisation,kind,month,mean,valid', ...lines].join('\n')).toString('base64');
  await stage.act(importSatisfaction, { fileName: 'national.csv', base64, columns: { organisation: 'organisation', mean: 'mean', valid: 'valid', kind: 'kind', month: 'month' } }, { member: office, at: until, key: `${KEY}-national` });
}
