import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { job } from '#platform/jobs/job.ts';
import { announceStudies } from './commands/store/announce-studies.ts';
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
      await setTeachingExportRemoved(tx, id, now);
    }
  },
});
