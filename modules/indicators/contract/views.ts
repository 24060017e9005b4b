import { z } from 'zod';
import { query } from '#platform/kernel/contract.ts';
import { definitionSchema } from './operations.ts';

const id = z.string().min(1).max(64);
/** A month, a quarter or a year. */
const period = z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])|Q[1-4])?$/, '2026, 2026Q1 or 2026-03');

const flowSchema = z.object({
  fromOrganisationId: z.string(),
  /** Null: outside the platform. */
  toOrganisationId: z.string().nullable(),
  direction: z.enum(['up', 'lateral', 'down']),
  submitted: z.number().int(),
});
const stagesSchema = z.object({ submitted: z.number().int(), accepted: z.number().int(), arrived: z.number().int(), returned: z.number().int() });
export const getReferralFlows = query({
  name: 'getReferralFlows', path: '/referral-flows', permission: 'indicators.read', summary: { zh: '转诊流向', en: 'Flows of referral between sites, and how far referrals upwards came' },
  input: z.object({ organisationId: id.optional(), period: period.optional() }),
  output: z.object({ organisationId: z.string(), period: z.string(), flows: z.array(flowSchema), up: stagesSchema, down: stagesSchema, knownAt: z.string().nullable() }),
});
const matrixRow = z.object({
  organisationId: z.string(), name: z.string(), level: z.string(),
  /** By indicator; `rank` of `of` sites with a value, null for what is only watched. */
  cells: z.array(z.object({ indicatorId: z.string(), value: z.string().nullable(), rank: z.number().int().nullable(), of: z.number().int() })),
});
export const getIndicatorMatrix = query({
  name: 'getIndicatorMatrix', path: '/indicator-matrix', permission: 'indicators.read', summary: { zh: '机构与指标矩阵', en: 'All indicators of a list at all sites' },
  input: z.object({ list: definitionSchema.shape.list.default('county-14'), organisationId: id.optional(), period: period.optional() }),
  output: z.object({ organisationId: z.string(), period: z.string(), indicators: z.array(definitionSchema), sites: z.array(matrixRow) }),
});
export type MatrixSite = z.infer<typeof matrixRow>;
