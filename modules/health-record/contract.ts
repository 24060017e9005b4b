import { z } from 'zod';
import { pageOf } from '#platform/contract/list.ts';
import { query, type ModuleContract } from '#platform/kernel/contract.ts';
import * as consents from './contract/consents.ts';
import * as openings from './contract/openings.ts';
import { permissions, problems } from './contract/permissions.ts';
import * as reviews from './contract/reviews.ts';
import * as kinds from './contract/sensitive-kinds.ts';

/** What a timeline item is; each kind gathers FHIR types that a reader looks for together. */
export const timelineKinds = ['visit', 'admission', 'diagnosis', 'measurement', 'report', 'medication', 'procedure', 'immunisation', 'allergy', 'plan', 'referral', 'document'] as const;
export const timelineKindSchema = z.enum(timelineKinds);
export type TimelineKind = z.infer<typeof timelineKindSchema>;

const personId = z.string().min(1).max(64);
const purpose = z.enum(['treatment', 'referral', 'follow-up', 'quality', 'correction']).default('treatment');
const day = z.iso.date({ error: '日期应为 YYYY-MM-DD 且真实存在 | A real date as YYYY-MM-DD' });

export const timelineItemSchema = z.object({
  /** `Type/id` of the FHIR resource shown. */
  reference: z.string(),
  kind: timelineKindSchema,
  /** When it happened, ISO 8601. */
  at: z.string(),
  until: z.string().nullable(),
  title: z.string(),
  detail: z.string(),
  status: z.string(),
  organisationId: z.string().nullable(),
  organisationName: z.string(),
});
export type TimelineItem = z.infer<typeof timelineItemSchema>;

export const timelineSchema = z.object({
  rows: z.array(timelineItemSchema),
  /** Items that match and may be seen. */
  total: z.number().int(),
  /** Items that exist and match, but need a permission the reader does not have. */
  hidden: z.number().int(),
  offset: z.number().int(),
  limit: z.number().int(),
});

