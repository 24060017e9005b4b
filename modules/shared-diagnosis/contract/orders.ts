import { z } from 'zod';
import { flag, listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { orderStates, type OrderState } from './states.ts';
import { abilitySchema, idSchema, instantSchema, kindSchema, modalitySchema, nameSchema, prioritySchema, qualityGradeSchema, reasonSchema, target } from './words.ts';

const stateSchema = z.enum(orderStates as [OrderState, ...OrderState[]]);
const shortText = z.string().trim().max(500);

/** What the reader must know; domain.md 4.2. */
export const clinicalSchema = z.object({
  question: z.string().trim().min(2, '请写明检查目的 | Please say what is asked').max(500),
  diagnosis: shortText.nullish(),
  diagnosisCode: z.string().trim().max(20).nullish(),
  history: z.string().trim().max(2000).nullish(),
  pregnant: z.boolean().nullish(),
  contrastAllergy: z.boolean().nullish(),
  implant: z.boolean().nullish(),
});
export type Clinical = z.infer<typeof clinicalSchema>;

export const performanceSchema = z.object({
  device: shortText.nullish(),
  operator: z.string().trim().max(60).nullish(),
  performedAt: instantSchema,
  dose: z.string().trim().max(60).nullish(),
  imageCount: z.coerce.number().int().min(0).max(100_000).nullish(),
});
export type Performance = z.infer<typeof performanceSchema>;

/** One thing to read: a study, an ECG record, a document or an Observation. */
export const dataSchema = z.object({
  kind: z.enum(['study', 'ecg', 'document', 'observation', 'specimen']),
  /** `Type/id` of FHIR, where there is one. */
  reference: z.string().nullable(),
  /** Study UID, or the id of the ECG record. */
  uid: z.string().nullable(),
  title: z.string(),
  at: z.string(),
});
export type DataItem = z.infer<typeof dataSchema>;

export const orderSchema = z.object({
  id: z.string(), number: z.string(), kind: kindSchema, modality: modalitySchema, itemCode: z.string(), itemName: z.string(), bodyPart: z.string().nullable(), priority: prioritySchema,
  state: stateSchema, since: z.string(), deadline: z.string().nullable(), whoseMove: z.enum(['requester', 'centre', 'consultant', 'none']), moveOrganisationName: z.string().nullable(), escalationLevel: z.number(),
  personId: z.string(), personName: z.string(), personSex: z.string(), personAge: z.number().nullable(),
  requestingOrganisationId: z.string(), requestingOrganisationName: z.string(), requesterName: z.string().nullable(), department: z.string().nullable(),
  performingOrganisationId: z.string(), performingOrganisationName: z.string(), centreOrganisationId: z.string(), centreOrganisationName: z.string(),
  overflow: z.string().nullable(), claimedBy: z.string().nullable(), claimedByName: z.string().nullable(), claimUntil: z.string().nullable(), mine: z.boolean(),
  authorName: z.string().nullable(), reviewerName: z.string().nullable(), reportVersion: z.number(), positive: z.boolean().nullable(), critical: z.boolean(), reviewDueAt: z.string().nullable(),
  issuedAt: z.string().nullable(), dataCount: z.number(), version: z.number(), createdAt: z.string(),
});
export type OrderCard = z.infer<typeof orderSchema>;

export const orderDiagnosis = command({
  name: 'orderDiagnosis',
  path: '/diagnosis/orders',
  permission: 'shared-diagnosis.order',
  event: 'shared-diagnosis.ordered',
  summary: { zh: '申请检查诊断', en: 'Order an examination that a centre reads' },
  input: z.object({
    personId: idSchema, kind: kindSchema, modality: modalitySchema, itemCode: z.string().trim().min(1).max(40), itemName: nameSchema, bodyPart: z.string().trim().max(60).nullish(),
    priority: prioritySchema.default('routine'), clinical: clinicalSchema, department: z.string().trim().max(60).nullish(), phone: z.string().trim().max(30).nullish(),
    /** The organisation acting, unless another in its scope asks. */
    requestingOrganisationId: idSchema.nullish(),
    /** Where it is examined; the asking organisation unless named. */
    performingOrganisationId: idSchema.nullish(),
    /** The order is filed after the examination, with its moment. */
    performance: performanceSchema.nullish(),
  }),
  output: orderSchema,
});

export const scheduleDiagnosis = command({
  name: 'scheduleDiagnosis',
  path: '/diagnosis/orders/{id}/schedule',
  permission: 'shared-diagnosis.schedule',
  event: 'shared-diagnosis.scheduled',
  summary: { zh: '预约检查时间', en: 'Set the time of the examination' },
  input: z.object({ ...target, scheduledAt: instantSchema, note: shortText.optional() }),
  output: orderSchema,
});

export const performDiagnosis = command({
  name: 'performDiagnosis',
  path: '/diagnosis/orders/{id}/perform',
  permission: 'shared-diagnosis.perform',
  event: 'shared-diagnosis.performed',
  summary: { zh: '登记检查已完成', en: 'Record that the examination was performed' },
  input: z.object({ ...target, performance: performanceSchema }),
  output: orderSchema,
});

export const attachDiagnosisData = command({
  name: 'attachDiagnosisData',
  path: '/diagnosis/orders/{id}/data',
  permission: 'shared-diagnosis.attach-data',
  event: 'shared-diagnosis.data-attached',
  summary: { zh: '上传或关联检查数据', en: 'Attach what is to be read' },
  input: z.object({
    ...target,
    kind: dataSchema.shape.kind,
    title: nameSchema,
    reference: z.string().regex(/^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/, '应为 类型/编号 | Type/id').nullish(),
    uid: z.string().trim().max(128).nullish(),
    /** A file of at most about 1 MB, kept as DocumentReference. */
    file: z.object({ contentType: z.enum(['application/pdf', 'image/png', 'image/jpeg']), base64: z.base64().max(1_400_000) }).nullish(),
  }),
  output: orderSchema,
});

export const passQuality = command({
  name: 'passQuality',
  path: '/diagnosis/orders/{id}/pass-quality',
  permission: 'shared-diagnosis.pass-quality',
  event: 'shared-diagnosis.quality-passed',
  summary: { zh: '图像质量合格', en: 'Accept the quality; the promised time begins' },
  input: z.object({ ...target, grade: qualityGradeSchema, note: shortText.optional() }),
  output: orderSchema,
});

export const returnDiagnosis = command({
  name: 'returnDiagnosis',
  path: '/diagnosis/orders/{id}/return',
  permission: 'shared-diagnosis.return',
  event: 'shared-diagnosis.returned',
  summary: { zh: '退回检查机构重做', en: 'Return to the site with a reason' },
  input: z.object({ ...target, reasonCode: z.enum(['image-quality', 'wrong-person', 'wrong-part', 'incomplete-data', 'clinical-data-missing', 'other']), note: reasonSchema }),
  output: orderSchema,
});

export const redirectDiagnosis = command({
  name: 'redirectDiagnosis',
  path: '/diagnosis/orders/{id}/redirect',
  permission: 'shared-diagnosis.redirect',
  event: 'shared-diagnosis.redirected',
  summary: { zh: '改派其他签约中心', en: 'Send to another centre under contract' },
  input: z.object({ ...target, note: reasonSchema }),
  output: orderSchema,
});

export const cancelDiagnosis = command({
  name: 'cancelDiagnosis',
  path: '/diagnosis/orders/{id}/cancel',
  permission: 'shared-diagnosis.cancel',
  event: 'shared-diagnosis.cancelled',
  summary: { zh: '取消申请', en: 'Cancel an order' },
  input: z.object({ ...target, reasonCode: z.enum(['not-needed', 'resident-declined', 'duplicate', 'recognised', 'entered-in-error', 'other']), note: reasonSchema }),
  output: orderSchema,
});

export const listDiagnosisOrders = query({
  name: 'listDiagnosisOrders',
  path: '/diagnosis/orders',
  permission: 'shared-diagnosis.read',
  summary: { zh: '诊断申请列表', en: 'List orders, by the promised moment' },
  input: z.object({
    ...listInput, sort: z.string().max(60).default('deadline'),
    box: z.enum(['reading', 'requested', 'performing', 'all']).default('all'), kind: kindSchema.optional(), modality: modalitySchema.optional(), state: stateSchema.optional(), priority: prioritySchema.optional(),
    overdue: flag, mine: flag, live: flag, free: flag, critical: flag, unconfirmed: flag, personId: idSchema.optional(), organisationId: idSchema.optional(),
  }),
  output: pageOf(orderSchema),
});

export const countWaitingDiagnoses = query({
  name: 'countWaitingDiagnoses',
  path: '/diagnosis/orders/waiting',
  permission: 'shared-diagnosis.read',
  summary: { zh: '待办诊断数', en: 'Orders whose move is ours' },
  input: z.object({}),
  output: z.object({ waiting: z.number(), overdue: z.number() }),
});

export const reportVersionSchema = z.object({
  version: z.number(), status: z.enum(['preliminary', 'final', 'amended', 'corrected']), findings: z.string(), impression: z.string(),
  measurements: z.array(z.object({ code: z.string(), title: z.string(), value: z.number(), unit: z.string(), low: z.number().nullish(), high: z.number().nullish() })),
  positive: z.boolean(), critical: z.boolean(), authorName: z.string(), reviewerName: z.string().nullable(), reason: z.string().nullable(), at: z.string(), organisationName: z.string(),
});
export type ReportVersion = z.infer<typeof reportVersionSchema>;

export const orderDetailSchema = orderSchema.extend({
  clinical: clinicalSchema, performance: performanceSchema.nullable(), qualityGrade: z.string().nullable(), data: z.array(dataSchema), requesterPhone: z.string().nullable(), scheduledAt: z.string().nullable(),
  consultOrganisationName: z.string().nullable(), returnNote: z.string().nullable(),
  reports: z.array(reportVersionSchema),
  steps: z.array(z.object({ sequence: z.number(), action: z.string(), toState: z.string(), at: z.string(), actorName: z.string(), organisationName: z.string().nullable(), note: z.string().nullable(), signature: z.string() })),
  criticalValues: z.array(z.object({ id: z.string(), title: z.string(), state: z.string() })),
  abilities: z.array(abilitySchema),
});
export type OrderDetail = z.infer<typeof orderDetailSchema>;

export const getDiagnosisOrder = query({
  name: 'getDiagnosisOrder',
  path: '/diagnosis/orders/{id}',
  permission: 'shared-diagnosis.read',
  summary: { zh: '诊断申请详情', en: 'One order with its data, reports and steps' },
  input: z.object({ id: idSchema }),
  output: orderDetailSchema,
});

export const listPriorReports = query({
  name: 'listPriorReports',
  path: '/diagnosis/orders/{id}/prior',
  permission: 'shared-diagnosis.read',
  summary: { zh: '既往报告', en: 'Earlier reports of the person, the same kind first' },
  input: z.object({ id: idSchema }),
  output: z.object({
    reports: z.array(z.object({ id: z.string(), reference: z.string(), title: z.string(), at: z.string(), organisationName: z.string().nullable(), conclusion: z.string().nullable(), sameKind: z.boolean(), studyUid: z.string().nullable(), ecgRecordId: z.string().nullable() })),
  }),
});

export const getDiagnosisFile = query({
  name: 'getDiagnosisFile',
  path: '/diagnosis/orders/{id}/files/{fileId}',
  permission: 'shared-diagnosis.read',
  summary: { zh: '检查附件', en: 'A file that was attached' },
  input: z.object({ id: idSchema, fileId: idSchema }),
  output: z.object({ title: z.string(), contentType: z.string(), base64: z.string() }),
});

export const listOwnReports = query({
  name: 'listOwnReports',
  path: '/portal/diagnosis-reports',
  permission: 'portal.own-record',
  summary: { zh: '我的检查报告', en: 'Own reports in plain form' },
  input: z.object({}),
  output: z.object({
    reports: z.array(z.object({
      id: z.string(), title: z.string(), at: z.string().nullable(), state: z.string(), plain: z.object({ zh: z.string(), en: z.string() }), performedBy: z.string(), reportedBy: z.string(),
      impression: z.string().nullable(), findings: z.string().nullable(), measurements: reportVersionSchema.shape.measurements, amended: z.boolean(),
    })),
  }),
});
