import { z } from 'zod';
import { flag, listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { daySchema, idSchema, instantSchema, kindSchema, modalitySchema, nameSchema, prioritySchema, readerLevelSchema, reasonSchema, timeOfDaySchema } from './words.ts';

const minutesSchema = z.coerce.number().int().min(1).max(60 * 24 * 30);
export const promisedSchema = z.object({ emergency: minutesSchema, urgent: minutesSchema, routine: minutesSchema });
/** Hundredths of a percent; they sum to 10,000. `performed` to the site that examines, `reported` to the one that reads, `consortium` to the common fund. */
export const sharesSchema = z.object({ performed: z.coerce.number().int().min(0).max(10_000), reported: z.coerce.number().int().min(0).max(10_000), consortium: z.coerce.number().int().min(0).max(10_000).default(0) });
export type Shares = z.infer<typeof sharesSchema>;
export const priceSchema = z.object({ modality: modalitySchema, priceFen: z.coerce.number().int().min(0).max(100_000_000) });
export const qualityCheckSchema = z.enum(['before-reading', 'at-reading']);

export const centreContractSchema = z.object({
  id: z.string(),
  kind: kindSchema,
  rank: z.number(),
  centreOrganisationId: z.string(),
  centreName: z.string(),
  modalities: z.array(modalitySchema),
  members: z.array(z.object({ organisationId: z.string(), organisationName: z.string() })),
  promised: promisedSchema,
  prices: z.array(priceSchema),
  shares: sharesSchema,
  openFrom: z.string(),
  openUntil: z.string(),
  weekdays: z.array(z.number()),
  waitingMax: z.number().nullable(),
  claimMinutes: z.number(),
  samplePercent: z.number(),
  qualityCheck: qualityCheckSchema,
  validFrom: z.string(),
  validUntil: z.string().nullable(),
  note: z.string().nullable(),
});
export type CentreContract = z.infer<typeof centreContractSchema>;

export const signCentreContract = command({
  name: 'signCentreContract',
  path: '/diagnosis/contracts',
  permission: 'shared-diagnosis.sign-contract',
  event: 'shared-diagnosis.contract-signed',
  stepUp: 'or-password',
  summary: { zh: '签订诊断服务合同', en: 'Sign the contract of a diagnosis centre for members' },
  input: z.object({
    kind: kindSchema,
    centreOrganisationId: idSchema,
    memberOrganisationIds: z.array(idSchema).min(1).max(500),
    /** 1 = the centre that the consortium names; 2 and on take what overflows. */
    rank: z.coerce.number().int().min(1).max(5).default(1),
    modalities: z.array(modalitySchema).min(1).max(20),
    promised: promisedSchema,
    prices: z.array(priceSchema).min(1).max(20),
    shares: sharesSchema,
    openFrom: timeOfDaySchema.default('00:00'),
    openUntil: timeOfDaySchema.default('24:00'),
    weekdays: z.array(z.coerce.number().int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5, 6, 7]),
    /** More unread orders than this overflow to the next centre. */
    waitingMax: z.coerce.number().int().min(1).max(100_000).nullish(),
    claimMinutes: z.coerce.number().int().min(1).max(480).default(30),
    samplePercent: z.coerce.number().int().min(0).max(100).default(5),
    qualityCheck: qualityCheckSchema.default('at-reading'),
    validFrom: daySchema,
    validUntil: daySchema.nullish(),
    note: z.string().trim().max(1000).nullish(),
  }),
  output: centreContractSchema,
});

export const endCentreContract = command({
  name: 'endCentreContract',
  path: '/diagnosis/contracts/{id}/end',
  permission: 'shared-diagnosis.end-contract',
  event: 'shared-diagnosis.contract-ended',
  stepUp: 'or-password',
  summary: { zh: '终止诊断服务合同', en: 'End a contract' },
  input: z.object({ id: idSchema, validUntil: daySchema, reason: reasonSchema }),
  output: centreContractSchema,
});

export const listCentreContracts = query({
  name: 'listCentreContracts',
  path: '/diagnosis/contracts',
  permission: 'shared-diagnosis.read-contracts',
  summary: { zh: '诊断服务合同列表', en: 'List contracts of diagnosis centres' },
  input: z.object({ ...listInput, kind: kindSchema.optional(), organisationId: idSchema.optional(), on: daySchema.optional() }),
  output: pageOf(centreContractSchema),
});