const timelineFilter = {
  kind: timelineKindSchema.optional(),
  organisationId: z.string().max(64).optional(),
  from: day.optional(),
  until: day.optional(),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

export const getTimeline = query({
  name: 'getTimeline',
  path: '/records/{personId}/timeline',
  permission: 'health-record.read',
  summary: { zh: '查看一位居民的健康档案时间轴', en: 'Read the timeline of a person' },
  input: z.object({ personId, purpose, ...timelineFilter }),
  output: timelineSchema,
});

const codedSchema = z.object({ reference: z.string(), text: z.string(), code: z.string().nullable(), since: z.string().nullable(), organisationName: z.string() });

export const recordSummarySchema = z.object({
  personId: z.string(),
  name: z.string(),
  sex: z.enum(['male', 'female', 'other', 'unknown']),
  birthDate: z.string().nullable(),
  deceased: z.boolean(),
  /** The person that this record was merged into, where it was. */
  replacedBy: z.string().nullable(),
  /** Why this reader may see it. */
  basis: z.string(),
  allergies: z.array(codedSchema),
  conditions: z.array(codedSchema),
  medications: z.array(codedSchema),
  /** Members that have items in the record, most first. */
  sources: z.array(z.object({ organisationId: z.string(), organisationName: z.string(), items: z.number().int() })),
});
export type RecordSummary = z.infer<typeof recordSummarySchema>;

export const getRecordSummary = query({
  name: 'getRecordSummary',
  path: '/records/{personId}/summary',
  permission: 'health-record.read',
  summary: { zh: '查看一位居民的摘要：过敏、诊断、用药', en: 'Allergies, problems and medicines of a person' },
  input: z.object({ personId, purpose }),
  output: recordSummarySchema,
});

export const trendSchema = z.object({
  code: z.string(),
  title: z.string(),
  unit: z.string(),
  series: z.array(
    z.object({
      name: z.string(),
      points: z.array(z.object({ at: z.string(), value: z.number(), organisationName: z.string(), reference: z.string() })),
    }),
  ),
  /** True where older points were left out; the newest 500 are shown. */
  truncated: z.boolean(),
});
export type Trend = z.infer<typeof trendSchema>;

export const listTrends = query({
  name: 'listTrends',
  path: '/records/{personId}/trends',
  permission: 'health-record.read',
  summary: { zh: '列出可绘制趋势的指标', en: 'The measurements of a person that can be drawn' },
  input: z.object({ personId, purpose }),
  output: z.object({ rows: z.array(z.object({ code: z.string(), title: z.string(), count: z.number().int(), lastAt: z.string() })) }),
});

export const getTrend = query({
  name: 'getTrend',
  path: '/records/{personId}/trends/{code}',
  permission: 'health-record.read',
  summary: { zh: '查看一项指标的变化', en: 'One measurement over time' },
  input: z.object({ personId, purpose, code: z.string().min(1).max(200) }),
  output: trendSchema,
});

export const recordAccessSchema = z.object({
  at: z.string(),
  who: z.string(),
  organisationId: z.string().nullable(),
  organisationName: z.string(),
  action: z.string(),
  /** Type of what was touched, without its id. */
  resourceType: z.string().nullable(),
  basis: z.string().nullable(),
  purpose: z.string().nullable(),
  outcome: z.enum(['success', 'refused']),
});

export const recordAccessPageSchema = pageOf(recordAccessSchema);

const paging = { offset: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(200).default(50) };

export const listRecordAccess = query({
  name: 'listRecordAccess',
  path: '/records/{personId}/access',
  permission: 'health-record.review-access',
  summary: { zh: '查看谁看过这份档案', en: 'Who looked at this record' },
  input: z.object({ personId, ...paging }),
  output: recordAccessPageSchema,
});

export const getOwnTimeline = query({
  name: 'getOwnTimeline',
  path: '/own-record/timeline',
  permission: 'portal.own-record',
  summary: { zh: '居民查看本人的健康档案', en: 'A resident reads the own record' },
  input: z.object(timelineFilter),
  output: timelineSchema,
});

export const getOwnSummary = query({
  name: 'getOwnSummary',
  path: '/own-record/summary',
  permission: 'portal.own-record',
  summary: { zh: '居民查看本人的摘要', en: 'A resident reads the own summary' },
  input: z.object({}),
  output: recordSummarySchema,
});

export const listOwnAccess = query({
  name: 'listOwnAccess',
  path: '/own-record/access',
  permission: 'portal.own-record',
  summary: { zh: '居民查看谁看过本人的档案', en: 'A resident sees who looked' },
  input: z.object(paging),
  output: recordAccessPageSchema,
});

const { registerConsent, withdrawConsent, registerOwnConsent, withdrawOwnConsent, listConsents, listOwnConsents } = consents;
const { breakGlass, listHiddenItems, revealItem, shareItem, requestAccess, decideAccessRequest, listAccessRequests } = openings;
const { listReviews, countReviews, decideReview, raiseOwnRequest, listOwnRequests, listRequests, answerRequest, listOwnEmergencies } = reviews;
const { listSensitiveKinds, listSensitiveKindVersions, changeSensitiveKind, stopReclassification, resumeReclassification } = kinds;

export const contract = {
  module: 'health-record',
  title: { zh: '健康档案', en: 'Health record' },
  operations: {
    getTimeline, getRecordSummary, listTrends, getTrend, listRecordAccess, getOwnTimeline, getOwnSummary, listOwnAccess,
    registerConsent, withdrawConsent, registerOwnConsent, withdrawOwnConsent, listConsents, listOwnConsents,
    breakGlass, listHiddenItems, revealItem, shareItem, requestAccess, decideAccessRequest, listAccessRequests,
    listReviews, countReviews, decideReview, raiseOwnRequest, listOwnRequests, listRequests, answerRequest, listOwnEmergencies,
    listSensitiveKinds, listSensitiveKindVersions, changeSensitiveKind, stopReclassification, resumeReclassification,
  },
  permissions,
  problems,
  events: {
    'health-record.consent-registered': { zh: '登记了居民的授权或拒绝', en: 'A consent or refusal was registered' },
    'health-record.consent-withdrawn': { zh: '授权或拒绝已撤回', en: 'A consent or refusal was withdrawn' },
    'health-record.glass-broken': { zh: '紧急查看了档案', en: 'A record was opened in an emergency' },
    'health-record.item-revealed': { zh: '显示了一条敏感内容', en: 'A sensitive item was uncovered' },
    'health-record.item-shared': { zh: '共享了一项内容', en: 'One thing was shared' },
    'health-record.access-requested': { zh: '申请打开档案', en: 'Somebody asked that a record be opened' },
    'health-record.access-request-decided': { zh: '打开申请已复核', en: 'A request to open a record was decided' },
    'health-record.review-raised': { zh: '出现需要复核的查看', en: 'A look needs a review' },
    'health-record.review-decided': { zh: '复核已有结论', en: 'A review was decided' },
    'health-record.sensitive-kind-changed': { zh: '敏感诊断清单已修改', en: 'The list of sensitive kinds was changed' },
    'health-record.reclassification-stopped': { zh: '重新标记已停止', en: 'The marking was stopped' },
    'health-record.reclassification-resumed': { zh: '重新标记已继续', en: 'The marking goes on' },
    'health-record.request-raised': { zh: '居民提出异议或更正', en: 'A resident objected or asked for a correction' },
    'health-record.request-answered': { zh: '已答复居民', en: 'A resident was answered' },
  },
} as const satisfies ModuleContract;
