import { z } from 'zod';
import { command } from '#platform/kernel/contract.ts';
import { calendarDate, carePlanSchema, diagnosisSchema, letterSchema, medicationSchema, reconciliationLineSchema, required, typed } from './letter.ts';
import { prioritySchema, referralCardSchema } from './referral.ts';
import { actInput, originInput } from './requests.ts';

export const planDownReferral = command({
  name: 'planDownReferral',
  path: '/referrals/down',
  permission: 'referral.plan-down',
  event: 'referral.down-planned',
  summary: { zh: '拟定下转', en: 'Plan a down-referral' },
  input: z.object({
    /** The referral by which the resident came; its episode goes on. */
    parentId: z.string().optional(),
    personId: z.string().optional(),
    ...originInput,
    /** The sender of the parent when absent. */
    toOrganisationId: typed(64).optional(),
    toDepartment: typed(100).optional(),
    priority: prioritySchema.default('normal'),
    diagnoses: z.array(diagnosisSchema).min(1, '请填写诊断 | Give a diagnosis').max(20),
    reasonCode: required(64),
    reasonText: typed(1000).optional(),
    criteria: z.array(typed(64)).max(60).default([]),
    summary: required(4000),
    medications: z.array(medicationSchema).max(60).default([]),
    carePlan: carePlanSchema,
    letter: letterSchema.optional(),
  }),
  output: referralCardSchema,
});

export const offerDownReferral = command({
  name: 'offerDownReferral',
  path: '/referrals/{id}/offer-down',
  permission: 'referral.offer-down',
  event: 'referral.down-offered',
  summary: { zh: '向基层发出下转', en: 'Offer the down-referral to primary care' },
  input: z.object({ ...actInput, toOrganisationId: typed(64).optional(), overrideReason: typed(1000).optional() }),
  output: referralCardSchema,
});

export const acceptDownReferral = command({
  name: 'acceptDownReferral',
  path: '/referrals/{id}/accept-down',
  permission: 'referral.accept-down',
  event: 'referral.down-accepted',
  summary: { zh: '接收下转并逐条衔接用药', en: 'Accept a down-referral, medication line by line' },
  input: z.object({ ...actInput, reconciliation: z.array(reconciliationLineSchema).max(60).default([]), doctorId: typed(64).optional(), doctorName: typed(60).optional() }),
  output: referralCardSchema,
});

export const declineDownReferral = command({
  name: 'declineDownReferral',
  path: '/referrals/{id}/decline-down',
  permission: 'referral.decline-down',
  event: 'referral.down-declined',
  summary: { zh: '说明原因，不接收下转', en: 'Decline a down-referral with a reason' },
  input: z.object({ ...actInput, reasonCode: required(64), note: required(1000) }),
  output: referralCardSchema,
});

export const dischargeWithPlan = command({
  name: 'dischargeWithPlan',
  path: '/referrals/{id}/discharge-with-plan',
  permission: 'referral.discharge-with-plan',
  event: 'referral.discharged-with-plan',
  summary: { zh: '带方案出院，生成基层随访任务', en: 'Discharge with a plan; follow-up tasks are created' },
  input: z.object({ ...actInput, dischargedOn: calendarDate.optional(), carePlan: carePlanSchema.optional() }),
  output: referralCardSchema,
});

const visit = {
  ...actInput,
  visitedOn: calendarDate.optional(),
  findings: required(4000),
  bloodPressure: letterSchema.shape.vitals.unwrap().shape.bloodPressure,
  adherence: z.enum(['full', 'partial', 'none', 'not-applicable']).default('full'),
  nextVisitDate: calendarDate.optional(),
};

export const recordFirstVisit = command({
  name: 'recordFirstVisit',
  path: '/referrals/{id}/record-first-visit',
  permission: 'referral.record-first-visit',
  event: 'referral.first-visit-recorded',
  summary: { zh: '登记首次随访', en: 'Record the first visit' },
  input: z.object(visit),
  output: referralCardSchema,
});

export const recordMonitoring = command({
  name: 'recordMonitoring',
  path: '/referrals/{id}/record-monitoring',
  permission: 'referral.record-monitoring',
  event: 'referral.monitoring-recorded',
  summary: { zh: '登记后续管理', en: 'Record monitoring' },
  input: z.object(visit),
  output: referralCardSchema,
});

export const markStable = command({
  name: 'markStable',
  path: '/referrals/{id}/mark-stable',
  permission: 'referral.mark-stable',
  event: 'referral.stable',
  summary: { zh: '标记病情稳定', en: 'Mark as stable' },
  input: z.object({ ...actInput, note: required(1000) }),
  output: referralCardSchema,
});

export const referUpAgain = command({
  name: 'referUpAgain',
  path: '/referrals/{id}/refer-up-again',
  permission: 'referral.refer-up-again',
  event: 'referral.referred-up-again',
  summary: { zh: '病情变化再次上转，沿用同一病程', en: 'Refer up again within the same episode' },
  input: z.object({ ...actInput, note: required(1000), priority: prioritySchema.default('urgent') }),
  /** The new draft towards the hospital that had sent the resident down. */
  output: referralCardSchema,
});

export const planFollowUp = command({
  name: 'planFollowUp',
  path: '/referrals/{id}/plan-follow-up',
  permission: 'referral.plan-follow-up',
  event: 'referral.follow-up-planned',
  summary: { zh: '安排随访任务', en: 'Plan follow-up tasks' },
  input: z.object({
    ...actInput,
    tasks: z
      .array(
        z.object({
          kind: z.enum(['home-visit', 'clinic-visit', 'phone', 'recheck']),
          title: required(200),
          dueDate: calendarDate,
          organisationId: typed(64).optional(),
        }),
      )
      .min(1)
      .max(30),
  }),
  output: referralCardSchema,
});

export const completeFollowUp = command({
  name: 'completeFollowUp',
  path: '/referrals/{id}/follow-ups/{followUpId}/complete',
  permission: 'referral.complete-follow-up',
  event: 'referral.follow-up-completed',
  summary: { zh: '完成随访任务', en: 'Complete a follow-up task' },
  input: z.object({ ...actInput, followUpId: z.string().min(1), result: required(2000), outcome: z.enum(['done', 'lost']).default('done') }),
  output: referralCardSchema,
});

export const finishReferral = command({
  name: 'finishReferral',
  path: '/referrals/{id}/finish',
  permission: 'referral.finish',
  event: 'referral.finished',
  summary: { zh: '完成转诊', en: 'Finish a referral' },
  input: z.object(actInput),
  output: referralCardSchema,
});

