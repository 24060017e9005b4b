import { z } from 'zod';
import { listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { clinicalSchema, dataSchema } from './orders.ts';
import { daySchema, idSchema, kindSchema, modalitySchema, monthSchema, nameSchema, reasonSchema } from './words.ts';

export const GRADES = ['agree', 'minor', 'major'] as const;

export const qualityPlanSchema = z.object({
  id: z.string(), organisationId: z.string(), organisationName: z.string(), kind: kindSchema, title: z.string(), samplePercent: z.number(), disagreementMax: z.number(), onTimeMin: z.number(), validFrom: z.string(), validUntil: z.string().nullable(),
});

export const setQualityPlan = command({
  name: 'setQualityPlan', path: '/diagnosis/quality-plans', permission: 'shared-diagnosis.set-quality-plan', event: 'shared-diagnosis.quality-plan-set',
  summary: { zh: '制定质控计划', en: 'Set the quality plan of a centre; the one before ends' },
  input: z.object({
    organisationId: idSchema, kind: kindSchema, title: nameSchema, samplePercent: z.coerce.number().int().min(1).max(100), disagreementMax: z.coerce.number().min(0).max(100), onTimeMin: z.coerce.number().min(0).max(100), validFrom: daySchema,
  }),
  output: qualityPlanSchema,
});

export const listQualityPlans = query({
  name: 'listQualityPlans', path: '/diagnosis/quality-plans', permission: 'shared-diagnosis.read-quality',
  summary: { zh: '质控计划', en: 'Quality plans' },
  input: z.object({ ...listInput, kind: kindSchema.optional() }), output: pageOf(qualityPlanSchema),
});

export const drawSample = command({
  name: 'drawSample', path: '/diagnosis/second-readings/draw', permission: 'shared-diagnosis.draw-sample', event: 'shared-diagnosis.sample-drawn',
  summary: { zh: '抽取复读样本', en: 'Draw reports of a month for blind second reading' },
  input: z.object({ organisationId: idSchema, kind: kindSchema, month: monthSchema }), output: z.object({ drawn: z.number(), eligible: z.number(), already: z.number() }),
});

/** Without the first reader, and without what the first reader wrote until the second has written. */
export const secondReadingSchema = z.object({
  id: z.string(), orderId: z.string(), kind: kindSchema, modality: modalitySchema, itemName: z.string(), month: z.string(), drawnAt: z.string(), state: z.enum(['open', 'read']), readByName: z.string().nullable(), readAt: z.string().nullable(),
  grade: z.enum(GRADES).nullable(),
});

export const listSecondReadings = query({
  name: 'listSecondReadings', path: '/diagnosis/second-readings', permission: 'shared-diagnosis.read-second-readings',
  summary: { zh: '复读任务', en: 'Second readings' },
  input: z.object({ ...listInput, state: z.enum(['open', 'read']).optional(), kind: kindSchema.optional(), month: monthSchema.optional() }), output: pageOf(secondReadingSchema),
});

export const getSecondReading = query({
  name: 'getSecondReading', path: '/diagnosis/second-readings/{id}', permission: 'shared-diagnosis.read-second-readings',
  summary: { zh: '复读详情（盲）', en: 'What is to be read again, blind until it is read' },
  input: z.object({ id: idSchema }),
  output: secondReadingSchema.extend({
    personSex: z.string(), personAge: z.number().nullable(), clinical: clinicalSchema, data: z.array(dataSchema),
    second: z.object({ positive: z.boolean(), impression: z.string(), note: z.string().nullable() }).nullable(),
    first: z.object({ positive: z.boolean(), findings: z.string(), impression: z.string() }).nullable(),
  }),
});

export const recordSecondReading = command({
  name: 'recordSecondReading', path: '/diagnosis/second-readings/{id}/read', permission: 'shared-diagnosis.record-second-reading', event: 'shared-diagnosis.second-reading-recorded',
  summary: { zh: '提交复读意见', en: 'Record the second reading' },
  input: z.object({ id: idSchema, positive: z.boolean(), impression: z.string().trim().min(2).max(4000) }), output: secondReadingSchema,
});

export const gradeSecondReading = command({
  name: 'gradeSecondReading', path: '/diagnosis/second-readings/{id}/grade', permission: 'shared-diagnosis.grade-second-reading', event: 'shared-diagnosis.second-reading-graded',
  summary: { zh: '评定两次诊断的差异', en: 'Grade the difference between the two readings' },
  input: z.object({ id: idSchema, grade: z.enum(GRADES), note: z.string().trim().max(1000).optional() }), output: secondReadingSchema,
});

export const correctiveActionSchema = z.object({
  id: z.string(), organisationId: z.string(), organisationName: z.string(), kind: kindSchema, cause: z.string(), plan: z.string(), responsible: z.string(), dueOn: z.string(), state: z.enum(['open', 'done']), result: z.string().nullable(), openedAt: z.string(), doneAt: z.string().nullable(),
  secondReadingId: z.string().nullable(),
});

export const openCorrectiveAction = command({
  name: 'openCorrectiveAction', path: '/diagnosis/corrective-actions', permission: 'shared-diagnosis.open-corrective-action', event: 'shared-diagnosis.corrective-action-opened',
  summary: { zh: '提出整改', en: 'Open a corrective action' },
  input: z.object({ organisationId: idSchema, kind: kindSchema, cause: reasonSchema, plan: reasonSchema, responsible: nameSchema, dueOn: daySchema, secondReadingId: idSchema.nullish() }), output: correctiveActionSchema,
});

export const completeCorrectiveAction = command({
  name: 'completeCorrectiveAction', path: '/diagnosis/corrective-actions/{id}/complete', permission: 'shared-diagnosis.complete-corrective-action', event: 'shared-diagnosis.corrective-action-completed',
  summary: { zh: '完成整改', en: 'Complete a corrective action' },
  input: z.object({ id: idSchema, result: reasonSchema }), output: correctiveActionSchema,
});

export const listCorrectiveActions = query({
  name: 'listCorrectiveActions', path: '/diagnosis/corrective-actions', permission: 'shared-diagnosis.read-quality',
  summary: { zh: '整改台账', en: 'Corrective actions' },
  input: z.object({ ...listInput, state: z.enum(['open', 'done']).optional(), kind: kindSchema.optional() }), output: pageOf(correctiveActionSchema),
});

const rate = z.number().nullable();
export const diagnosisStatistics = query({
  name: 'diagnosisStatistics', path: '/diagnosis/statistics', permission: 'shared-diagnosis.read-statistics',
  summary: { zh: '诊断统计：时限、质量、符合率', en: 'Turn-around, quality and agreement' },
  input: z.object({ from: daySchema.optional(), until: daySchema.optional(), kind: kindSchema.optional() }),
  output: z.object({
    from: z.string(), until: z.string(), ordered: z.number(), issued: z.number(), onTime: z.number(), onTimeRate: rate, amended: z.number(), returned: z.number(), positive: z.number(), minutesMedian: rate, minutesP90: rate,
    agreement: z.object({ read: z.number(), agree: z.number(), agreementRate: rate, major: z.number(), minor: z.number(), kappa: rate }),
    byCentre: z.array(z.object({ organisationId: z.string(), organisationName: z.string(), kind: kindSchema, issued: z.number(), onTimeRate: rate, minutesMedian: rate, gradeA: z.number(), returned: z.number(), read: z.number(), agreementRate: rate, kappa: rate })),
    bySite: z.array(z.object({ organisationId: z.string(), organisationName: z.string(), ordered: z.number(), issued: z.number(), returned: z.number(), minutesMedian: rate })),
    byDay: z.array(z.object({ day: z.string(), ordered: z.number(), issued: z.number() })),
  }),
});
