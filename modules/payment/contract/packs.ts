import { z } from 'zod';
import { anyOf, listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import type { StateTable } from '#platform/kernel/state-table.ts';
import { packContentSchema } from './pack-content.ts';
import { actionSchema, daySchema, idSchema, reasonSchema } from './words.ts';

export const packStateSchema = z.enum(['draft', 'approved', 'withdrawn', 'retired']);
export type PackState = z.infer<typeof packStateSchema>;

export const PACK_TABLE: StateTable<PackState, 'approve' | 'withdraw' | 'retire'> = {
  draft: { approve: 'approved', withdraw: 'withdrawn' },
  approved: { retire: 'retired' },
  withdrawn: {},
  retired: {},
};

export const packSchema = z.object({
  id: z.string(),
  city: z.string(),
  insurance: z.string(),
  year: z.number(),
  version: z.string(),
  ownerOrganisationId: z.string(),
  validFrom: z.string(),
  validUntil: z.string(),
  state: packStateSchema,
  stateSince: z.string(),
  loadedBy: z.string(),
  approvedBy: z.string().nullable(),
  groups: z.number(),
  institutions: z.number(),
  /** Parts that the city has not decided; what depends on them is pending. */
  missing: z.array(z.string()),
});
export type Pack = z.infer<typeof packSchema>;

export const loadParameterPack = command({
  name: 'loadParameterPack', path: '/payment/packs', permission: 'payment.load-pack', event: 'payment.pack-loaded',
  summary: { zh: '载入参数包', en: 'Load a pack of parameters' },
  input: z.object({
    city: z.string().trim().min(2).max(60), insurance: z.enum(['resident', 'employee', 'all']), year: z.number().int().min(2015).max(2100),
    version: z.string().trim().min(1).max(40), validFrom: daySchema, validUntil: daySchema, content: packContentSchema,
  }),
  output: packSchema,
});
export const approveParameterPack = command({
  name: 'approveParameterPack', path: '/payment/packs/{id}/approve', permission: 'payment.approve-pack', event: 'payment.pack-approved', stepUp: 'or-password',
  summary: { zh: '批准参数包', en: 'Approve a pack of parameters' },
  input: z.object({ id: idSchema, reason: reasonSchema }), output: packSchema,
});
export const withdrawParameterPack = command({
  name: 'withdrawParameterPack', path: '/payment/packs/{id}/withdraw', permission: 'payment.withdraw-pack', event: 'payment.pack-withdrawn',
  summary: { zh: '撤回参数包', en: 'Withdraw a draft of parameters' },
  input: z.object({ id: idSchema, reason: reasonSchema }), output: packSchema,
});
export const retireParameterPack = command({
  name: 'retireParameterPack', path: '/payment/packs/{id}/retire', permission: 'payment.retire-pack', event: 'payment.pack-retired', stepUp: 'or-password',
  summary: { zh: '停用参数包', en: 'Take a pack of parameters out of force' },
  input: z.object({ id: idSchema, reason: reasonSchema }), output: packSchema,
});

export const listParameterPacks = query({
  name: 'listParameterPacks', path: '/payment/packs', permission: 'payment.read',
  summary: { zh: '参数包列表', en: 'List packs of parameters' },
  input: z.object({ ...listInput, state: anyOf(packStateSchema) }), output: pageOf(packSchema),
});
export const getParameterPack = query({
  name: 'getParameterPack', path: '/payment/packs/{id}', permission: 'payment.read',
  summary: { zh: '查看参数包', en: 'Show a pack of parameters' },
  input: z.object({ id: idSchema }), output: z.object({ pack: packSchema, content: packContentSchema, history: z.array(actionSchema) }),
});

const packChangeSchema = z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() });

export const compareParameterPacks = query({
  name: 'compareParameterPacks', path: '/payment/packs/{id}/compare', permission: 'payment.read',
  summary: { zh: '比较两个参数包', en: 'Compare two packs' },
  input: z.object({ id: idSchema, with: idSchema }),
  output: z.object({ changes: z.array(packChangeSchema), total: z.number() }),
});
