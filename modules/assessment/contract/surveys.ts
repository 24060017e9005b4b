import { z } from 'zod';
import { anyOf, pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import type { StateTable } from '#platform/kernel/state-table.ts';
import { findingSchema } from './scheme.ts';
import { actionSchema, fileSchema, idSchema, monthSchema, reasonSchema, textSchema } from './words.ts';

export const surveyKinds = ['outpatient', 'inpatient', 'staff'] as const;
const kindSchema = z.enum(surveyKinds);
export type SurveyKind = z.infer<typeof kindSchema>;
export const channels = ['portal', 'paper', 'telephone', 'tablet'] as const;
const channelSchema = z.enum(channels);
export type Channel = z.infer<typeof channelSchema>;

const questionId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,19}$/, 'letters, digits, dash / 字母、数字、短横');
const optionSchema = z.strictObject({ id: questionId, title: textSchema, score: z.number().int().min(0).max(100).optional() });
const questionSchema = z.discriminatedUnion('kind', [
  /** 1 to `steps`, the last the best. */
  z.strictObject({ kind: z.literal('scale'), id: questionId, title: textSchema, steps: z.number().int().min(2).max(10).default(5), weight: z.number().int().min(1).max(100).default(1), required: z.boolean().default(true) }),
  z.strictObject({ kind: z.literal('choice'), id: questionId, title: textSchema, options: z.array(optionSchema).min(2).max(20), weight: z.number().int().min(1).max(100).default(1), required: z.boolean().default(true) }),
  z.strictObject({ kind: z.literal('text'), id: questionId, title: textSchema, required: z.boolean().default(false) }),
]);
export type Question = z.infer<typeof questionSchema>;

/** A questionnaire as data. */
export const questionnaireContentSchema = z.strictObject({
  code: questionId, version: z.string().regex(/^\d{4}\.\d{1,3}$/, 'such as 2026.1 / 形如 2026.1'), title: textSchema, kind: kindSchema, introduction: z.object({ zh: z.string().max(1000), en: z.string().max(1500) }),
  questions: z.array(questionSchema).min(1).max(60),
});
export type QuestionnaireContent = z.infer<typeof questionnaireContentSchema>;

export const questionnaireStates = ['draft', 'adopted', 'retired'] as const;
const questionnaireStateSchema = z.enum(questionnaireStates);
export const QUESTIONNAIRE_TABLE: StateTable<z.infer<typeof questionnaireStateSchema>, 'adopt' | 'retire'> = { draft: { adopt: 'adopted', retire: 'retired' }, adopted: { retire: 'retired' }, retired: {} };
export const questionnaireSchema = z.object({
  id: z.string(), code: z.string(), version: z.string(), title: textSchema, kind: kindSchema, ownerOrganisationId: z.string(), questions: z.number().int(), state: questionnaireStateSchema, stateSince: z.string(),
});
export type Questionnaire = z.infer<typeof questionnaireSchema>;

const contentText = z.string().min(1).max(200_000);
export const draftQuestionnaire = command({
  name: 'draftQuestionnaire', path: '/surveys/questionnaires', permission: 'assessment.plan-survey', event: 'assessment.questionnaire-drafted', summary: { zh: '起草问卷', en: 'Draft a questionnaire' },
  input: z.object({ text: contentText }), output: questionnaireSchema,
});
export const adoptQuestionnaire = command({
  name: 'adoptQuestionnaire', path: '/surveys/questionnaires/{id}/adopt', permission: 'assessment.plan-survey', event: 'assessment.questionnaire-adopted', summary: { zh: '启用问卷', en: 'Put a questionnaire into use' },
  input: z.object({ id: idSchema, reason: reasonSchema }), output: questionnaireSchema,
});
export const retireQuestionnaire = command({
  name: 'retireQuestionnaire', path: '/surveys/questionnaires/{id}/retire', permission: 'assessment.plan-survey', event: 'assessment.questionnaire-retired', summary: { zh: '停用问卷', en: 'Take a questionnaire out of use' },
  input: z.object({ id: idSchema, reason: reasonSchema }), output: questionnaireSchema,
});
export const checkQuestionnaire = query({
  name: 'checkQuestionnaire', path: '/surveys/questionnaires/check', permission: 'assessment.read-surveys', method: 'POST', summary: { zh: '检查问卷', en: 'Check the text of a questionnaire' },
  input: z.object({ text: contentText }), output: z.object({ content: questionnaireContentSchema.nullable(), findings: z.array(findingSchema) }),
});
export const listQuestionnaires = query({
  name: 'listQuestionnaires', path: '/surveys/questionnaires', permission: 'assessment.read-surveys', summary: { zh: '问卷列表', en: 'List questionnaires' },
  input: z.object({ ...pageInput, state: anyOf(questionnaireStateSchema) }), output: pageOf(questionnaireSchema),
});

