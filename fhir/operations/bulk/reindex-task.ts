import { z } from 'zod';
import { taskKind } from '#platform/jobs/task.ts';
import { reindexRows } from '../../repository/reindex.ts';

export const REINDEX_TASK = 'fhir.reindex';

/** Locked together for about a second; writers of these rows wait so long at most. */
const STEP_ROWS = 1_000;

const reindexInputSchema = z.object({ types: z.array(z.string()) });
const cursorSchema = z.object({ after: z.string() }).nullable();

/** Computes search values anew in the background, resumable at every step. */
export const reindexTask = taskKind({
  kind: REINDEX_TASK,
  step: async ({ tx, input, cursor, done }) => {
    const { types } = reindexInputSchema.parse(input);
    const after = cursorSchema.parse(cursor)?.after ?? null;
    const step = await reindexRows(tx, { types, after, limit: STEP_ROWS });
    const progress = { done: done + step.done, cursor: step.last === null ? cursor : { after: step.last } };
    return step.done < STEP_ROWS ? { ...progress, result: { resources: progress.done } } : progress;
  },
});
