import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { systemSubject } from '#platform/access/subject.ts';
import { taskKind } from '#platform/jobs/task.ts';
import { refreshCustomParameters } from '#fhir/search/custom/overlay.ts';
import { finishIndexing, REINDEX_TASK } from '#fhir/search/custom/register.ts';
import { brokenClaims } from '#fhir/profiles/claimed.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { withOwnReferences } from '../../interactions/references.ts';
import { countRows, reindexRows } from '../../repository/reindex.ts';
import type { WriteContext } from '../../repository/resource-write.ts';
import { mayGather, writeResources } from '../../repository/write.ts';

/** Locked together for about a second; writers of these rows wait so long at most. */
const STEP_ROWS = 1_000;

/** So long after a definition every process has heard of it (NOTIFY takes milliseconds, a lost connection a second). */
const HEARD_MS = 2_000;
/** Clocks of several machines may differ so much. */
const CLOCKS_MS = 60_000;
const PAUSE_MS = 200;

/** `since`: when it was asked for; what is written from then on is indexed once more at the end. `base`: the address that this server was asked at. */
const reindexInputSchema = z.object({ types: z.array(z.string()), since: z.string().optional(), base: z.string().optional() });
const cursorSchema = z.object({ after: z.string().nullable(), isSecond: z.boolean().default(false) }).nullable();

/**
 * Computes search values anew in the background, resumable at every step. A process that had not heard of a new parameter may have
 * written meanwhile without it: what was written since is done a second time, when all have heard.
 */
export const reindexTask = taskKind({
  kind: REINDEX_TASK,
  step: async ({ tx, taskId, input, cursor, done, now, newId }) => {
    const { types, since, base } = reindexInputSchema.parse(input);
    const { after, isSecond } = cursorSchema.parse(cursor) ?? { after: null, isSecond: false };
    const asked = since === undefined ? undefined : Date.parse(since);
    if (isSecond && asked !== undefined && now.getTime() - asked < HEARD_MS) {
      await pause(PAUSE_MS);
      return { done, cursor };
    }
    await refreshCustomParameters(tx);
    const total = cursor === null ? { total: await countRows(tx, types) } : {};
    const written = isSecond && asked !== undefined ? { since: new Date(asked - CLOCKS_MS) } : {};
    const asToday = base === undefined ? undefined : (resource: Resource) => withOwnReferences(resource, base);
    const step = await reindexRows(tx, { types, after, limit: STEP_ROWS, ...written, asToday });
    await writeAnew({ tx, now, newId }, step.changed);
    const isOver = step.done < STEP_ROWS;
    const sofar = isSecond ? done : done + step.done;
    const progress = { done: sofar, ...total, ...(isOver && !isSecond ? { total: sofar } : {}) };
    if (!isOver) return { ...progress, cursor: { after: step.last, isSecond } };
    if (!isSecond && asked !== undefined) return { ...progress, cursor: { after: null, isSecond: true } };
    await finishIndexing(tx, { taskId, types, since });
    return { ...progress, cursor, result: { resources: progress.done } };
  },
});

/**
 * What was stored with this server's whole address in its references, before decision 0117 or by `$import`, becomes a version with relative ones.
 * What would be refused today, and what is more than its row, stays as it is.
 */
async function writeAnew(context: Pick<WriteContext, 'tx' | 'now' | 'newId'>, resources: readonly Resource[]): Promise<void> {
  const sound = resources.filter((resource) => mayGather([{ method: 'put', resource, ownerOrganisationId: null }]) && validateResource(resource).length === 0 && brokenClaims(resource).length === 0);
  if (sound.length === 0) return;
  await writeResources({ ...context, subject: systemSubject }, sound.map((resource) => ({ method: 'put', resource, ownerOrganisationId: null })));
}
