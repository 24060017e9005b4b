import { MIGRATION_FOLDERS } from '#apps/server/migration-folders.ts';
import { TABLE_LAYOUT } from '#apps/server/table-layout.ts';
import { findCitus, LAYOUT_VARIABLE } from '#platform/testing/test-citus.ts';
import { FOLDERS_VARIABLE } from '#platform/testing/test-database.ts';
import { openTestRun, RUN_VARIABLE, URL_VARIABLE } from '#platform/testing/test-server.ts';

/** vitest's global set-up, in the main process; it is called for each project, one run serves all. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[RUN_VARIABLE] !== undefined) return undefined;
  process.env[FOLDERS_VARIABLE] = JSON.stringify(MIGRATION_FOLDERS);
  process.env[LAYOUT_VARIABLE] = JSON.stringify(TABLE_LAYOUT);
  await useCitus();
  const run = await openTestRun();
  return run.close;
}

/**
 * A Citus coordinator that DATABASE_URL names serves the tests, with databases of their own; any other database there is left
 * alone. Servers that a test starts choose their database themselves.
 */
async function useCitus(): Promise<void> {
  const given = process.env[URL_VARIABLE] || process.env.DATABASE_URL;
  delete process.env.DATABASE_URL;
  if (given === undefined || given === '') return;
  const citus = await findCitus(given);
  if (!citus) return;
  process.env[URL_VARIABLE] = given;
  process.stdout.write(`Tests run on Citus ${citus.version}: coordinator ${citus.coordinator}, workers ${citus.workers.join(', ')}\n`);
}