export const surveyStates = ['draft', 'sampled', 'open', 'closed', 'cancelled'] as const;
const surveyStateSchema = z.enum(surveyStates);
export type SurveyState = z.infer<typeof surveyStateSchema>;
export type SurveyAct = 'draw' | 'open' | 'issue' | 'call' | 'take-code' | 'answer' | 'close' | 'cancel';
export const SURVEY_TABLE: StateTable<SurveyState, SurveyAct> = {
  draft: { draw: 'sampled', open: 'open', cancel: 'cancelled' },
  sampled: { open: 'open', cancel: 'cancelled' },
  open: { issue: 'open', call: 'open', 'take-code': 'open', answer: 'open', close: 'closed' },
  closed: {},
  cancelled: {},
};
export const surveySchema = z.object({
  id: z.string(), title: z.string(), kind: kindSchema, month: z.string(), questionnaireId: z.string(), questionnaireTitle: textSchema, ownerOrganisationId: z.string(), perSite: z.number().int(), quietDays: z.number().int(), cellMin: z.number().int(),
  channels: z.array(channelSchema), seed: z.string(), state: surveyStateSchema, stateSince: z.string(), invited: z.number().int(), answered: z.number().int(),
});
export type Survey = z.infer<typeof surveySchema>;

const shareSchema = z.object({ asked: z.number().int(), answered: z.number().int() });
/** `valid` and `sum` are null where too few answered to keep anybody hidden. */
const resultSchema = z.object({ valid: z.number().int().nullable(), sum: z.string().nullable(), mean: z.string().nullable() });
export type SurveyResult = z.infer<typeof resultSchema>;
const questionResultSchema = z.object({ questionId: z.string(), answers: z.array(z.object({ answer: z.string(), title: textSchema, count: z.number().int().nullable() })) });

export const planSurvey = command({
  name: 'planSurvey', path: '/surveys', permission: 'assessment.plan-survey', event: 'assessment.survey-planned', summary: { zh: '制定调查', en: 'Plan a survey' },
  input: z.object({
    title: z.string().trim().min(2).max(100), questionnaireId: idSchema, month: monthSchema, perSite: z.number().int().min(1).max(2_000).default(30), quietDays: z.number().int().min(0).max(1_000).default(90),
    cellMin: z.number().int().min(3).max(50).default(5), channels: z.array(channelSchema).min(1).max(4), seed: z.string().trim().min(1).max(60),
  }), output: surveySchema,
});
export const drawSurveySample = command({
  name: 'drawSurveySample', path: '/surveys/{id}/sample', permission: 'assessment.plan-survey', event: 'assessment.survey-sampled', summary: { zh: '抽样', en: 'Draw the sample from the encounters of the month' },
  input: z.object({ id: idSchema }), output: surveySchema,
});
export const openSurvey = command({
  name: 'openSurvey', path: '/surveys/{id}/open', permission: 'assessment.plan-survey', event: 'assessment.survey-opened', summary: { zh: '开始调查', en: 'Open a survey' },
  input: z.object({ id: idSchema }), output: surveySchema,
});
export const closeSurvey = command({
  name: 'closeSurvey', path: '/surveys/{id}/close', permission: 'assessment.plan-survey', event: 'assessment.survey-closed', summary: { zh: '结束调查', en: 'Close a survey' },
  input: z.object({ id: idSchema }), output: surveySchema,
});
export const cancelSurvey = command({
  name: 'cancelSurvey', path: '/surveys/{id}/cancel', permission: 'assessment.plan-survey', event: 'assessment.survey-cancelled', summary: { zh: '取消调查', en: 'Cancel a survey' },
  input: z.object({ id: idSchema, reason: reasonSchema }), output: surveySchema,
});
export const issueSurveyCodes = command({
  name: 'issueSurveyCodes', path: '/surveys/{id}/codes', permission: 'assessment.issue-codes', event: 'assessment.codes-issued', summary: { zh: '发放填答码', en: 'Issue codes for paper or a tablet; shown once' },
  input: z.object({ id: idSchema, organisationId: idSchema, channel: z.enum(['paper', 'tablet']), count: z.number().int().min(1).max(500) }), output: z.object({ channel: channelSchema, codes: z.array(z.string()) }),
});

