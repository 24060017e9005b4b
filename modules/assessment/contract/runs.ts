import { z } from 'zod';
import { anyOf, pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import type { StateTable } from '#platform/kernel/state-table.ts';
import { schemeContentSchema } from './scheme.ts';
import { actionSchema, daySchema, decimalSchema, fileSchema, idSchema, periodSchema, reasonSchema, textSchema } from './words.ts';

export const runStates = ['draft', 'inputs-frozen', 'scored', 'published', 'final', 'frozen', 'cancelled'] as const;
const runStateSchema = z.enum(runStates);
export type RunState = z.infer<typeof runStateSchema>;
export type RunAct = 'enter' | 'freeze-inputs' | 'score' | 'reopen' | 'publish' | 'appeal' | 'decide' | 'finalise' | 'freeze-scores' | 'use' | 'cancel';

/** Nothing changes an input after `inputs-frozen` but an appeal that was upheld; nothing at all after `frozen`. */
export const RUN_TABLE: StateTable<RunState, RunAct> = {
  draft: { enter: 'draft', 'freeze-inputs': 'inputs-frozen', cancel: 'cancelled' },
  'inputs-frozen': { score: 'scored', reopen: 'draft', cancel: 'cancelled' },
  scored: { publish: 'published', reopen: 'draft', cancel: 'cancelled' },
  published: { appeal: 'published', decide: 'published', finalise: 'final' },
  final: { 'freeze-scores': 'frozen' },
  frozen: { use: 'frozen' },
  cancelled: {},
};

export const runSchema = z.object({
  id: z.string(), schemeId: z.string(), schemeCode: z.string(), schemeVersion: z.string(), title: textSchema, period: z.string(), ownerOrganisationId: z.string(), members: z.number().int(),
  /** Number of the scoring that counts; 0 before the first. */
  revision: z.number().int(), state: runStateSchema, stateSince: z.string(), appealUntil: z.string().nullable(), documentNumber: z.string().nullable(), openAppeals: z.number().int(),
});
export type AssessmentRun = z.infer<typeof runSchema>;

/** What a score was made from. */
export const inputSchema = z.object({
  itemId: z.string(), value: z.string().nullable(), previous: z.string().nullable(), numerator: z.string().nullable(), denominator: z.string().nullable(), source: z.enum(['indicator', 'manual', 'appeal', 'none']),
  /** Indicator and version of its definition. */
  indicatorId: z.string().nullable(), definitionVersion: z.string().nullable(), isClosed: z.boolean(), knownAt: z.string().nullable(), evidence: z.string().nullable(),
});
export type FrozenInput = z.infer<typeof inputSchema>;

const partSchema = z.object({
  itemId: z.string(), kind: z.enum(['item', 'watch', 'spread', 'veto']), weight: z.string(), points: z.string().nullable(), formula: z.object({ zh: z.string(), en: z.string() }), input: inputSchema.nullable(),
});
export type StoredPart = z.infer<typeof partSchema>;

const memberScoreSchema = z.object({
  organisationId: z.string(), name: z.string(), groupId: z.string(), total: z.string(), grade: z.string(), rank: z.number().int(), vetoes: z.array(z.string()),
  /** Total of the first scoring, where an appeal has changed it. */
  firstTotal: z.string().nullable(),
  /** Empty where the asker may see the publication but not the parts. */
  parts: z.array(partSchema),
});
export type MemberScoreRow = z.infer<typeof memberScoreSchema>;

const manualSchema = z.object({ organisationId: z.string(), itemId: z.string(), value: z.string(), evidence: z.string(), enteredBy: z.string(), at: z.string() });

export const openAssessment = command({
  name: 'openAssessment', path: '/assessment/runs', permission: 'assessment.run', event: 'assessment.opened', summary: { zh: '开始考核', en: 'Open an assessment' },
  input: z.object({ schemeId: idSchema, period: periodSchema }), output: runSchema,
});
export const enterAssessmentValue = command({
  name: 'enterAssessmentValue', path: '/assessment/runs/{id}/values', permission: 'assessment.enter', event: 'assessment.value-entered', summary: { zh: '登记人工评分项', en: 'Enter the value of a manual item or veto' },
  input: z.object({ id: idSchema, organisationId: idSchema, itemId: idSchema, value: decimalSchema, evidence: z.string().trim().min(2).max(500) }), output: manualSchema,
});
export const freezeAssessmentInputs = command({
  name: 'freezeAssessmentInputs', path: '/assessment/runs/{id}/freeze-inputs', permission: 'assessment.run', event: 'assessment.inputs-frozen', summary: { zh: '冻结数据', en: 'Freeze the inputs' },
  input: z.object({ id: idSchema }), output: runSchema,
});
export const scoreAssessment = command({
  name: 'scoreAssessment', path: '/assessment/runs/{id}/score', permission: 'assessment.run', event: 'assessment.scored', summary: { zh: '计分', en: 'Score' },
  input: z.object({ id: idSchema }), output: runSchema,
});
export const reopenAssessment = command({
  name: 'reopenAssessment', path: '/assessment/runs/{id}/reopen', permission: 'assessment.run', event: 'assessment.reopened', summary: { zh: '退回草稿', en: 'Back to draft, before publication' },
  input: z.object({ id: idSchema, reason: reasonSchema }), output: runSchema,
});
export const publishAssessment = command({
  name: 'publishAssessment', path: '/assessment/runs/{id}/publish', permission: 'assessment.publish', event: 'assessment.published', summary: { zh: '公布结果', en: 'Publish to the members' },
  input: z.object({ id: idSchema, documentNumber: z.string().trim().min(2).max(60), appealDays: z.number().int().min(1).max(90) }), output: runSchema,
});
export const finaliseAssessment = command({
  name: 'finaliseAssessment', path: '/assessment/runs/{id}/finalise', permission: 'assessment.publish', event: 'assessment.finalised', summary: { zh: '定案', en: 'Make the result final, after appeals' },
  input: z.object({ id: idSchema, reason: reasonSchema }), output: runSchema,
});
export const freezeScores = command({
  name: 'freezeScores', path: '/assessment/runs/{id}/freeze-scores', permission: 'assessment.freeze-scores', event: 'assessment.scores-frozen', summary: { zh: '锁定得分', en: 'Freeze the scores, by another person' },
  input: z.object({ id: idSchema, reason: reasonSchema }), output: runSchema,
});
/** Payload of `assessment.scores-frozen`: the only scores that leave the room. */
export const eventScoresFrozen = z.object({ runId: z.string(), schemeId: z.string(), period: z.string(), full: z.string(), scores: z.array(z.object({ organisationId: z.string(), score: z.string() })) });
export const cancelAssessment = command({
  name: 'cancelAssessment', path: '/assessment/runs/{id}/cancel', permission: 'assessment.run', event: 'assessment.cancelled', summary: { zh: '作废考核', en: 'Cancel, before publication' },
  input: z.object({ id: idSchema, reason: reasonSchema }), output: runSchema,
});

export const listAssessments = query({
  name: 'listAssessments', path: '/assessment/runs', permission: 'assessment.read', summary: { zh: '考核列表', en: 'List assessments' },
  input: z.object({ ...pageInput, state: anyOf(runStateSchema) }), output: pageOf(runSchema),
});
export const getAssessment = query({
  name: 'getAssessment', path: '/assessment/runs/{id}', permission: 'assessment.read', summary: { zh: '查看考核', en: 'An assessment with its scores' },
  input: z.object({ id: idSchema, revision: z.coerce.number().int().min(1).optional() }),
  output: z.object({
    run: runSchema, content: schemeContentSchema, members: z.array(z.object({ organisationId: z.string(), name: z.string(), groupId: z.string() })), scores: z.array(memberScoreSchema), manual: z.array(manualSchema),
    history: z.array(actionSchema),
  }),
});
export const exportAssessment = query({
  name: 'exportAssessment', isExport: true, path: '/assessment/runs/{id}/file', permission: 'assessment.read', summary: { zh: '导出考核结果', en: 'The result as PDF or Excel' },
  input: z.object({ id: idSchema, form: z.enum(['pdf', 'sheet']) }), output: fileSchema,
});

const appealStateSchema = z.enum(['filed', 'upheld', 'rejected']);
export const APPEAL_TABLE: StateTable<z.infer<typeof appealStateSchema>, 'uphold' | 'reject'> = { filed: { uphold: 'upheld', reject: 'rejected' }, upheld: {}, rejected: {} };
export const appealSchema = z.object({
  id: z.string(), runId: z.string(), title: textSchema, period: z.string(), organisationId: z.string(), itemId: z.string(), claimedValue: z.string(), reason: z.string(), evidence: z.string(), filedBy: z.string(), filedOn: z.string(), answerUntil: z.string(),
  state: appealStateSchema, stateSince: z.string(), decision: z.string().nullable(), decidedBy: z.string().nullable(), grantedValue: z.string().nullable(),
  /** Totals before and after an upheld appeal. */
  totalBefore: z.string().nullable(), totalAfter: z.string().nullable(),
});
export type ScoreAppeal = z.infer<typeof appealSchema>;

export const appealScore = command({
  name: 'appealScore', path: '/assessment/runs/{id}/appeals', permission: 'assessment.appeal', event: 'assessment.appeal-filed', summary: { zh: '申诉', en: 'Appeal against the score of an item' },
  input: z.object({ id: idSchema, organisationId: idSchema, itemId: idSchema, claimedValue: decimalSchema, reason: reasonSchema, evidence: z.string().trim().min(2).max(500) }), output: appealSchema,
});
export const decideScoreAppeal = command({
  name: 'decideScoreAppeal', path: '/assessment/appeals/{id}/decide', permission: 'assessment.decide-appeal', event: 'assessment.appeal-decided', summary: { zh: '答复申诉', en: 'Decide an appeal; one that is upheld is scored anew at once' },
  input: z.object({ id: idSchema, outcome: z.enum(['uphold', 'reject']), grantedValue: decimalSchema.optional(), reason: reasonSchema }), output: appealSchema,
});
export const listScoreAppeals = query({
  name: 'listScoreAppeals', path: '/assessment/appeals', permission: 'assessment.read', summary: { zh: '申诉列表', en: 'List appeals' },
  input: z.object({ ...pageInput, state: anyOf(appealStateSchema), runId: idSchema.optional() }), output: pageOf(appealSchema),
});

export const purposesOfUse = ['payment', 'pay', 'posts', 'awards', 'study', 'promotion', 'funding', 'planning'] as const;
export const useSchema = z.object({
  id: z.string(), runId: z.string(), title: textSchema, period: z.string(), organisationId: z.string(), score: z.string(), purpose: z.enum(purposesOfUse), documentNumber: z.string(), about: z.string(), usedOn: z.string(), recordedBy: z.string(), at: z.string(),
});
export type ScoreUse = z.infer<typeof useSchema>;
export const recordScoreUse = command({
  name: 'recordScoreUse', path: '/assessment/runs/{id}/uses', permission: 'assessment.record-use', event: 'assessment.score-used', summary: { zh: '登记结果运用', en: 'Record what a frozen score was used for' },
  input: z.object({ id: idSchema, organisationId: idSchema, purpose: z.enum(purposesOfUse), documentNumber: z.string().trim().min(2).max(60), about: z.string().trim().min(2).max(300), usedOn: daySchema }), output: useSchema,
});
export const listScoreUses = query({
  name: 'listScoreUses', path: '/assessment/uses', permission: 'assessment.read', summary: { zh: '结果运用记录', en: 'List uses of scores' },
  input: z.object({ ...pageInput, purpose: anyOf(z.enum(purposesOfUse)), runId: idSchema.optional() }), output: pageOf(useSchema),
});
