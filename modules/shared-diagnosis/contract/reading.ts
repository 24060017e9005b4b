import { z } from 'zod';
import { flag, listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { orderSchema } from './orders.ts';
import { idSchema, kindSchema, longTextSchema, modalitySchema, nameSchema, reasonSchema, target } from './words.ts';

/** One measured value; the template says unit and limits. */
export const measurementSchema = z.object({ code: z.string().trim().min(1).max(40), value: z.coerce.number().finite() });

export const reportFields = {
  findings: longTextSchema.default(''),
  impression: longTextSchema.default(''),
  measurements: z.array(measurementSchema).max(60).default([]),
  positive: z.boolean().default(false),
  templateId: idSchema.nullish(),
};

export const claimDiagnosis = command({
  name: 'claimDiagnosis', path: '/diagnosis/orders/{id}/claim', permission: 'shared-diagnosis.claim', event: 'shared-diagnosis.claimed',
  summary: { zh: '领取诊断', en: 'Claim an order: nobody else reads it until released or the lock ends' },
  input: z.object({ ...target }), output: orderSchema,
});

export const releaseDiagnosis = command({
  name: 'releaseDiagnosis', path: '/diagnosis/orders/{id}/release', permission: 'shared-diagnosis.release', event: 'shared-diagnosis.released',
  summary: { zh: '放回待诊断', en: 'Give a claimed order back to the list' },
  input: z.object({ ...target, note: z.string().trim().max(500).optional() }), output: orderSchema,
});

export const consultUpward = command({
  name: 'consultUpward', path: '/diagnosis/orders/{id}/consult-up', permission: 'shared-diagnosis.consult-up', event: 'shared-diagnosis.consulted-upward',
  summary: { zh: '请上级中心会诊', en: 'Ask a higher centre for its opinion' },
  input: z.object({ ...target, organisationId: idSchema, question: reasonSchema }), output: orderSchema,
});

export const answerConsult = command({
  name: 'answerConsult', path: '/diagnosis/orders/{id}/answer-consult', permission: 'shared-diagnosis.answer-consult', event: 'shared-diagnosis.consult-answered',
  summary: { zh: '回复会诊意见', en: 'Answer with an opinion' },
  input: z.object({ ...target, opinion: z.string().trim().min(2).max(4000) }), output: orderSchema,
});

export const writePreliminary = command({
  name: 'writePreliminary', path: '/diagnosis/orders/{id}/preliminary', permission: 'shared-diagnosis.write-preliminary', event: 'shared-diagnosis.preliminary-written',
  summary: { zh: '提交初步报告', en: 'Write the preliminary report' },
  input: z.object({ ...target, ...reportFields }), output: orderSchema,
});

export const sendBackReport = command({
  name: 'sendBackReport', path: '/diagnosis/orders/{id}/send-back', permission: 'shared-diagnosis.send-back', event: 'shared-diagnosis.report-sent-back',
  summary: { zh: '退回书写医师修改', en: 'Send a preliminary report back to its reader' },
  input: z.object({ ...target, note: reasonSchema }), output: orderSchema,
});

export const issueReport = command({
  name: 'issueReport', path: '/diagnosis/orders/{id}/issue', permission: 'shared-diagnosis.issue', event: 'shared-diagnosis.report-issued',
  summary: { zh: '审核并发布报告', en: 'Review and issue the report' },
  input: z.object({ ...target, ...reportFields }), output: orderSchema,
});

export const issueEmergencyReport = command({
  name: 'issueEmergencyReport', path: '/diagnosis/orders/{id}/issue-emergency', permission: 'shared-diagnosis.issue-emergency', event: 'shared-diagnosis.emergency-report-issued',
  summary: { zh: '急诊单人签发（24 小时内补审核）', en: 'Issue an emergency report alone; it is reviewed within 24 hours' },
  input: z.object({ ...target, ...reportFields }), output: orderSchema,
});

export const confirmReport = command({
  name: 'confirmReport', path: '/diagnosis/orders/{id}/confirm', permission: 'shared-diagnosis.confirm', event: 'shared-diagnosis.report-confirmed',
  summary: { zh: '补审核急诊报告', en: 'Review an emergency report afterwards' },
  input: z.object({ ...target, note: z.string().trim().max(500).optional() }), output: orderSchema,
});

export const amendReport = command({
  name: 'amendReport', path: '/diagnosis/orders/{id}/amend', permission: 'shared-diagnosis.amend', event: 'shared-diagnosis.report-amended',
  summary: { zh: '更正报告（新版本）', en: 'Amend the report: a new version with its reason' },
  input: z.object({ ...target, ...reportFields, kind: z.enum(['amended', 'corrected']).default('corrected'), reason: reasonSchema }), output: orderSchema,
});

export const acknowledgeReport = command({
  name: 'acknowledgeReport', path: '/diagnosis/orders/{id}/acknowledge', permission: 'shared-diagnosis.acknowledge', event: 'shared-diagnosis.report-acknowledged',
  summary: { zh: '申请方确认已阅', en: 'The requester has read the report' },
  input: z.object({ ...target }), output: orderSchema,
});

/** A measured value with its unit and the limits within which it is plausible and normal. */
export const measureFieldSchema = z.object({
  code: z.string().trim().min(1).max(40), title: nameSchema, unit: z.string().trim().max(20), low: z.coerce.number().nullish(), high: z.coerce.number().nullish(),
  least: z.coerce.number().nullish(), most: z.coerce.number().nullish(), required: z.boolean().default(false),
});
export type MeasureField = z.infer<typeof measureFieldSchema>;

export const templateSchema = z.object({
  id: z.string(), purpose: z.enum(['template', 'phrase']), scope: z.enum(['own', 'organisation']), kind: kindSchema, modality: modalitySchema.nullable(), title: z.string(), bodyPart: z.string().nullable(),
  findings: z.string(), impression: z.string(), positive: z.boolean(), fields: z.array(measureFieldSchema), version: z.number(), ownerName: z.string(), mayChange: z.boolean(),
});
export type Template = z.infer<typeof templateSchema>;

export const saveTemplate = command({
  name: 'saveTemplate', path: '/diagnosis/templates', permission: 'shared-diagnosis.save-template', event: 'shared-diagnosis.template-saved',
  summary: { zh: '保存报告模板或常用语', en: 'Save a template or phrase' },
  input: z.object({
    id: idSchema.nullish(), purpose: templateSchema.shape.purpose.default('template'), scope: templateSchema.shape.scope.default('own'), kind: kindSchema, modality: modalitySchema.nullish(), title: nameSchema,
    bodyPart: z.string().trim().max(60).nullish(), findings: longTextSchema.default(''), impression: longTextSchema.default(''), positive: z.boolean().default(false), fields: z.array(measureFieldSchema).max(60).default([]),
  }),
  output: templateSchema,
});

export const retireTemplate = command({
  name: 'retireTemplate', path: '/diagnosis/templates/{id}/retire', permission: 'shared-diagnosis.retire-template', event: 'shared-diagnosis.template-retired',
  summary: { zh: '停用模板', en: 'Retire a template' },
  input: z.object({ id: idSchema }), output: templateSchema,
});

export const listTemplates = query({
  name: 'listTemplates', path: '/diagnosis/templates', permission: 'shared-diagnosis.read-templates',
  summary: { zh: '报告模板与常用语', en: 'Own templates and phrases, and those of the organisation' },
  input: z.object({ ...listInput, kind: kindSchema.optional(), modality: modalitySchema.optional(), purpose: templateSchema.shape.purpose.optional(), own: flag }),
  output: pageOf(templateSchema),
});
