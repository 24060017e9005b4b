import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { taskKind } from '#platform/jobs/task.ts';
import { refreshCustomParameters } from '#fhir/search/custom/overlay.ts';
import { finishIndexing, REINDEX_TASK } from '#fhir/search/custom/register.ts';
import { countRows, reindexRows } from '../../repository/reindex.ts';

/** Locked together for about a second; writers of these rows wait so long at most. */
const STEP_ROWS = 1_000;

/** So long after a definition every process has heard of it (NOTIFY takes milliseconds, a lost connection a second). */
const HEARD_MS = 2_000;
/** Clocks of several machines may differ so much. */
const CLOCKS_MS = 60_000;
const PAUSE_MS = 200;

/** `since`: when it was asked for; what is written from then on is indexed once more at the end. */
const reindexInputSchema = z.object({ types: z.array(z.string()), since: z.string().optional() });
const cursorSchema = z.object({ after: z.string().nullable(), isSecond: z.boolean().default(false) }).nullable();

/**
 * Computes search values anew in the background, resumable at every step. A process that had not heard of a new parameter may have
 * written meanwhile without it: what was written since is done a second time, when all have heard.
 */
export const reindexTask = taskKind({
  kind: REINDEX_TASK,
  step: async ({ tx, taskId, input, cursor, done, now }) => {
    const { types, since } = reindexInputSchema.parse(input);
    const { after, isSecond } = cursorSchema.parse(cursor) ?? { after: null, isSecond: false };
    const asked = since === undefined ? undefined : Date.parse(since);
    if (isSecond && asked !== undefined && now.getTime() - asked < HEARD_MS) {
      await pause(PAUSE_MS);
      return { done, cursor };
    }
    await refreshCustomParameters(tx);
    const total = cursor === null ? { total: await countRows(tx, types) } : {};
    const written = isSecond && asked !== undefined ? { since: new Date(asked - CLOCKS_MS) } : {};
    const step = await reindexRows(tx, { types, after, limit: STEP_ROWS, ...written });
    const isOver = step.done < STEP_ROWS;
    const sofar = isSecond ? done : done + step.done;
    const progress = { done: sofar, ...total, ...(isOver && !isSecond ? { total: sofar } : {}) };
    if (!isOver) return { ...progress, cursor: { after: step.last, isSecond } };
    if (!isSecond && asked !== undefined) return { ...progress, cursor: { after: null, isSecond: true } };
    await finishIndexing(tx, { taskId, types, since });
    return { ...progress, cursor, result: { resources: progress.done } };
  },
});
