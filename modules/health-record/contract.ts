import { z } from 'zod';
import { query, type ModuleContract } from '#platform/kernel/contract.ts';

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
  organisationName: z.string(),
  action: z.string(),
  basis: z.string().nullable(),
  purpose: z.string().nullable(),
  outcome: z.enum(['success', 'refused']),
});

export const recordAccessPageSchema = z.object({ rows: z.array(recordAccessSchema), total: z.number().int(), offset: z.number().int(), limit: z.number().int() });

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

export const contract = {
  module: 'health-record',
  title: { zh: '健康档案', en: 'Health record' },
  operations: { getTimeline, getRecordSummary, listTrends, getTrend, listRecordAccess, getOwnTimeline, getOwnSummary, listOwnAccess },
  permissions: {
    'health-record.read': {
      zh: '查看有诊疗、转诊、签约等关系的居民健康档案',
      en: 'Read the record of a person with whom a relation exists',
      roles: ['village-doctor', 'township-doctor', 'specialist', 'referral-coordinator'],
    },
    'health-record.review-access': {
      zh: '查看档案的访问记录',
      en: 'Review who looked at a record',
      roles: ['privacy-officer', 'audit-administrator'],
    },
    'portal.own-record': { zh: '查看本人的健康档案', en: 'Read the own record', roles: ['resident'] },
  },
  problems: {
    'health-record.no-own-record': {
      kind: 'not-found',
      zh: '此账号尚未与居民主索引关联，请携带身份证件到任一成员单位办理。',
      en: 'This account is not linked to a person yet. Any member organisation links it when shown an identity document.',
    },
  },
  events: {},
} as const satisfies ModuleContract;
