import { z } from 'zod';
import { anyOf, listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import type { StateTable } from '#platform/kernel/state-table.ts';
import { actionSchema, daySchema, decimalSchema, figureSchema, idSchema, monthSchema, reasonSchema } from './words.ts';

const rawCaseSchema = z.object({
  case: z.string().max(60), institution: idSchema, group: z.string().max(60), cost: z.string().max(30), patientPaid: z.string().max(30),
  person: z.string().max(100).optional(), admitted: z.string().max(25).optional(), discharged: z.string().max(25),
  /** Coefficient of the auxiliary catalogue (severity, tumour, age …), and the points of a stay paid by its days. */
  auxiliary: decimalSchema.optional(), stayScore: decimalSchema.optional(),
});

export const caseSchema = z.object({
  id: z.string(),
  caseNumber: z.string(),
  packId: z.string(),
  organisationId: z.string(),
  groupCode: z.string(),
  costFen: z.number(),
  patientPaidFen: z.number(),
  admittedOn: z.string().nullable(),
  dischargedOn: z.string(),
  auxiliary: z.string().nullable(),
  stayScore: z.string().nullable(),
  band: z.enum(['low', 'normal', 'high', 'special-review-candidate']),
  score: z.string(),
  /** After special review; equal to the score before. */
  finalScore: z.string(),
});
export type SettlementCase = z.infer<typeof caseSchema>;

const refusedCaseSchema = z.object({ row: z.number(), case: z.string(), path: z.string(), zh: z.string(), en: z.string() });

export const loadSettlementCases = command({
  name: 'loadSettlementCases', path: '/payment/packs/{id}/cases', permission: 'payment.load-cases', event: 'payment.cases-loaded',
  summary: { zh: '载入结算病例', en: 'Load cases for settlement' },
  input: z.object({ id: idSchema, rows: z.array(rawCaseSchema).min(1).max(2_000) }),
  output: z.object({ loaded: z.number(), refused: z.array(refusedCaseSchema) }),
});
export const takeDischarges = command({
  name: 'takeDischarges', path: '/payment/packs/{id}/discharges', permission: 'payment.load-cases', event: 'payment.cases-loaded',
  summary: { zh: '取已分组的出院病例结算', en: 'Take grouped discharges into settlement' },
  /** One slice a call: `after` is the `next` of the call before. */
  input: z.object({ id: idSchema, scheme: z.enum(['drg', 'dip']), month: monthSchema, after: z.string().max(100).default('') }),
  output: z.object({ loaded: z.number(), refused: z.array(refusedCaseSchema), next: z.string().nullable() }),
});
export const listSettlementCases = query({
  name: 'listSettlementCases', path: '/payment/cases', permission: 'payment.read',
  summary: { zh: '结算病例列表', en: 'List cases' },
  input: z.object({ ...listInput, packId: idSchema.optional(), organisationId: idSchema.optional(), band: anyOf(caseSchema.shape.band), month: monthSchema.optional() }),
  output: pageOf(caseSchema),
});
export const getSettlementCase = query({
  name: 'getSettlementCase', path: '/payment/cases/{id}', permission: 'payment.read',
  summary: { zh: '查看病例的计算过程', en: 'Show how a case is calculated' },
  input: z.object({ id: idSchema }), output: z.object({ case: caseSchema, figures: z.array(figureSchema) }),
});

export const runStateSchema = z.enum(['running', 'prepared', 'confirmed', 'cancelled']);
export type RunState = z.infer<typeof runStateSchema>;
export const RUN_TABLE: StateTable<RunState, 'prepare' | 'confirm' | 'cancel'> = {
  running: { prepare: 'prepared', cancel: 'cancelled' },
  prepared: { confirm: 'confirmed', cancel: 'cancelled' },
  confirmed: {},
  cancelled: {},
};

export const runSchema = z.object({
  id: z.string(),
  kind: z.enum(['advance', 'clearing', 'capitation']),
  packId: z.string(),
  packVersion: z.string(),
  year: z.number(),
  month: z.string().nullable(),
  ownerOrganisationId: z.string(),
  state: runStateSchema,
  stateSince: z.string(),
  taskId: z.string().nullable(),
  casesDone: z.number(),
  casesTotal: z.number(),
  documentNumber: z.string().nullable(),
  status: z.enum(['SETTLED', 'PENDING_LOCAL_PARAMETERS']).nullable(),
  missing: z.array(z.string()),
  appealUntil: z.string().nullable(),
});
export type Run = z.infer<typeof runSchema>;

export const runAdvance = command({
  name: 'runAdvance', path: '/payment/advances', permission: 'payment.run-advance', event: 'payment.advance-run',
  summary: { zh: '计算月度预付', en: 'Calculate the advance of a month' },
  input: z.object({ packId: idSchema, month: monthSchema }), output: runSchema,
});
export const startClearing = command({
  name: 'startClearing', path: '/payment/clearings', permission: 'payment.start-clearing', event: 'payment.clearing-started',
  summary: { zh: '开始年度清算', en: 'Start the clearing of a year' },
  input: z.object({ packId: idSchema }), output: runSchema,
});
export const cancelRun = command({
  name: 'cancelRun', path: '/payment/runs/{id}/cancel', permission: 'payment.cancel-run', event: 'payment.run-cancelled',
  summary: { zh: '停止或作废一次计算', en: 'Stop or void a run' },
  input: z.object({ id: idSchema, reason: reasonSchema }), output: runSchema,
});
export const confirmRun = command({
  name: 'confirmRun', path: '/payment/runs/{id}/confirm', permission: 'payment.confirm-run', event: 'payment.run-confirmed', stepUp: 'or-password',
  summary: { zh: '确认并公布', en: 'Confirm and publish' },
  input: z.object({ id: idSchema, documentNumber: z.string().trim().min(2).max(80), reason: reasonSchema }), output: runSchema,
});
export const listRuns = query({
  name: 'listRuns', path: '/payment/runs', permission: 'payment.read',
  summary: { zh: '预付与清算列表', en: 'List advances and clearings' },
  input: z.object({ ...listInput, kind: anyOf(runSchema.shape.kind), state: anyOf(runStateSchema) }), output: pageOf(runSchema),
});
export const getRun = query({
  name: 'getRun', path: '/payment/runs/{id}', permission: 'payment.read',
  summary: { zh: '查看一次计算及其全部数字', en: 'Show a run with every number' },
  input: z.object({ id: idSchema }), output: z.object({ run: runSchema, figures: z.array(figureSchema), organisations: z.record(z.string(), z.string()), history: z.array(actionSchema) }),
});
export const getRunReport = query({
  name: 'getRunReport', path: '/payment/runs/{id}/report', permission: 'payment.read',
  summary: { zh: '导出报表（Excel、PDF、年度明细）', en: 'Reports: Excel, PDF, yearly detail' },
  input: z.object({ id: idSchema, format: z.enum(['excel', 'pdf', 'detail']) }),
  output: z.object({ fileName: z.string(), mediaType: z.string(), contentBase64: z.string() }),
});

const appealStateSchema = z.enum(['filed', 'upheld', 'rejected']);
export const APPEAL_TABLE: StateTable<z.infer<typeof appealStateSchema>, 'uphold' | 'reject'> = { filed: { uphold: 'upheld', reject: 'rejected' }, upheld: {}, rejected: {} };
export const appealSchema = z.object({
  id: z.string(), runId: z.string(), organisationId: z.string(), reason: z.string(), claimedFen: z.number(), grantedFen: z.number().nullable(),
  state: appealStateSchema, stateSince: z.string(), filedOn: z.string(), answerUntil: z.string(), decision: z.string().nullable(), decidedBy: z.string().nullable(),
});
export type Appeal = z.infer<typeof appealSchema>;

export const fileAppeal = command({
  name: 'fileAppeal', path: '/payment/runs/{id}/appeals', permission: 'payment.file-appeal', event: 'payment.appeal-filed',
  summary: { zh: '提出申诉', en: 'File an appeal' },
  input: z.object({ id: idSchema, organisationId: idSchema, claimedFen: z.number().int().positive().max(1e14), reason: reasonSchema }), output: appealSchema,
});
export const decideAppeal = command({
  name: 'decideAppeal', path: '/payment/appeals/{id}/decide', permission: 'payment.decide-appeal', event: 'payment.appeal-decided',
  summary: { zh: '答复申诉', en: 'Decide an appeal' },
  input: z.object({ id: idSchema, outcome: z.enum(['uphold', 'reject']), grantedFen: z.number().int().min(0).max(1e14), reason: reasonSchema }), output: appealSchema,
});
export const listAppeals = query({
  name: 'listAppeals', path: '/payment/appeals', permission: 'payment.read',
  summary: { zh: '申诉列表', en: 'List appeals' },
  input: z.object({ ...listInput, state: anyOf(appealStateSchema), runId: idSchema.optional() }), output: pageOf(appealSchema),
});

const reviewStateSchema = z.enum(['applied', 'approved', 'refused']);
export const REVIEW_TABLE: StateTable<z.infer<typeof reviewStateSchema>, 'approve' | 'refuse'> = { applied: { approve: 'approved', refuse: 'refused' }, approved: {}, refused: {} };
const voteSchema = z.object({ voterName: z.string(), agrees: z.boolean(), coefficient: z.string(), opinion: z.string(), at: z.string() });
export const reviewSchema = z.object({
  id: z.string(), caseId: z.string(), caseNumber: z.string(), packId: z.string(), organisationId: z.string(), groupCode: z.string(), costFen: z.number(), score: z.string(),
  reason: z.string(), state: reviewStateSchema, stateSince: z.string(), panelMin: z.number(), votes: z.array(voteSchema), coefficient: z.string().nullable(), reviewedScore: z.string().nullable(),
  quota: z.number(), quotaUsed: z.number(),
});
export type Review = z.infer<typeof reviewSchema>;

export const applySpecialReview = command({
  name: 'applySpecialReview', path: '/payment/cases/{id}/review', permission: 'payment.apply-review', event: 'payment.review-applied',
  summary: { zh: '申请特例单议', en: 'Put a case up for special review' },
  input: z.object({ id: idSchema, reason: reasonSchema }), output: reviewSchema,
});
export const voteSpecialReview = command({
  name: 'voteSpecialReview', path: '/payment/reviews/{id}/vote', permission: 'payment.vote-review', event: 'payment.review-voted',
  summary: { zh: '专家评议', en: 'Vote on a special review' },
  input: z.object({ id: idSchema, agrees: z.boolean(), coefficient: z.string().regex(/^\d{1,2}(\.\d{1,4})?$/), opinion: reasonSchema }), output: reviewSchema,
});
export const decideSpecialReview = command({
  name: 'decideSpecialReview', path: '/payment/reviews/{id}/decide', permission: 'payment.decide-review', event: 'payment.review-decided',
  summary: { zh: '按评议结果定案', en: 'Decide by the votes' },
  input: z.object({ id: idSchema, reason: reasonSchema }), output: reviewSchema,
});
export const listSpecialReviews = query({
  name: 'listSpecialReviews', path: '/payment/reviews', permission: 'payment.read',
  summary: { zh: '特例单议列表', en: 'List special reviews' },
  input: z.object({ ...listInput, state: anyOf(reviewStateSchema), organisationId: idSchema.optional(), on: daySchema.optional() }), output: pageOf(reviewSchema),
});