const answersSchema = z.record(z.string().max(20), z.string().trim().max(1_000));
export type Answers = z.infer<typeof answersSchema>;
const callSchema = z.object({ id: z.string(), surveyId: z.string(), personId: z.string(), organisationId: z.string(), attempts: z.number().int(), state: z.enum(['drawn', 'asked', 'refused']) });
export type SurveyCall = z.infer<typeof callSchema>;
export const recordSurveyCall = command({
  name: 'recordSurveyCall', path: '/surveys/calls/{id}', permission: 'assessment.call', event: 'assessment.call-recorded', summary: { zh: '登记电话调查', en: 'Record a call: answered, refused or nobody there' },
  input: z.object({ id: idSchema, outcome: z.enum(['answered', 'refused', 'never-again', 'no-answer']), answers: answersSchema.default({}) }), output: callSchema,
});
export const answerSurvey = command({
  name: 'answerSurvey', path: '/surveys/answers', permission: 'public', event: 'assessment.survey-answered', summary: { zh: '用填答码填写问卷', en: 'Answer a survey by its code; nobody signs in' },
  input: z.object({ code: z.string().min(8).max(60), answers: answersSchema }), output: z.object({ accepted: z.boolean() }),
});
export const getSurveyForm = query({
  name: 'getSurveyForm', path: '/surveys/form', permission: 'public', method: 'POST', summary: { zh: '按填答码取问卷', en: 'The questionnaire behind a code' },
  input: z.object({ code: z.string().min(8).max(60) }), output: z.object({ title: z.string(), content: questionnaireContentSchema }),
});
export const takeOwnSurveyCode = command({
  name: 'takeOwnSurveyCode', path: '/own/surveys/{id}/code', permission: 'portal.own-record', event: 'assessment.code-taken', summary: { zh: '领取填答码', en: 'Take the code of a survey one is invited to' },
  input: z.object({ id: idSchema }), output: z.object({ code: z.string() }),
});
export const refuseOwnSurveys = command({
  name: 'refuseOwnSurveys', path: '/own/surveys/refuse', permission: 'portal.own-record', event: 'assessment.surveys-refused', summary: { zh: '不再接受调查', en: 'Be asked no more, or again' },
  input: z.object({ refuses: z.boolean() }), output: z.object({ refuses: z.boolean() }),
});
export const listOwnSurveys = query({
  name: 'listOwnSurveys', path: '/own/surveys', permission: 'portal.own-record', summary: { zh: '请我填写的调查', en: 'Surveys that one is invited to' },
  input: z.object({}), output: z.object({ refuses: z.boolean(), rows: z.array(z.object({ id: z.string(), title: z.string(), kind: kindSchema, organisationName: z.string() })) }),
});

export const listSurveys = query({
  name: 'listSurveys', path: '/surveys', permission: 'assessment.read-surveys', summary: { zh: '调查列表', en: 'List surveys' },
  input: z.object({ ...pageInput, state: anyOf(surveyStateSchema), kind: anyOf(kindSchema) }), output: pageOf(surveySchema),
});
export const getSurvey = query({
  name: 'getSurvey', path: '/surveys/{id}', permission: 'assessment.read-surveys', summary: { zh: '查看调查与结果', en: 'A survey, its response and its results' },
  input: z.object({ id: idSchema }),
  output: z.object({
    survey: surveySchema, content: questionnaireContentSchema, all: resultSchema,
    sites: z.array(shareSchema.extend({ organisationId: z.string(), name: z.string(), frame: z.number().int(), drawn: z.number().int(), result: resultSchema })),
    channels: z.array(shareSchema.extend({ channel: channelSchema, result: resultSchema })), questions: z.array(questionResultSchema),
    /** Free words of a closed survey, of all sites together, where enough wrote. */
    words: z.array(z.object({ questionId: z.string(), count: z.number().int().nullable(), texts: z.array(z.string()) })), history: z.array(actionSchema),
  }),
});
export const listSurveyCalls = query({
  name: 'listSurveyCalls', path: '/surveys/{id}/calls', permission: 'assessment.call', summary: { zh: '待拨打名单', en: 'Persons to call' },
  input: z.object({ id: idSchema, ...pageInput }), output: pageOf(callSchema),
});
export const exportSurvey = query({
  name: 'exportSurvey', isExport: true, path: '/surveys/{id}/file', permission: 'assessment.read-surveys', summary: { zh: '导出调查结果', en: 'The results as PDF or Excel' },
  input: z.object({ id: idSchema, form: z.enum(['pdf', 'sheet']) }), output: fileSchema,
});

const refusedRow = z.object({ row: z.number().int(), column: z.string(), message: z.object({ zh: z.string(), en: z.string() }) });
export const importSatisfaction = command({
  name: 'importSatisfaction', path: '/surveys/import', permission: 'assessment.import-satisfaction', event: 'assessment.satisfaction-imported', summary: { zh: '导入全国满意度平台结果', en: 'Import results of the national platform' },
  input: z.object({
    fileName: z.string().trim().min(1).max(200), base64: z.string().min(1).max(14_000_000),
    /** Headings of the file by what they hold; `kind` and `month` may be fixed instead. */
    columns: z.object({ organisation: z.string().max(100), mean: z.string().max(100), valid: z.string().max(100), kind: z.string().max(100).optional(), month: z.string().max(100).optional() }),
    kind: kindSchema.optional(), month: monthSchema.optional(),
  }),
  output: z.object({ loaded: z.number().int(), replaced: z.number().int(), rows: z.number().int(), refused: z.array(refusedRow) }),
});
const importedSchema = z.object({ organisationId: z.string(), kind: kindSchema, month: z.string(), mean: z.string(), valid: z.number().int(), fileName: z.string(), importedBy: z.string(), at: z.string() });
export type ImportedResult = z.infer<typeof importedSchema>;
export const listImportedSatisfaction = query({
  name: 'listImportedSatisfaction', path: '/surveys/import', permission: 'assessment.read-surveys', summary: { zh: '已导入的满意度', en: 'Imported results' },
  input: z.object({ ...pageInput, kind: anyOf(kindSchema) }), output: pageOf(importedSchema),
});
