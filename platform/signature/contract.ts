import { z } from 'zod';
import { command, query, type ModuleContract } from '#platform/kernel/contract.ts';

export const signatureFindingSchema = z.object({
  /** `changed`: the document is another. `forged`: the entry is not what the key signed. `document-missing`, `signature-missing`: one without the other. */
  finding: z.enum(['changed', 'forged', 'document-missing', 'signature-missing']),
  /** What was signed: kind/id. */
  document: z.string(),
  organisationId: z.string().nullable(),
  signedAt: z.string(),
  /** Paths of the document that are not as they were signed. */
  changed: z.array(z.string()),
});
export type SignatureFinding = z.infer<typeof signatureFindingSchema>;

export const getSignatureCheck = query({
  name: 'getSignatureCheck',
  path: '/signatures/check',
  permission: 'signature.read',
  summary: { zh: '查看最近一次电子签名核验', en: 'The newest check of electronic signatures' },
  input: z.object({}),
  output: z.object({
    signatures: z.number(),
    /** Null before the first check. */
    check: z.object({
      state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
      done: z.number(),
      total: z.number().nullable(),
      createdAt: z.string(),
      finishedAt: z.string().nullable(),
      signatures: z.number(),
      documents: z.number(),
      differences: z.number(),
      findings: z.array(signatureFindingSchema),
    }).nullable(),
  }),
});

export const verifySignatures = command({
  name: 'verifySignatures',
  path: '/signatures/verify',
  permission: 'signature.verify',
  event: 'signature.verification-asked',
  summary: { zh: '核验全部电子签名：协议、合同、转诊文书、报告、决议与章程', en: 'Verify every signature: agreements, contracts, referral documents, reports, resolutions and charters' },
  input: z.object({}),
  output: z.object({ taskId: z.string() }),
});

export const contract = {
  module: 'signature',
  title: { zh: '电子签名', en: 'Electronic signatures' },
  operations: { getSignatureCheck, verifySignatures },
  permissions: {
    'signature.read': { zh: '查看电子签名核验结果', en: 'See checks of electronic signatures', roles: ['audit-administrator'] },
    'signature.verify': { zh: '核验电子签名', en: 'Verify electronic signatures', roles: ['audit-administrator'] },
  },
  problems: {
    'signature.verification-running': { kind: 'conflict', zh: '已有一次签名核验正在进行，请等待完成。', en: 'A check of signatures is under way already; wait for its end.' },
  },
  events: { 'signature.verification-asked': { zh: '有人要求核验电子签名', en: 'Somebody asked to verify the signatures' } },
} as const satisfies ModuleContract;