export const findDiagnosisCentre = query({
  name: 'findDiagnosisCentre',
  path: '/diagnosis/contracts/find',
  permission: 'shared-diagnosis.read-contracts',
  summary: { zh: '按规则查找诊断中心', en: 'Which centre an order would go to now, and why' },
  input: z.object({ kind: kindSchema, modality: modalitySchema, organisationId: idSchema, priority: prioritySchema.default('routine') }),
  output: z.object({
    centre: z.object({ contractId: z.string(), organisationId: z.string(), organisationName: z.string(), promisedMinutes: z.number(), priceFen: z.number(), overflow: z.enum(['overloaded', 'closed']).nullable() }).nullable(),
  }),
});

export const readerPermitSchema = z.object({
  id: z.string(),
  organisationId: z.string(),
  organisationName: z.string(),
  readerId: z.string(),
  readerName: z.string(),
  kind: kindSchema,
  modalities: z.array(modalitySchema),
  level: readerLevelSchema,
  certificate: z.string().nullable(),
  validFrom: z.string(),
  validUntil: z.string().nullable(),
});
export type ReaderPermit = z.infer<typeof readerPermitSchema>;

export const grantReaderPermit = command({
  name: 'grantReaderPermit',
  path: '/diagnosis/permits',
  permission: 'shared-diagnosis.grant-permit',
  event: 'shared-diagnosis.permit-granted',
  stepUp: 'or-password',
  summary: { zh: '登记诊断许可', en: 'Register the permit of a reader' },
  input: z.object({
    organisationId: idSchema,
    /** Practitioner id of the reader. */
    readerId: idSchema,
    readerName: nameSchema,
    kind: kindSchema,
    modalities: z.array(modalitySchema).min(1).max(20),
    level: readerLevelSchema,
    certificate: z.string().trim().max(80).nullish(),
    validFrom: daySchema,
    validUntil: daySchema.nullish(),
  }),
  output: readerPermitSchema,
});

export const revokeReaderPermit = command({
  name: 'revokeReaderPermit',
  path: '/diagnosis/permits/{id}/revoke',
  permission: 'shared-diagnosis.revoke-permit',
  event: 'shared-diagnosis.permit-revoked',
  summary: { zh: '终止诊断许可', en: 'End the permit of a reader' },
  input: z.object({ id: idSchema, validUntil: daySchema, reason: reasonSchema }),
  output: readerPermitSchema,
});

export const listReaderPermits = query({
  name: 'listReaderPermits',
  path: '/diagnosis/permits',
  permission: 'shared-diagnosis.read-contracts',
  summary: { zh: '诊断许可列表', en: 'List permits of readers' },
  input: z.object({ ...listInput, kind: kindSchema.optional(), organisationId: idSchema.optional(), valid: flag }),
  output: pageOf(readerPermitSchema),
});

export const listPractitioners = query({
  name: 'listPractitioners',
  path: '/diagnosis/practitioners',
  permission: 'shared-diagnosis.read-contracts',
  summary: { zh: '机构的医务人员', en: 'Practitioners of an organisation, to name readers' },
  input: z.object({ organisationId: idSchema, q: z.string().trim().max(60).optional() }),
  output: z.object({ practitioners: z.array(z.object({ id: z.string(), name: z.string() })) }),
});

export const shiftSchema = z.object({
  id: z.string(), organisationId: z.string(), kind: kindSchema, readerId: z.string(), readerName: z.string(), startsAt: z.string(), endsAt: z.string(), duty: z.enum(['reader', 'reviewer', 'on-call']),
});
export type Shift = z.infer<typeof shiftSchema>;

export const planShift = command({
  name: 'planShift',
  path: '/diagnosis/shifts',
  permission: 'shared-diagnosis.plan-shift',
  event: 'shared-diagnosis.shift-planned',
  summary: { zh: '安排值班', en: 'Plan a shift of a reader' },
  input: z.object({ organisationId: idSchema, kind: kindSchema, readerId: idSchema, startsAt: instantSchema, endsAt: instantSchema, duty: shiftSchema.shape.duty.default('reader') }),
  output: shiftSchema,
});

export const cancelShift = command({
  name: 'cancelShift',
  path: '/diagnosis/shifts/{id}/cancel',
  permission: 'shared-diagnosis.cancel-shift',
  event: 'shared-diagnosis.shift-cancelled',
  summary: { zh: '取消值班', en: 'Cancel a shift' },
  input: z.object({ id: idSchema }),
  output: shiftSchema,
});

export const listShifts = query({
  name: 'listShifts',
  path: '/diagnosis/shifts',
  permission: 'shared-diagnosis.read',
  summary: { zh: '值班表', en: 'Roster of the readers' },
  input: z.object({ ...listInput, organisationId: idSchema.optional(), kind: kindSchema.optional(), from: daySchema.optional(), until: daySchema.optional() }),
  output: pageOf(shiftSchema),
});
