import { z } from 'zod';
import { listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { decimalSchema, idSchema } from './words.ts';

const year = z.coerce.number().int().min(2015).max(2100);

export const frozenScoreSchema = z.object({
  organisationId: z.string(), year: z.number(), schemeId: z.string(), score: z.string(), fullScore: z.string(), source: z.enum(['assessment', 'file']), decisionNumber: z.string().nullable(), recordedAt: z.string(),
});
export type FrozenScore = z.infer<typeof frozenScoreSchema>;

export const recordFrozenScores = command({
  name: 'recordFrozenScores', path: '/payment/frozen-scores', permission: 'payment.record-frozen-scores', event: 'payment.frozen-scores-recorded',
  summary: { zh: '凭决议号录入考核得分', en: 'Enter frozen scores by the number of a decision' },
  input: z.object({
    /** The number of a resolution about money or a general matter of the own bodies. */
    year, decisionNumber: z.string().trim().min(3).max(80), fullScore: decimalSchema.default('100'),
    scores: z.array(z.object({ organisationId: idSchema, score: decimalSchema })).min(1).max(2_000),
  }),
  output: z.object({ year: z.number(), recorded: z.number(), already: z.number() }),
});
export const listFrozenScores = query({
  name: 'listFrozenScores', path: '/payment/frozen-scores', permission: 'payment.read',
  summary: { zh: '已锁定的考核得分', en: 'Frozen scores' },
  input: z.object({ ...listInput, year: year.optional() }), output: pageOf(frozenScoreSchema.extend({ organisationName: z.string() })),
});
