import { z } from 'zod';
import { command } from '#platform/kernel/contract.ts';
import { instant, outcomeSchema, required, transportSchema, typed } from './letter.ts';
import { prioritySchema, referralCardSchema } from './referral.ts';
import { actInput, resourceInput } from './requests.ts';

export const triageReferral = command({
  name: 'triageReferral',
  path: '/referrals/{id}/triage',
  permission: 'referral.triage',
  event: 'referral.triaged',
  summary: { zh: '分诊：核定优先级与科室', en: 'Triage: settle priority and department' },
  input: z.object({ ...actInput, priority: prioritySchema.optional(), toDepartment: typed(100).optional() }),
  output: referralCardSchema,
});

export const acceptReferral = command({
  name: 'acceptReferral',
  path: '/referrals/{id}/accept',
  permission: 'referral.accept',
  event: 'referral.accepted',
  summary: { zh: '接受转诊并锁定号源或床位', en: 'Accept a referral and lock its slot or bed' },
  input: z.object({
    ...actInput,
    ...resourceInput,
    toDepartment: typed(100).optional(),
    toPractitionerId: typed(64).optional(),
    toPractitionerName: typed(60).optional(),
  }),
  output: referralCardSchema,
});

export const lockReferralResource = command({
  name: 'lockReferralResource',
  path: '/referrals/{id}/lock-resource',
  permission: 'referral.lock-resource',
  event: 'referral.resource-locked',
  summary: { zh: '为已接受的转诊锁定号源或床位', en: 'Lock a slot or bed for an accepted referral' },
  input: z.object({ ...actInput, ...resourceInput }),
  output: referralCardSchema,
});

export const rescheduleReferral = command({
  name: 'rescheduleReferral',
  path: '/referrals/{id}/reschedule',
  permission: 'referral.reschedule',
  event: 'referral.rescheduled',
  summary: { zh: '改约到另一号源或床位', en: 'Move to another slot or bed' },
  input: z.object({ ...actInput, ...resourceInput }),
  output: referralCardSchema,
});

export const counterOfferReferral = command({
  name: 'counterOfferReferral',
  path: '/referrals/{id}/counter-offer',
  permission: 'referral.counter-offer',
  event: 'referral.counter-offered',
  summary: { zh: '另提时间、地点或机构', en: 'Offer another time, place or member' },
  input: z.object({
    ...actInput,
    ...resourceInput,
    kind: z.enum(['time', 'place', 'member']),
    reason: required(1000),
    organisationId: typed(64).optional(),
    department: typed(100).optional(),
    label: typed(200).optional(),
    start: instant.optional(),
  }),
  output: referralCardSchema,
});

export const acceptCounterOffer = command({
  name: 'acceptCounterOffer',
  path: '/referrals/{id}/accept-counter-offer',
  permission: 'referral.accept-counter-offer',
  event: 'referral.counter-offer-accepted',
  summary: { zh: '同意对方另提的方案', en: 'Accept the counter-offer' },
  input: z.object(actInput),
  output: referralCardSchema,
});

export const declineCounterOffer = command({
  name: 'declineCounterOffer',
  path: '/referrals/{id}/decline-counter-offer',
  permission: 'referral.decline-counter-offer',
  event: 'referral.counter-offer-declined',
  summary: { zh: '不同意对方另提的方案', en: 'Decline the counter-offer' },
  input: z.object({ ...actInput, note: required(1000) }),
  output: referralCardSchema,
});

export const rejectReferral = command({
  name: 'rejectReferral',
  path: '/referrals/{id}/reject',
  permission: 'referral.reject',
  event: 'referral.rejected',
  summary: { zh: '说明原因并退回转诊', en: 'Reject a referral with a reason' },
  input: z.object({ ...actInput, reasonCode: required(64), note: required(1000) }),
  output: referralCardSchema,
});

export const notifyPatient = command({
  name: 'notifyPatient',
  path: '/referrals/{id}/notify',
  permission: 'referral.notify',
  event: 'referral.notified',
  summary: { zh: '登记已通知居民', en: 'Record that the resident has been told' },
  input: z.object({ ...actInput, by: z.enum(['phone', 'message', 'in-person', 'family']), told: typed(500).optional() }),
  output: referralCardSchema,
});

export const arrangeTransport = command({
  name: 'arrangeTransport',
  path: '/referrals/{id}/arrange-transport',
  permission: 'referral.arrange-transport',
  event: 'referral.transport-arranged',
  summary: { zh: '安排转运', en: 'Arrange transport' },
  input: z.object({ ...actInput, transport: transportSchema }),
  output: referralCardSchema,
});

export const confirmArrival = command({
  name: 'confirmArrival',
  path: '/referrals/{id}/confirm-arrival',
  permission: 'referral.confirm-arrival',
  event: 'referral.arrived',
  summary: { zh: '确认到院', en: 'Confirm arrival' },
  input: z.object({ ...actInput, arrivedAt: instant.optional() }),
  output: referralCardSchema,
});

export const startCare = command({
  name: 'startCare',
  path: '/referrals/{id}/start-care',
  permission: 'referral.start-care',
  event: 'referral.care-started',
  summary: { zh: '开始诊治', en: 'Start care' },
  input: z.object({ ...actInput, practitionerId: typed(64).optional(), practitionerName: typed(60).optional() }),
  output: referralCardSchema,
});

export const reportOutcome = command({
  name: 'reportOutcome',
  path: '/referrals/{id}/report-outcome',
  permission: 'referral.report-outcome',
  event: 'referral.outcome-reported',
  summary: { zh: '向转出方回复诊治结果', en: 'Report the outcome back to the sender' },
  input: z.object({ ...actInput, outcome: outcomeSchema }),
  output: referralCardSchema,
});

export const closeReferral = command({
  name: 'closeReferral',
  path: '/referrals/{id}/close',
  permission: 'referral.close',
  event: 'referral.closed',
  summary: { zh: '结案', en: 'Close a referral' },
  input: z.object(actInput),
  output: referralCardSchema,
});
