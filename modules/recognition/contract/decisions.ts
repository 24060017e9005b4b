import { z } from 'zod';
import { listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { itemSchema } from './catalogue.ts';
import { codeSchema, codesSchema, daySchema, decisionSchema, idSchema, obstacleSchema, relationSchema } from './words.ts';

export const resultSchema = z.object({
  /** `DiagnosticReport/…` or `Observation/…`. */
  reference: z.string(), title: z.string(), code: z.string(), how: z.union([z.literal('item'), relationSchema]), at: z.string(), ageDays: z.number().nullable(), organisationId: z.string().nullable(), organisationName: z.string(),
  conclusion: z.string().nullable(), value: z.string().nullable(), findings: z.string().nullable(), values: z.array(z.object({ name: z.string(), value: z.string(), flag: z.string().nullable() })),
  /** Address of the pictures. */
  picture: z.string().nullable(),
  /** Of the waveforms, as the ECG room finds them. */
  ecgId: z.string().nullable(), obstacle: obstacleSchema.nullable(), decision: decisionSchema.nullable(),
});
export type Result = z.infer<typeof resultSchema>;
export const checkedSchema = z.object({ code: z.string(), item: itemSchema.nullable(), candidates: z.array(resultSchema), others: z.array(resultSchema) });
export type Checked = z.infer<typeof checkedSchema>;

const asked = { personId: idSchema, codes: codesSchema, organisationId: idSchema };
export const checkRecognition = query({
  name: 'checkRecognition', path: '/recognition/check', permission: 'recognition.check', summary: { zh: '开单时查找可互认结果', en: 'Find earlier valid results at the moment of ordering' }, input: z.object(asked), output: z.object({ checks: z.array(checkedSchema) }),
});

const doctor = z.object({ reference: z.string().max(200), name: z.string().max(120) }).nullish();
export const cardSchema = z.object({ id: z.string(), orderReference: z.string().nullable(), item: itemSchema, result: resultSchema });
export type OfferedCard = z.infer<typeof cardSchema>;
export const offerRecognition = command({
  name: 'offerRecognition', path: '/recognition/offers', permission: 'recognition.offer', event: 'recognition.offered', summary: { zh: '向外部系统提示可互认结果', en: 'Offer earlier results to an outside system' },
  input: z.object({ personId: idSchema, organisationId: idSchema, orders: z.array(z.object({ reference: z.string().max(200), codes: z.array(codeSchema).min(1).max(10) })).min(1).max(50), doctor }), output: z.object({ cards: z.array(cardSchema) }),
});
export const answerOffer = command({
  name: 'answerOffer', path: '/recognition/offers/{id}/answer', permission: 'recognition.answer-offer', event: 'recognition.offer-answered', summary: { zh: '答复外部系统的互认提示', en: 'Answer an offer' },
  input: z.object({ id: idSchema, outcome: z.enum(['accepted', 'overridden']), reasonCode: z.string().max(40).optional(), note: z.string().trim().max(500).optional() }), output: z.object({ id: z.string(), decision: decisionSchema }),
});

export const decidedSchema = z.object({
  id: z.string(), personId: z.string(), personName: z.string(), code: z.string(), itemName: z.string(), decision: decisionSchema, reasonCode: z.string().nullable(), note: z.string().nullable(), resultReference: z.string(), resultAt: z.string(),
  sourceOrganisationId: z.string(), sourceOrganisationName: z.string(), organisationId: z.string(), organisationName: z.string(), doctorName: z.string(), savedFen: z.number(), channel: z.enum(['screen', 'cds-hooks']), decidedAt: z.string(),
});
export type Decided = z.infer<typeof decidedSchema>;
const target = { personId: idSchema, code: codeSchema, resultReference: z.string().regex(/^(DiagnosticReport|Observation)\/[A-Za-z0-9.-]{1,64}$/), organisationId: idSchema, orderReference: z.string().max(200).nullish() };
export const recogniseResult = command({
  name: 'recogniseResult', path: '/recognition/recognise', permission: 'recognition.recognise', event: 'recognition.result-recognised', summary: { zh: '互认已有结果', en: 'Recognise an earlier result' }, input: z.object(target), output: decidedSchema,
});
export const declineRecognition = command({
  name: 'declineRecognition', path: '/recognition/decline', permission: 'recognition.decline', event: 'recognition.result-declined', summary: { zh: '不予互认并说明情形', en: 'Decline with a legal reason' },
  input: z.object({ ...target, reasonCode: z.string().trim().min(1).max(40), note: z.string().trim().max(500).optional(), patientInformed: z.boolean() }), output: decidedSchema,
});
export const listRecognitionDecisions = query({
  name: 'listRecognitionDecisions', path: '/recognition/decisions', permission: 'recognition.read-decisions', summary: { zh: '互认记录', en: 'Decisions on recognition' },
  input: z.object({ ...listInput, decision: decisionSchema.optional(), from: daySchema.optional(), until: daySchema.optional(), personId: idSchema.optional() }), output: pageOf(decidedSchema),
});

const counted = { recognised: z.number(), declined: z.number(), savedFen: z.number() };
export const recognitionStatistics = query({
  name: 'recognitionStatistics', path: '/recognition/statistics', permission: 'recognition.read-statistics', summary: { zh: '互认统计', en: 'Statistics of recognition' }, input: z.object({ from: daySchema.optional(), until: daySchema.optional() }),
  output: z.object({
    from: z.string(), until: z.string(), ...counted, rate: z.number().nullable(), byReason: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string(), declined: z.number() })),
    bySite: z.array(z.object({ organisationId: z.string(), organisationName: z.string(), ...counted })), byDoctor: z.array(z.object({ doctorId: z.string(), doctorName: z.string(), organisationName: z.string(), ...counted })),
    bySource: z.array(z.object({ organisationId: z.string(), organisationName: z.string(), ...counted })), byItem: z.array(z.object({ code: z.string(), name: z.string(), ...counted })), byDay: z.array(z.object({ day: z.string(), recognised: z.number(), declined: z.number() })),
  }),
});
