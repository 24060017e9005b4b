import { job } from '#platform/jobs/job.ts';
import { announceStudies } from './commands/store/announce-studies.ts';
import { listUnannounced } from './store/studies.ts';

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
