import { z } from 'zod';
import { pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { idField, organisationIdField, paging, reasonField } from './fields.ts';

/** Days within which the privacy officer decides. */
export const REVIEW_DAYS = 3;
/** Days within which a resident has an answer (Personal Information Protection Law, art. 50: in time). */
export const REQUEST_DAYS = 15;

/** An emergency, a read soon after one's own relation, an attempt to open what the resident has closed. */
const reviewKinds = ['break-glass', 'relation-then-read', 'read-after-refusal'] as const;

export const reviewSchema = z.object({
  id: z.string(),
  kind: z.enum(reviewKinds),
  personId: z.string(),
  personName: z.string(),
  organisationId: z.string(),
  organisationName: z.string(),
  subjectName: z.string(),
  reason: z.string(),
  at: z.string(),
  validUntil: z.string().nullable(),
  dueAt: z.string(),
  overdue: z.boolean(),
  outcome: z.enum(['justified', 'reminded', 'unjustified']).nullable(),
  note: z.string().nullable(),
  decidedByName: z.string().nullable(),
  decidedAt: z.string().nullable(),
});
export type Review = z.infer<typeof reviewSchema>;

const state = z.enum(['waiting', 'decided']).default('waiting');

export const listReviews = query({
  name: 'listReviews',
  path: '/access-reviews',
  permission: 'health-record.list-reviews',
  summary: { zh: '列出待复核的紧急查看和告警', en: 'Emergency openings and alarms to review' },
  input: z.object({ state, kind: z.enum(reviewKinds).optional(), ...paging }),
  output: pageOf(reviewSchema),
});

export const countReviews = query({
  name: 'countReviews',
  path: '/access-reviews/count',
  permission: 'health-record.list-reviews',
  summary: { zh: '待复核数量', en: 'How many reviews wait' },
  input: z.object({}),
  output: z.object({ waiting: z.number().int(), overdue: z.number().int() }),
});

export const decideReview = command({
  name: 'decideReview',
  path: '/access-reviews/{id}/decide',
  permission: 'health-record.decide-review',
  event: 'health-record.review-decided',
  summary: { zh: '给出复核结论；不正当的查看立即关闭', en: 'Decide a review; an unjustified opening is closed at once' },
  input: z.object({ id: idField, outcome: z.enum(['justified', 'reminded', 'unjustified']), note: reasonField }),
  output: reviewSchema,
});

export const requestSchema = z.object({
  id: z.string(),
  kind: z.enum(['objection', 'correction']),
  personId: z.string(),
  personName: z.string(),
  organisationId: z.string(),
  organisationName: z.string(),
  about: z.string(),
  words: z.string(),
  at: z.string(),
  dueAt: z.string(),
  overdue: z.boolean(),
  outcome: z.enum(['accepted', 'partly', 'declined']).nullable(),
  answer: z.string().nullable(),
  answeredByName: z.string().nullable(),
  answeredAt: z.string().nullable(),
});
export type ResidentRequest = z.infer<typeof requestSchema>;

const requestPage = pageOf(requestSchema);

export const raiseOwnRequest = command({
  name: 'raiseOwnRequest',
  path: '/own-record/requests',
  permission: 'portal.raise-own-request',
  event: 'health-record.request-raised',
  summary: { zh: '居民提出异议或更正', en: 'A resident objects or asks for a correction' },
  input: z.object({
    kind: z.enum(['objection', 'correction']), organisationId: organisationIdField, about: z.string().trim().min(1).max(300), words: reasonField,
  }),
  output: requestSchema,
});

export const listOwnRequests = query({
  name: 'listOwnRequests',
  path: '/own-record/requests',
  permission: 'portal.own-record',
  summary: { zh: '居民查看本人的异议和更正', en: 'A resident sees the own objections and corrections' },
  input: z.object(paging),
  output: requestPage,
});

export const listRequests = query({
  name: 'listRequests',
  path: '/resident-requests',
  permission: 'health-record.answer-request',
  summary: { zh: '列出居民的异议和更正', en: 'Objections and corrections of residents' },
  input: z.object({ state, ...paging }),
  output: requestPage,
});

export const answerRequest = command({
  name: 'answerRequest',
  path: '/resident-requests/{id}/answer',
  permission: 'health-record.answer-request',
  event: 'health-record.request-answered',
  summary: { zh: '答复居民', en: 'Answer a resident' },
  input: z.object({ id: idField, outcome: z.enum(['accepted', 'partly', 'declined']), words: reasonField }),
  output: requestSchema,
});

export const ownOpeningSchema = z.object({ at: z.string(), organisationName: z.string(), who: z.string(), reason: z.string(), validUntil: z.string().nullable(), outcome: z.string().nullable() });

export const listOwnEmergencies = query({
  name: 'listOwnEmergencies',
  path: '/own-record/emergencies',
  permission: 'portal.own-record',
  summary: { zh: '居民查看本人档案的紧急查看', en: 'A resident sees emergency openings of the own record' },
  input: z.object(paging),
  output: pageOf(ownOpeningSchema),
});
