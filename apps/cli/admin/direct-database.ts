import type { Cli } from '#platform/cli/command.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { findRunningDatabase } from '#platform/database/embedded/launcher.ts';
import { openDatabase } from '#platform/database/pool.ts';
import type { Database } from '#platform/database/transaction.ts';
import { loadSearchDigest } from '#platform/crypto/search-digest.ts';
import { useKeyRingOf } from '#apps/server/master-key.ts';
import { prepareDatabase } from '#apps/server/prepare-database.ts';
import { readSettings } from '#apps/server/settings.ts';

/** Whoever may run the command on the server's machine is the platform itself; the audit says so. */
export const commandSubject: Subject = { ...systemSubject, id: 'yigong-command', name: 'yigong' };

/**
 * Works on the database without the HTTP server: that of a running server, that of DATABASE_URL, or the embedded one,
 * which is started for the length of `work`.
 */
export async function withDatabase<Result>(cli: Cli, work: (database: Database) => Promise<Result>): Promise<Result> {
  const settings = { ...readSettings({ ...cli.environment, YIGONG_DATA_DIR: cli.dataFolder }) };
  useKeyRingOf(settings);
  const running = settings.databaseUrl ?? findRunningDatabase(settings.dataFolder);
  const prepared = running === undefined
    ? await prepareDatabase({ settings, say: cli.output.say, onLost: () => undefined })
    : { connectionString: running, stop: async () => undefined };
  const database = openDatabase({ connectionString: prepared.connectionString, connectionsMax: 4 });
  try {
    await loadSearchDigest(database);
    return await work(database);
  } finally {
    await database.end();
    await prepared.stop();
  }
}
