import { z } from 'zod';
import { reaction } from '#platform/events/reaction.ts';
import { insertFrozenScores } from './store/frozen-scores.ts';

const decimal = z.union([z.string(), z.number()]).transform(String).pipe(z.string().regex(/^\d{1,6}(\.\d{1,8})?$/));
/** Read tolerantly: the year may stand as `year` or begin `period`; the full score and the decision may be absent. */
const frozenSchema = z.object({
  schemeId: z.string().min(1), year: z.coerce.number().int().optional(), period: z.string().regex(/^\d{4}/).optional(), full: decimal.optional(), decisionNumber: z.string().nullish(),
  scores: z.array(z.object({ organisationId: z.string().min(1), score: decimal })),
});

/** Scores that the assessment froze are the only ones that settlement and packages use; repeating changes nothing. */
export const reactions = [
  reaction({
    name: 'payment.keep-frozen-scores',
    on: 'assessment.scores-frozen',
    run: async ({ tx, now }, event) => {
      const read = frozenSchema.safeParse(event.payload);
      if (!read.success) return;
      const { schemeId, year, period, full = '100', decisionNumber, scores } = read.data;
      const ofYear = year ?? Number(period?.slice(0, 4));
      const possible = scores.filter(({ score }) => Number(score) <= Number(full));
      if (!Number.isInteger(ofYear) || possible.length === 0) return;
      await insertFrozenScores(tx, { year: ofYear, schemeId: period === undefined ? schemeId : `${schemeId} ${period}`, fullScore: full, source: 'assessment', decisionNumber: decisionNumber ?? null, at: now }, possible);
    },
  }),
];
