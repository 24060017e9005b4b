import { z } from 'zod';
import { anyOf, listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import type { StateTable } from '#platform/kernel/state-table.ts';
import { billHitSchema, billSchema } from './bill-rules.ts';
import { actionSchema, daySchema, fenSchema, figureSchema, idSchema, reasonSchema } from './words.ts';

export const staySchema = z.object({
  id: z.string(), personId: z.string(), organisationId: z.string(), packId: z.string(), level: z.number(), admittedOn: z.string(), dischargedOn: z.string().nullable(),
  referralAcceptedOn: z.string().nullable(), episode: z.number(), reason: z.enum(['first', 'up-difference', 'down-nothing', 'same-level', 'gap-too-long', 'no-accepted-referral']),
  deductibleFen: z.number(), chargedFen: z.number(), paidFen: z.number(), recordedAt: z.string(),
});
export type LedgerStay = z.infer<typeof staySchema>;

export const recordStay = command({
  name: 'recordStay', path: '/payment/stays', permission: 'payment.record-stay', event: 'payment.stay-recorded',
  summary: { zh: '登记住院并计算起付线', en: 'Record a stay and its deductible' },
  input: z.object({
    packId: idSchema, personId: idSchema, organisationId: idSchema, level: z.coerce.number().int().min(1).max(3), admittedOn: daySchema, dischargedOn: daySchema.nullable().default(null),
    referralAcceptedOn: daySchema.nullable().default(null),
  }),
  output: staySchema,
});
export const listStays = query({
  name: 'listStays', path: '/payment/stays', permission: 'payment.read-claims',
  summary: { zh: '起付线台账', en: 'Ledger of deductibles' },
  input: z.object({ ...listInput, personId: idSchema.optional() }), output: pageOf(staySchema),
});

const claimStateSchema = z.enum(['held', 'clear', 'sent', 'settled']);
export type ClaimState = z.infer<typeof claimStateSchema>;
/** A hold ends when every hit is released; a claim leaves only when it is clear. */
export const CLAIM_TABLE: StateTable<ClaimState, 'release' | 'clear' | 'send' | 'state'> = {
  held: { release: 'held', clear: 'clear' },
  clear: { send: 'sent' },
  sent: { state: 'settled' },
  settled: {},
};

const storedHitSchema = billHitSchema.extend({ id: z.string(), releasedBy: z.string().nullable(), releasedAt: z.string().nullable(), releaseReason: z.string().nullable() });
export const claimSchema = z.object({
  id: z.string(), billNumber: z.string(), personId: z.string(), organisationId: z.string(), packId: z.string(), packVersion: z.string(), stayId: z.string().nullable(), totalFen: z.number(),
  lines: z.number(), hits: z.number(), openHits: z.number(), atStakeFen: z.number(), state: claimStateSchema, stateSince: z.string(), fundFen: z.number().nullable(), patientFen: z.number().nullable(),
});
export type Claim = z.infer<typeof claimSchema>;

export const auditClaim = command({
  name: 'auditClaim', path: '/payment/claims', permission: 'payment.audit-claim', event: 'payment.claim-audited',
  summary: { zh: '上传前审核账单', en: 'Audit a bill before it leaves' },
  input: z.object({ packId: idSchema, personId: idSchema, organisationId: idSchema, billNumber: z.string().trim().min(1).max(60), stayId: idSchema.optional(), bill: billSchema }),
  output: claimSchema,
});
export const releaseHit = command({
  name: 'releaseHit', path: '/payment/claims/{id}/release', permission: 'payment.release-hit', event: 'payment.hit-released',
  summary: { zh: '说明理由后放行', en: 'Release a finding with a reason' },
  input: z.object({ id: idSchema, hitId: idSchema, reason: reasonSchema }), output: claimSchema,
});
export const sendClaim = command({
  name: 'sendClaim', path: '/payment/claims/{id}/send', permission: 'payment.send-claim', event: 'payment.claim-sent',
  summary: { zh: '上传账单', en: 'Send the claim' },
  input: z.object({ id: idSchema }), output: claimSchema,
});
export const issueStatement = command({
  name: 'issueStatement', path: '/payment/claims/{id}/statement', permission: 'payment.issue-statement', event: 'payment.statement-issued',
  summary: { zh: '出具参保人结算单', en: 'Issue the statement of the insured person' },
  input: z.object({
    id: idSchema, level: z.coerce.number().int().min(1).max(3), outOfScopeFen: fenSchema, referred: z.boolean(), bypassed: z.boolean(), contracted: z.boolean(), disease: z.string().max(60).default(''),
    paidBeforeFen: fenSchema.default(0),
  }),
  output: claimSchema,
});
export const listClaims = query({
  name: 'listClaims', path: '/payment/claims', permission: 'payment.read-claims',
  summary: { zh: '账单审核列表', en: 'List claims' },
  input: z.object({ ...listInput, state: anyOf(claimStateSchema), personId: idSchema.optional() }), output: pageOf(claimSchema),
});
export const getClaim = query({
  name: 'getClaim', path: '/payment/claims/{id}', permission: 'payment.read-claims',
  summary: { zh: '查看账单与审核结果', en: 'Show a claim with its findings' },
  input: z.object({ id: idSchema }),
  output: z.object({ claim: claimSchema, bill: billSchema, hits: z.array(storedHitSchema), figures: z.array(figureSchema), history: z.array(actionSchema) }),
});
