import { z } from 'zod';
import { listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { codeSchema, daySchema, idSchema, kindSchema, nameSchema, qualityKindSchema, reasonSchema, relationSchema, scopeSchema } from './words.ts';

export const itemSchema = z.object({
  id: z.string(), code: z.string(), system: z.string().nullable(), version: z.number(), name: z.string(), nameEn: z.string(), kind: kindSchema, scope: scopeSchema, windowDays: z.number(), priceFen: z.number(), ownerOrganisationId: z.string(),
  /** The national mark HR on reports of the item. */
  hasMark: z.boolean(), validFrom: z.string(), validUntil: z.string().nullable(), endReason: z.string().nullable(),
});
export type Item = z.infer<typeof itemSchema>;

export const publishRecognitionItem = command({
  name: 'publishRecognitionItem', path: '/recognition/items', permission: 'recognition.publish-item', event: 'recognition.item-published',
  summary: { zh: '发布互认项目', en: 'Publish an item, or its next version' },
  input: z.object({
    code: codeSchema, system: z.string().trim().max(200).nullish(), name: nameSchema, nameEn: nameSchema, kind: kindSchema, scope: scopeSchema, windowDays: z.coerce.number().int().min(1).max(3650),
    priceFen: z.coerce.number().int().min(0).max(100_000_000), organisationId: idSchema, hasMark: z.boolean().default(true), validFrom: daySchema, validUntil: daySchema.nullish(),
  }),
  output: itemSchema,
});
export const endRecognitionItem = command({
  name: 'endRecognitionItem', path: '/recognition/items/{id}/end', permission: 'recognition.end-item', event: 'recognition.item-ended', summary: { zh: '停用互认项目', en: 'End an item' },
  input: z.object({ id: idSchema, validUntil: daySchema, reason: reasonSchema }), output: itemSchema,
});
export const listRecognitionItems = query({
  name: 'listRecognitionItems', path: '/recognition/items', permission: 'recognition.read-catalogue', summary: { zh: '互认目录', en: 'Catalogue of recognition' },
  input: z.object({ ...listInput, kind: kindSchema.optional(), scope: scopeSchema.optional(), on: daySchema.optional() }), output: pageOf(itemSchema),
});

export const equivalenceSchema = z.object({ id: z.string(), code: z.string(), relation: relationSchema, otherCode: z.string(), ownerOrganisationId: z.string(), note: z.string().nullable(), validFrom: z.string(), validUntil: z.string().nullable() });
export type Equivalence = z.infer<typeof equivalenceSchema>;
export const addEquivalence = command({
  name: 'addEquivalence', path: '/recognition/equivalences', permission: 'recognition.add-equivalence', event: 'recognition.equivalence-added', summary: { zh: '登记等同关系', en: 'Record an equivalence' },
  input: z.object({ code: codeSchema, relation: relationSchema, otherCode: codeSchema, organisationId: idSchema, note: z.string().trim().max(300).nullish(), validFrom: daySchema }), output: equivalenceSchema,
});
export const endEquivalence = command({
  name: 'endEquivalence', path: '/recognition/equivalences/{id}/end', permission: 'recognition.end-equivalence', event: 'recognition.equivalence-ended', summary: { zh: '停用等同关系', en: 'End an equivalence' },
  input: z.object({ id: idSchema, validUntil: daySchema }), output: equivalenceSchema,
});
export const listEquivalences = query({
  name: 'listEquivalences', path: '/recognition/equivalences', permission: 'recognition.read-catalogue', summary: { zh: '等同关系', en: 'Equivalences' }, input: z.object({ ...listInput, relation: relationSchema.optional() }), output: pageOf(equivalenceSchema),
});

export const qualityMarkSchema = z.object({
  id: z.string(), organisationId: z.string(), organisationName: z.string(), kind: qualityKindSchema, code: z.string().nullable(), passed: z.boolean(), certificate: z.string().nullable(), validFrom: z.string(), validUntil: z.string(),
  /** Results of `from` and later are not carried by it; null while it stands. */
  withdrawal: z.object({ from: z.string(), reason: z.string(), byName: z.string(), at: z.string() }).nullable(),
});
export type QualityMark = z.infer<typeof qualityMarkSchema>;
export const recordQualityMark = command({
  name: 'recordQualityMark', path: '/recognition/quality-marks', permission: 'recognition.record-quality', event: 'recognition.quality-recorded', summary: { zh: '登记质评结果', en: 'Record a result of quality assessment' },
  input: z.object({ organisationId: idSchema, kind: qualityKindSchema, code: codeSchema.nullish(), passed: z.boolean(), certificate: z.string().trim().max(100).nullish(), validFrom: daySchema, validUntil: daySchema }), output: qualityMarkSchema,
});
export const withdrawQualityMark = command({
  name: 'withdrawQualityMark', path: '/recognition/quality-marks/{id}/withdraw', permission: 'recognition.withdraw-quality', event: 'recognition.quality-withdrawn', summary: { zh: '撤销质评结果', en: 'Withdraw a result of quality assessment' },
  input: z.object({ id: idSchema, from: daySchema, reason: reasonSchema }), output: qualityMarkSchema,
});
export const listQualityMarks = query({
  name: 'listQualityMarks', path: '/recognition/quality-marks', permission: 'recognition.read-catalogue', summary: { zh: '质评结果', en: 'Results of quality assessment' }, input: z.object({ ...listInput, kind: qualityKindSchema.optional(), organisationId: idSchema.optional() }), output: pageOf(qualityMarkSchema),
});

export const declineReasonSchema = z.object({ code: z.string(), zh: z.string(), en: z.string(), needsNote: z.boolean(), source: z.string() });
export type DeclineReason = z.infer<typeof declineReasonSchema>;
export const listDeclineReasons = query({
  name: 'listDeclineReasons', path: '/recognition/decline-reasons', permission: 'recognition.read-catalogue', summary: { zh: '不予互认的法定情形', en: 'Legal reasons to decline' }, input: z.object({}), output: z.object({ rows: z.array(declineReasonSchema) }),
});
