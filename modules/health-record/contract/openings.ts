import { z } from 'zod';
import { pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { days, idField, organisationIdField, paging, personIdField, reasonField, referenceField } from './fields.ts';

/** Hours for which an emergency opens a record. */
export const EMERGENCY_HOURS = 4;
/** Minutes for which one sensitive thing stays uncovered. */
export const REVEAL_MINUTES = 60;

export const openingSchema = z.object({ id: z.string(), personId: z.string(), validUntil: z.string() });

export const breakGlass = command({
  name: 'breakGlass',
  path: '/records/{personId}/break-glass',
  permission: 'health-record.break-glass',
  event: 'health-record.glass-broken',
  stepUp: 'or-password',
  summary: { zh: '紧急查看：写明理由，限时打开档案，并通知居民和隐私专员', en: 'Emergency opening: with a reason, for hours, told to the resident and the privacy officer' },
  input: z.object({ personId: personIdField, reason: reasonField }),
  output: openingSchema,
});

export const hiddenItemSchema = z.object({ reference: z.string(), at: z.string(), organisationName: z.string() });

export const listHiddenItems = query({
  name: 'listHiddenItems',
  path: '/records/{personId}/hidden',
  permission: 'health-record.reveal-item',
  summary: { zh: '列出遮蔽的敏感条目（只有时间和机构）', en: 'Sensitive items that are masked: time and organisation only' },
  input: z.object({ personId: personIdField }),
  output: z.object({ rows: z.array(hiddenItemSchema) }),
});

export const revealItem = command({
  name: 'revealItem',
  path: '/records/{personId}/reveal',
  permission: 'health-record.reveal-item',
  event: 'health-record.item-revealed',
  summary: { zh: '显示一条敏感内容，写明理由', en: 'Uncover one sensitive item, with a reason' },
  input: z.object({ personId: personIdField, reference: referenceField, reason: reasonField }),
  output: openingSchema,
});

export const shareItem = command({
  name: 'shareItem',
  path: '/records/{personId}/shares',
  permission: 'health-record.share-item',
  event: 'health-record.item-shared',
  stepUp: 'or-password',
  summary: { zh: '共享一项内容：一项、一个目的、一个期限', en: 'Share one thing, for one purpose, until one date' },
  input: z.object({
    personId: personIdField, reference: referenceField, organisationId: organisationIdField, purpose: z.enum(['treatment', 'referral', 'follow-up', 'quality']), days: days(90), reason: reasonField,
  }),
  output: openingSchema,
});

export const accessRequestSchema = z.object({
  id: z.string(),
  personId: z.string(),
  personName: z.string(),
  organisationId: z.string(),
  organisationName: z.string(),
  purpose: z.string(),
  days: z.number().int(),
  reason: z.string(),
  byId: z.string(),
  byName: z.string(),
  at: z.string(),
  outcome: z.enum(['confirmed', 'declined']).nullable(),
  note: z.string().nullable(),
  decidedByName: z.string().nullable(),
});
export type AccessRequest = z.infer<typeof accessRequestSchema>;

export const requestAccess = command({
  name: 'requestAccess',
  path: '/records/{personId}/access-requests',
  permission: 'health-record.request-access',
  event: 'health-record.access-requested',
  summary: { zh: '申请打开档案，由同事复核', en: 'Ask that a record be opened; a colleague decides' },
  input: z.object({ personId: personIdField, purpose: z.enum(['treatment', 'referral', 'follow-up']).default('treatment'), days: days(90).default(30), reason: reasonField }),
  output: accessRequestSchema,
});

export const decideAccessRequest = command({
  name: 'decideAccessRequest',
  path: '/access-requests/{id}/decide',
  permission: 'health-record.decide-access-request',
  event: 'health-record.access-request-decided',
  stepUp: 'or-password',
  summary: { zh: '复核同事的打开申请', en: 'Decide on the request of a colleague' },
  input: z.object({ id: idField, outcome: z.enum(['confirmed', 'declined']), note: reasonField }),
  output: accessRequestSchema,
});

export const listAccessRequests = query({
  name: 'listAccessRequests',
  path: '/access-requests',
  permission: 'health-record.decide-access-request',
  summary: { zh: '列出打开档案的申请', en: 'Requests to open records' },
  input: z.object({ state: z.enum(['waiting', 'decided']).default('waiting'), ...paging }),
  output: pageOf(accessRequestSchema),
});
