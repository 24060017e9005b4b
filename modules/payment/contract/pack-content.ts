import { z } from 'zod';
import { billRuleSchema } from './bill-rules.ts';
import { decimalSchema } from './words.ts';

const level = z.number().int().min(1).max(3);

/** What a city decides for a year. Every part may be missing: what depends on it is then pending, never invented. */
export const packContentSchema = z.object({
  parameters: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  /** The scores of the groups are their averages over the mean of the averages. */
  scores_from_averages: z.boolean().optional(),
  groups: z.array(z.object({ group: z.string().min(1), title: z.string().optional(), average: decimalSchema, rw: decimalSchema.optional(), primary: z.boolean().optional() })).max(20_000).default([]),
  institutions: z.array(z.object({
    institution: z.string().min(1), name: z.string().optional(), level: z.string().optional(), coefficient: decimalSchema, assessment: decimalSchema.optional(), deduction: decimalSchema.optional(),
  })).max(2_000).default([]),
  fund_total: decimalSchema.optional(),
  /** Money for one unit of weight, fixed beforehand (DRG); then the fund is not shared out by points. */
  rate: decimalSchema.optional(),
  /** Coefficient from this percentage of the full assessment score on. */
  assessmentBands: z.array(z.object({ from: decimalSchema, coefficient: decimalSchema })).max(50).default([]),
  advance: z.object({ pointValue: decimalSchema, share: decimalSchema }).optional(),
  review: z.object({ quotaShare: decimalSchema, panelMin: z.number().int().min(1).max(15), costMultiple: decimalSchema }).optional(),
  appeal: z.object({ days: z.number().int().min(1).max(365) }).optional(),
  benefit: z.object({
    deductibles: z.array(z.object({ level, amount: decimalSchema })),
    matrix: z.array(z.object({ level, referred: z.boolean(), disease: z.string().default(''), ratio: decimalSchema })),
    bypassPoints: decimalSchema.default('0'),
    contractPoints: decimalSchema.default('0'),
    ceiling: decimalSchema.optional(),
    assistance: z.array(z.object({ from: decimalSchema, to: decimalSchema.optional(), ratio: decimalSchema })).default([]),
    episodeGapDays: z.number().int().min(0).max(90).default(7),
    sameLevel: z.enum(['nothing', 'full']).default('nothing'),
  }).optional(),
  /** Outpatient panels: an amount a head and year. */
  capitation: z.array(z.object({ panel: z.string().min(1), title: z.string(), perHead: decimalSchema })).default([]),
  /** Groups paid by the day: points of each day, stage by stage, in the same pool as all other points. */
  perDiem: z.array(z.object({ group: z.string().min(1), stages: z.array(z.object({ from_day: z.number().int(), to_day: z.number().int().optional(), amount: decimalSchema })).min(1) })).default([]),
  package: z.object({
    perHead: decimalSchema, reserve: decimalSchema.default('0'), prepayShare: decimalSchema, surplusCap: decimalSchema, overrunCap: decimalSchema,
    shares: z.object({ fund: decimalSchema, lead: decimalSchema, members: decimalSchema }),
    /** Weights of the measures by which members share: heads, score, workload, referral balance, quality. */
    betas: z.record(z.string(), decimalSchema),
  }).optional(),
  billRules: z.array(billRuleSchema).max(5_000).default([]),
});
export type PackContent = z.infer<typeof packContentSchema>;
