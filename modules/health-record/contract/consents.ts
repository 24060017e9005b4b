import { z } from 'zod';
import { pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { days, idField, organisationIdField, paging, personIdField, reasonField, referenceField } from './fields.ts';

export const carePurposes = ['treatment', 'referral', 'follow-up', 'quality', 'research'] as const;

export const consentSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  state: z.enum(['active', 'withdrawn', 'expired']),
  personId: z.string(),
  decision: z.enum(['permit', 'deny']),
  /** `*` for every organisation. */
  granteeOrganisationId: z.string(),
  granteeName: z.string(),
  purpose: z.string().nullable(),
  /** `Type/id` when one thing only is meant. */
  reference: z.string().nullable(),
  opensRestricted: z.boolean(),
  validFrom: z.string(),
  validUntil: z.string().nullable(),
  evidence: z.enum(['signed-paper', 'in-person', 'guardian', 'own-account']),
  reason: z.string(),
  byName: z.string(),
  at: z.string(),
});
export type Consent = z.infer<typeof consentSchema>;

const terms = {
  decision: z.enum(['permit', 'deny']),
  granteeOrganisationId: organisationIdField,
  purpose: z.enum(carePurposes).nullish(),
  reference: referenceField.nullish(),
  opensRestricted: z.boolean().default(false),
  /** A permit always ends; a refusal may last until it is withdrawn. */
  days: days(1825).nullish(),
};

export const registerConsent = command({
  name: 'registerConsent',
  path: '/records/{personId}/consents',
  permission: 'health-record.register-consent',
  event: 'health-record.consent-registered',
  stepUp: 'or-password',
  summary: { zh: '登记居民的授权或拒绝', en: 'Register what a resident permits or refuses' },
  input: z.object({ personId: personIdField, ...terms, evidence: z.enum(['signed-paper', 'in-person', 'guardian']), reason: reasonField }),
  output: consentSchema,
});

export const withdrawConsent = command({
  name: 'withdrawConsent',
  path: '/consents/{id}/withdraw',
  permission: 'health-record.withdraw-consent',
  event: 'health-record.consent-withdrawn',
  stepUp: 'or-password',
  summary: { zh: '撤回授权或拒绝', en: 'Withdraw a consent or refusal' },
  input: z.object({ id: idField, reason: reasonField }),
  output: consentSchema,
});

export const registerOwnConsent = command({
  name: 'registerOwnConsent',
  path: '/own-record/consents',
  permission: 'portal.register-own-consent',
  event: 'health-record.consent-registered',
  summary: { zh: '居民本人授权或拒绝', en: 'A resident permits or refuses' },
  input: z.object(terms),
  output: consentSchema,
});

export const withdrawOwnConsent = command({
  name: 'withdrawOwnConsent',
  path: '/own-record/consents/{id}/withdraw',
  permission: 'portal.withdraw-own-consent',
  event: 'health-record.consent-withdrawn',
  summary: { zh: '居民本人撤回', en: 'A resident withdraws' },
  input: z.object({ id: idField }),
  output: consentSchema,
});

const consentPage = pageOf(consentSchema);

export const listConsents = query({
  name: 'listConsents',
  path: '/records/{personId}/consents',
  permission: 'health-record.read',
  summary: { zh: '查看居民的授权与拒绝', en: 'What a resident permits and refuses' },
  input: z.object({ personId: personIdField, ...paging }),
  output: consentPage,
});

export const listOwnConsents = query({
  name: 'listOwnConsents',
  path: '/own-record/consents',
  permission: 'portal.own-record',
  summary: { zh: '居民查看本人的授权与拒绝', en: 'A resident sees the own consents and refusals' },
  input: z.object(paging),
  output: consentPage,
});
