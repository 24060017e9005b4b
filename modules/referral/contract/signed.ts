import { z } from 'zod';
import { query } from '#platform/kernel/contract.ts';

export const signedKinds = ['letter', 'outcome', 'care-plan'] as const;
export type SignedKind = (typeof signedKinds)[number];

const signedDocumentSchema = z.object({
  kind: z.enum(signedKinds),
  /** The act that signed it; id of its Provenance too. */
  actionId: z.string(),
  organisationId: z.string(),
  signerName: z.string(),
  /** SM2-SM3 or Ed25519-SHA256. */
  algorithm: z.string(),
  /** Hexadecimal. */
  digest: z.string(),
  signedAt: z.string(),
  /** `changed`: the document kept here is not what was signed. `forged`: the signature is not what the key made. */
  verdict: z.enum(['valid', 'changed', 'forged']),
  /** Parts that are not as they were signed. */
  changed: z.array(z.string()),
});

/** The latest letter, outcome and care plan that were signed, each verified now; none where it was recorded before there were any. */
export const verifyReferral = query({
  name: 'verifyReferral',
  path: '/referrals/{id}/signatures',
  permission: 'referral.read',
  summary: { zh: '验证转诊单、结果与计划的电子签名', en: 'Verify the signatures under letter, outcome and care plan' },
  input: z.object({ id: z.string().min(1) }),
  output: z.object({ documents: z.array(signedDocumentSchema) }),
});
