import { z } from 'zod';
import { command } from '#platform/kernel/contract.ts';
import { careTypeSchema, instant, letterSchema, outcomeSchema, required, typed } from './letter.ts';
import { directionSchema, prioritySchema, referralCardSchema } from './referral.ts';

/** Every act on a referral: which, an optional note, and the version the person saw (refused if it changed meanwhile). */
export const actInput = { id: z.string().min(1), note: typed(1000).optional(), version: z.coerce.number().int().optional() };

/** Where to: a member with an account, or a hospital outside given by name. */
export const destinationInput = {
  toOrganisationId: typed(64).optional(),
  outsideHospitalName: typed(200).optional(),
  toDepartment: typed(100).optional(),
  toPractitionerId: typed(64).optional(),
  toPractitionerName: typed(60).optional(),
};
export const originInput = {
  fromOrganisationId: typed(64).optional(),
  fromDepartment: typed(100).optional(),
  fromPhone: typed(30).optional(),
};
/** What the scheduling room is to lock: a slot, a bed, or any free bed of a ward; or nothing. */
export const resourceInput = { slotId: typed(64).optional(), bedId: typed(64).optional(), wardId: typed(64).optional() };

export const draftInput = {
  personId: z.string().min(1),
  direction: directionSchema.exclude(['down']).default('up'),
  careType: careTypeSchema.default('outpatient'),
  priority: prioritySchema.default('normal'),
  ...originInput,
  ...destinationInput,
  letter: letterSchema.default({}),
};

export const saveReferralDraft = command({
  name: 'saveReferralDraft',
  path: '/referrals/drafts',
  permission: 'referral.save-draft',
  event: 'referral.draft-saved',
  summary: { zh: '保存转诊草稿', en: 'Save a referral draft' },
  input: z.object({ id: z.string().optional(), ...draftInput }),
  output: referralCardSchema,
});

export const submitReferral = command({
  name: 'submitReferral',
  path: '/referrals/{id}/submit',
  permission: 'referral.submit',
  event: 'referral.submitted',
  summary: { zh: '提交转诊', en: 'Submit a referral' },
  input: z.object({ ...actInput, overrideReason: typed(1000).optional() }),
  output: referralCardSchema,
});

export const resubmitReferral = command({
  name: 'resubmitReferral',
  path: '/referrals/{id}/resubmit',
  permission: 'referral.resubmit',
  event: 'referral.resubmitted',
  summary: { zh: '修改后重新提交转诊', en: 'Submit a rejected referral again' },
  input: z.object({
    ...actInput,
    ...destinationInput,
    priority: prioritySchema.optional(),
    letter: letterSchema.optional(),
    overrideReason: typed(1000).optional(),
  }),
  output: referralCardSchema,
});

export const withdrawReferral = command({
  name: 'withdrawReferral',
  path: '/referrals/{id}/withdraw',
  permission: 'referral.withdraw',
  event: 'referral.withdrawn',
  summary: { zh: '撤回转诊', en: 'Withdraw a referral' },
  input: z.object({ ...actInput, note: required(1000) }),
  output: referralCardSchema,
});

export const cancelReferral = command({
  name: 'cancelReferral',
  path: '/referrals/{id}/cancel',
  permission: 'referral.cancel',
  event: 'referral.cancelled',
  summary: { zh: '取消已接受的转诊并释放号源或床位', en: 'Cancel an accepted referral and release its slot or bed' },
  input: z.object({ ...actInput, note: required(1000) }),
  output: referralCardSchema,
});

export const registerEmergencyReferral = command({
  name: 'registerEmergencyReferral',
  path: '/referrals/emergencies',
  permission: 'referral.register-emergency',
  event: 'referral.emergency-registered',
  summary: { zh: '急诊到院后 24 小时内补登转诊', en: 'Register an emergency referral within 24 h of arrival' },
  input: z.object({
    /** A referral already under way that the emergency overtakes. */
    id: z.string().optional(),
    ...draftInput,
    arrivedAt: instant,
    note: typed(1000).optional(),
  }),
  output: referralCardSchema,
});

export const recordOutsideAnswer = command({
  name: 'recordOutsideAnswer',
  path: '/referrals/{id}/outside-answer',
  permission: 'referral.record-outside-answer',
  event: 'referral.outside-answer-recorded',
  summary: { zh: '代记医共体外医院的答复', en: 'Record the answer of a hospital outside the consortium' },
  input: z.object({
    ...actInput,
    answer: z.enum(['accept', 'reject', 'confirm-arrival', 'start-care', 'report-outcome']),
    /** Needed with `reject`. */
    reasonCode: typed(64).optional(),
    /** Needed with `report-outcome`. */
    outcome: outcomeSchema.optional(),
    /** Who answered, by name or telephone. */
    informant: required(100),
  }),
  output: referralCardSchema,
});
