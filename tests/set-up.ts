import { MIGRATION_FOLDERS } from '#apps/server/migration-folders.ts';
import { FOLDERS_VARIABLE } from '#platform/testing/test-database.ts';
import { openTestRun, RUN_VARIABLE } from '#platform/testing/test-server.ts';

/** vitest's global set-up, in the main process; it is called for each project, one run serves all. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[RUN_VARIABLE] !== undefined) return undefined;
  process.env[FOLDERS_VARIABLE] = JSON.stringify(MIGRATION_FOLDERS);
  const run = await openTestRun();
  return run.close;
}
