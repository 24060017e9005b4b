import { z } from 'zod';
import { anyOf, listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { agreementKindSchema, contactKindSchema, daySchema, directionSchema, idSchema, reasonSchema, telephoneSchema } from './words.ts';

const personName = z.string().trim().min(2).max(60);
const agreementStateSchema = z.enum(['future', 'valid', 'expiring', 'expired', 'ended']);
export type AgreementState = z.infer<typeof agreementStateSchema>;

/** An agreement is called expiring in its last 60 days. */
export const EXPIRING_DAYS = 60;

export const agreementSchema = z.object({
  id: z.string(),
  kind: agreementKindSchema,
  ownerOrganisationId: z.string(),
  firstOrganisationId: z.string(),
  firstOrganisationName: z.string(),
  secondOrganisationId: z.string(),
  secondOrganisationName: z.string(),
  coversSubordinates: z.boolean(),
  directions: z.array(directionSchema),
  documentNumber: z.string().nullable(),
  signedOn: z.string(),
  validFrom: z.string(),
  validUntil: z.string(),
  endedOn: z.string().nullable(),
  endReason: z.string().nullable(),
  state: agreementStateSchema,
  daysLeft: z.number(),
  firstSignatory: z.string(),
  secondSignatory: z.string(),
  firstContactName: z.string(),
  firstContactTelephone: z.string(),
  secondContactName: z.string(),
  secondContactTelephone: z.string(),
});
export type Agreement = z.infer<typeof agreementSchema>;

export const signAgreement = command({
  name: 'signAgreement',
  path: '/agreements',
  permission: 'consortium.sign-agreement',
  event: 'consortium.agreement-signed',
  stepUp: 'or-password',
  summary: { zh: '登记协议', en: 'Record a signed agreement' },
  input: z.object({
    kind: agreementKindSchema,
    firstOrganisationId: idSchema,
    secondOrganisationId: idSchema,
    coversSubordinates: z.boolean().default(true),
    directions: z.array(directionSchema).max(3).default(['up', 'down', 'lateral']),
    documentNumber: z.string().trim().max(60).nullish(),
    signedOn: daySchema,
    validFrom: daySchema,
    validUntil: daySchema,
    firstSignatory: personName,
    secondSignatory: personName,
    firstContactName: personName,
    firstContactTelephone: telephoneSchema,
    secondContactName: personName,
    secondContactTelephone: telephoneSchema,
  }),
  output: agreementSchema,
});

const signatureSchema = z.object({
  id: z.string(),
  organisationId: z.string(),
  signerName: z.string(),
  /** SM2-SM3 or Ed25519-SHA256. */
  algorithm: z.string(),
  digest: z.string(),
  signedAt: z.string(),
  verdict: z.enum(['valid', 'changed', 'forged']),
  /** Parts that are not as they were signed. */
  changed: z.array(z.string()),
});

export const countersignAgreement = command({
  name: 'countersignAgreement',
  path: '/agreements/{id}/countersign',
  permission: 'consortium.sign-agreement',
  event: 'consortium.agreement-countersigned',
  stepUp: 'or-password',
  summary: { zh: '对方会签协议', en: 'Sign an agreement for the other side' },
  input: z.object({ id: idSchema }),
  output: agreementSchema,
});

/** Signatures under the terms of an agreement, each verified now; none where it was recorded before there were any. */
export const verifyAgreement = query({
  name: 'verifyAgreement',
  path: '/agreements/{id}/signatures',
  permission: 'consortium.read',
  summary: { zh: '验证协议的电子签名', en: 'Verify the signatures under an agreement' },
  input: z.object({ id: idSchema }),
  output: z.object({ signatures: z.array(signatureSchema) }),
});

export const endAgreement = command({
  name: 'endAgreement',
  path: '/agreements/{id}/end',
  permission: 'consortium.end-agreement',
  event: 'consortium.agreement-ended',
  stepUp: 'or-password',
  summary: { zh: '提前终止协议', en: 'End an agreement early' },
  input: z.object({ id: idSchema, endedOn: daySchema, reason: reasonSchema }),
  output: agreementSchema,
});

export const listAgreements = query({
  name: 'listAgreements',
  path: '/agreements',
  permission: 'consortium.read',
  summary: { zh: '协议列表', en: 'List agreements' },
  input: z.object({
    ...listInput,
    kind: anyOf(agreementKindSchema),
    state: anyOf(agreementStateSchema),
    organisationId: idSchema.optional(),
    expiringWithinDays: z.coerce.number().int().min(0).max(730).optional(),
  }),
  output: pageOf(agreementSchema),
});

export const escalationContactSchema = z.object({
  id: z.string(),
  organisationId: z.string(),
  organisationName: z.string(),
  kind: contactKindSchema,
  rank: z.number(),
  name: z.string(),
  duty: z.string(),
  telephone: z.string(),
  practitionerId: z.string().nullable(),
  validFrom: z.string(),
  validUntil: z.string().nullable(),
});
export type EscalationContact = z.infer<typeof escalationContactSchema>;

export const setEscalationContact = command({
  name: 'setEscalationContact',
  path: '/escalation-contacts',
  permission: 'consortium.set-escalation-contact',
  event: 'consortium.escalation-contact-set',
  summary: { zh: '设定超时联系人', en: 'Name the person who is told when a clock runs out' },
  input: z.object({
    organisationId: idSchema,
    kind: contactKindSchema,
    rank: z.number().int().min(1).max(9).default(1),
    name: personName,
    duty: z.string().trim().min(1).max(60),
    telephone: telephoneSchema,
    practitionerId: idSchema.nullish(),
  }),
  output: escalationContactSchema,
});

export const endEscalationContact = command({
  name: 'endEscalationContact',
  path: '/escalation-contacts/{id}/end',
  permission: 'consortium.end-escalation-contact',
  event: 'consortium.escalation-contact-ended',
  summary: { zh: '停用超时联系人', en: 'Stop telling this person' },
  input: z.object({ id: idSchema, reason: reasonSchema }),
  output: escalationContactSchema,
});

export const listEscalationContacts = query({
  name: 'listEscalationContacts',
  path: '/escalation-contacts',
  permission: 'consortium.read',
  summary: { zh: '超时联系人列表', en: 'List escalation contacts' },
  input: z.object({ ...listInput, organisationId: idSchema.optional(), kind: anyOf(contactKindSchema) }),
  output: pageOf(escalationContactSchema),
});
