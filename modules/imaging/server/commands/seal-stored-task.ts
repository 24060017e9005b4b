import { z } from 'zod';
import { systemSubject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { startTask, taskKind, type TaskKind } from '#platform/jobs/task.ts';
import { countInstances, listHashes } from '../store/index-rows.ts';
import { DamagedObject } from '../store/objects/object-store.ts';
import type { SealedStore } from '../store/objects/sealed.ts';

export const SEAL_TASK = 'imaging.seal-stored';
const TITLE = { zh: '加密已存影像', en: 'Seal stored images' };
/** Looked up together; of these, the ones without a key are sealed in the next step. */
const HASHES_A_STEP = 50;
const DAMAGED_NAMED_MAX = 1_000;

/** After one that failed, objects with a key may lie in clear. */
const inputSchema = z.object({ isAgain: z.boolean() });
const cursorSchema = z.object({ after: z.string(), keyed: z.array(z.string()), sealed: z.number(), damaged: z.array(z.string()) });

/**
 * Seals what an older version stored in clear, while it is read. A step gives keys, the next one, when those are kept for good, rewrites the
 * files: after a crash it is done again, and what is sealed already stays.
 */
export const sealStoredTask = (objects: SealedStore): TaskKind => taskKind({
  kind: SEAL_TASK,
  step: async ({ tx, input, cursor, done }) => {
    const at = cursor === null ? { after: '', keyed: [], sealed: 0, damaged: [] } : cursorSchema.parse(cursor);
    const [sealed, damaged] = [[] as string[], [...at.damaged]];
    for (const hash of at.keyed) {
      const outcome = await sealOne(objects, hash);
      if (outcome === 'sealed') sealed.push(hash);
      else if (outcome === 'damaged' && damaged.length < DAMAGED_NAMED_MAX) damaged.push(hash);
    }
    const so = { sealed: at.sealed + sealed.length, damaged };
    const hashes = await listHashes(tx, { after: at.after, limit: HASHES_A_STEP });
    if (hashes.length === 0) return { done, result: so };
    const missing = await objects.giveKeys(tx, hashes);
    return { cursor: { after: hashes.at(-1), keyed: inputSchema.parse(input).isAgain ? hashes : missing, ...so }, done: done + hashes.length };
  },
});

/** One that is gone or has changed is left as it is and named at the end. */
async function sealOne(objects: SealedStore, hash: string): Promise<'sealed' | 'was-sealed' | 'damaged'> {
  try {
    return (await objects.seal(hash)) ? 'sealed' : 'was-sealed';
  } catch (error) {
    if (error instanceof DamagedObject) return 'damaged';
    throw error;
  }
}

/** Begins it once: what is stored since is sealed as it comes. */
export async function startSealing(tx: Sql, { newId, isAgain }: { newId: () => string; isAgain: boolean }): Promise<void> {
  const total = await countInstances(tx);
  if (total > 0) await startTask(tx, { subject: systemSubject, taskId: newId(), task: { kind: SEAL_TASK, title: TITLE, input: { isAgain }, total } });
}
