import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { query } from '#platform/kernel/contract.ts';
import { calendarDate, typed } from './letter.ts';
import {
  capacitySchema,
  directionSchema,
  flowSchema,
  followUpSchema,
  prioritySchema,
  referralCardSchema,
  referralSchema,
  stateSchema,
  textOut,
} from './referral.ts';
import { draftInput } from './requests.ts';

const flag = z
  .union([z.boolean(), z.enum(['true', 'false'])])
  .transform((value) => value === true || value === 'true')
  .optional();

const filters = {
  box: z.enum(['in', 'out', 'all']).default('all'),
  flow: flowSchema.optional(),
  direction: directionSchema.optional(),
  state: stateSchema.optional(),
  priority: prioritySchema.optional(),
  overdue: flag,
  /** Only referrals where the move is ours. */
  ours: flag,
  live: flag,
  organisationId: typed(64).optional(),
  personId: typed(64).optional(),
  q: typed(100).optional(),
};

export const getReferral = query({
  name: 'getReferral',
  path: '/referrals/{id}',
  permission: 'referral.read',
  summary: { zh: '查看转诊', en: 'Show a referral' },
  input: z.object({ id: z.string().min(1) }),
  output: referralSchema,
});

export const listReferrals = query({
  name: 'listReferrals',
  path: '/referrals',
  permission: 'referral.read',
  summary: { zh: '转诊列表', en: 'List referrals' },
  input: z.object({ ...filters, sort: z.enum(['deadline', '-deadline', 'since', '-since', 'created', '-created', 'priority', '-priority']).default('deadline'), ...pageInput }),
  output: pageOf(referralCardSchema),
});

export const referralBoard = query({
  name: 'referralBoard',
  path: '/referral-board',
  permission: 'referral.read',
  summary: { zh: '转诊看板', en: 'Referral board' },
  input: z.object({ ...filters, flow: flowSchema.default('outward'), perColumn: z.coerce.number().int().min(1).max(500).default(200) }),
  output: z.object({
    columns: z.array(z.object({ state: stateSchema, total: z.number().int(), overdue: z.number().int(), cards: z.array(referralCardSchema) })),
    /** Destination organisation → what is free there now. */
    capacity: z.record(z.string(), capacitySchema),
    asOf: z.string(),
  }),
});

export const findLiveReferral = query({
  name: 'findLiveReferral',
  path: '/persons/{personId}/live-referral',
  permission: 'referral.read',
  summary: { zh: '查询居民进行中的转诊', en: 'Live referrals of a person: track instead of refer' },
  input: z.object({ personId: z.string().min(1), diagnosisCode: typed(32).optional() }),
  output: z.object({
    referrals: z.array(
      z.object({
        id: z.string(),
        number: z.string(),
        flow: flowSchema,
        direction: directionSchema,
        state: stateSchema,
        since: z.string(),
        fromOrganisationName: z.string(),
        toOrganisationName: z.string(),
        diagnosisText: z.string().nullable(),
        sameProblem: z.boolean(),
        /** Whether the person asking may open it. */
        mayOpen: z.boolean(),
      }),
    ),
  }),
});

const finding = z.object({ code: z.string(), level: z.enum(['ok', 'warning', 'blocked']), path: z.string().optional(), message: textOut });
export type CheckFinding = z.infer<typeof finding>;

export const checkReferral = query({
  name: 'checkReferral',
  path: '/referrals/check',
  method: 'POST',
  permission: 'referral.save-draft',
  summary: { zh: '提交前核对协议、病种清单、指征与必填项', en: 'Check agreement, disease list, criteria and fields before submission' },
  input: z.object({ id: z.string().optional(), ...draftInput, overrideReason: typed(1000).optional() }),
  output: z.object({ ready: z.boolean(), findings: z.array(finding), suggestedCriteria: z.array(z.string()), capacity: capacitySchema.nullable() }),
});

export const listCriteria = query({
  name: 'listCriteria',
  path: '/referral-criteria',
  permission: 'referral.read',
  summary: { zh: '转诊指征与原因目录', en: 'Criteria and reasons' },
  input: z.object({ direction: directionSchema.optional() }),
  output: z.object({
    criteria: z.array(z.object({ code: z.string(), direction: z.enum(['up', 'down']), urgent: z.boolean(), text: textOut, icdRanges: z.array(z.string()) })),
    reasons: z.array(z.object({ code: z.string(), kind: z.enum(['up', 'lateral', 'down', 'reject', 'decline-down']), text: textOut })),
    clocks: z.array(z.object({ flow: flowSchema, state: stateSchema, priority: prioritySchema, amount: z.number().int(), unit: z.string(), measures: z.string() })),
  }),
});

export const listFollowUps = query({
  name: 'listFollowUps',
  path: '/referral-follow-ups',
  permission: 'referral.read',
  summary: { zh: '随访任务与失访名单', en: 'Follow-up tasks and the lost-to-follow-up list' },
  input: z.object({ state: z.enum(['open', 'done', 'lost', 'cancelled']).optional(), overdue: flag, personId: typed(64).optional(), ...pageInput }),
  output: pageOf(followUpSchema),
});

const figures = z.object({
  sent: z.number().int(),
  received: z.number().int(),
  down: z.number().int(),
  rejected: z.number().int(),
  expired: z.number().int(),
  /** Minutes from submission to acceptance; null without any acceptance. */
  acceptMinutesMedian: z.number().nullable(),
  acceptMinutesP90: z.number().nullable(),
  /** Share of up-referrals with a later down-referral in the same episode, 0–1; null without any. */
  returnRate: z.number().nullable(),
});

export const referralStatistics = query({
  name: 'referralStatistics',
  path: '/referral-statistics',
  permission: 'referral.read-statistics',
  summary: { zh: '转诊统计', en: 'Referral statistics' },
  input: z.object({ from: calendarDate.optional(), until: calendarDate.optional(), organisationId: typed(64).optional() }),
  output: z.object({
    from: z.string(),
    until: z.string(),
    total: figures,
    organisations: z.array(figures.extend({ organisationId: z.string(), organisationName: z.string() })),
    refusalReasons: z.array(z.object({ code: z.string(), text: textOut, count: z.number().int() })),
    diseases: z.array(z.object({ category: z.string(), text: z.string(), up: z.number().int(), down: z.number().int() })),
    byDay: z.array(z.object({ day: z.string(), up: z.number().int(), down: z.number().int() })),
  }),
});

export const listOwnReferrals = query({
  name: 'listOwnReferrals',
  path: '/portal/referrals',
  permission: 'portal.own-record',
  summary: { zh: '居民查看自己的转诊进度', en: 'A resident follows the own referrals' },
  input: z.object({}),
  output: z.object({
    referrals: z.array(
      z.object({
        id: z.string(),
        number: z.string(),
        direction: directionSchema,
        state: stateSchema,
        plain: textOut,
        nextStep: textOut,
        since: z.string(),
        fromOrganisationName: z.string(),
        toOrganisationName: z.string(),
        toDepartment: z.string().nullable(),
        appointment: z.object({ label: z.string(), start: z.string().nullable() }).nullable(),
        firstVisitDue: z.string().nullable(),
        steps: z.array(z.object({ state: stateSchema, title: textOut, at: z.string() })),
      }),
    ),
  }),
});

export const countWaitingReferrals = query({
  name: 'countWaitingReferrals',
  path: '/referral-waiting',
  permission: 'referral.read',
  summary: { zh: '等待本机构办理的转诊数', en: 'How many referrals wait for us' },
  input: z.object({}),
  output: z.object({ waiting: z.number().int(), overdue: z.number().int() }),
});
