import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { job } from '#platform/jobs/job.ts';
import { forgetObjectKeysBelow } from '#platform/files/object-key.ts';
import { listTaskStates } from '#platform/jobs/task.ts';
import { NUMBERS_TASK, startSealingNumbers } from './commands/seal-numbers-task.ts';
import { SEAL_TASK, startSealing } from './commands/seal-stored-task.ts';
import { teachingKeysOf } from './commands/teaching-task.ts';
import { announceStudies } from './commands/store/announce-studies.ts';
import { isUsed } from './commands/store/store-instances.ts';
import { removeHalfWritten } from './store/objects/disk.ts';
import type { SealedStore } from './store/objects/sealed.ts';
import { findUsedHashes } from './store/index-rows.ts';
import { listUnannounced } from './store/studies.ts';
import { listExpiredExports, setTeachingExportRemoved } from './store/teaching.ts';

const QUIET_SECONDS = 10;
const STUDIES_A_RUN = 50;

/** Studies whose sender went away without ending the association: what is kept is told after a while. */
export const announceQuiet = job({
  kind: 'imaging.announce-quiet-studies',
  everySeconds: 10,
  run: async ({ tx, subject, now, newId }) => {
    const before = new Date(now.getTime() - QUIET_SECONDS * 1_000);
    const due = await listUnannounced(tx, { before, limit: STUDIES_A_RUN });
    if (due.length > 0) await announceStudies({ tx, subject, now, newId }, due);
  },
});

const EXPORTS_A_RUN = 20;

/** Copies for teaching live for their week and no longer; the row that tells of them stays. */
export const removeExpiredExports = (folder: string) => job({
  kind: 'imaging.remove-expired-exports',
  everySeconds: 3_600,
  run: async ({ tx, now }) => {
    for (const id of await listExpiredExports(tx, { now, limit: EXPORTS_A_RUN })) {
      await rm(join(folder, id), { recursive: true, force: true });
      await forgetObjectKeysBelow(tx, teachingKeysOf(id));
      await setTeachingExportRemoved(tx, id, now);
    }
  },
});

/** Under way, or over for good; one that failed is begun again. */
const STANDS = new Set(['waiting', 'running', 'done']);

/** After an upgrade, once: images of before are sealed in the background. */
export const findClearObjects = job({
  kind: 'imaging.find-clear-objects',
  everySeconds: 600,
  run: async ({ tx, newId }) => {
    const states = await listTaskStates(tx, SEAL_TASK);
    if (!states.some((state) => STANDS.has(state))) await startSealing(tx, { newId, isAgain: states.length > 0 });
  },
});

/** After an upgrade, once, as with the files. Rows that an archive stores from now on are sealed as they come. */
export const findClearNumbers = job({
  kind: 'imaging.find-clear-numbers',
  everySeconds: 600,
  run: async ({ tx, newId }) => {
    const states = await listTaskStates(tx, NUMBERS_TASK);
    if (!states.some((state) => STANDS.has(state))) await startSealingNumbers(tx, newId);
  },
});

const HOUR_MS = 3_600_000;
const DAYS_BACK = 3;
const LEFTOVERS_A_PAGE = 500;

/** A sender's process that died between the file and its row leaves a file that no row names; one that died while writing leaves half a file. */
export const removeLeftovers = (objects: SealedStore, folder: string) => job({
  kind: 'imaging.remove-leftovers',
  everySeconds: 3_600,
  run: async ({ tx, now }) => {
    await removeHalfWritten(folder, HOUR_MS);
    const until = new Date(now.getTime() - HOUR_MS);
    const from = new Date(now.getTime() - DAYS_BACK * 24 * HOUR_MS);
    for (let after = ''; ; ) {
      const begun = await objects.listBegun(tx, { from, until, after, limit: LEFTOVERS_A_PAGE });
      if (begun.length === 0) return;
      const used = await findUsedHashes(tx, begun);
      for (const sha256 of begun.filter((each) => !used.has(each))) await objects.removeUnused({ sha256, sopUid: '' }, isUsed(sha256));
      after = begun.at(-1)!;
    }
  },
});
