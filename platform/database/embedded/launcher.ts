import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { Client } from 'pg';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { chooseAccount, ownFolder } from './account.ts';
import { findBinaries } from './binaries.ts';
import { initialiseCluster, PORT, SUPERUSER, writeSettings } from './cluster.ts';
import { type DataFolder, type DatabaseSecrets, openDataFolder, openSecrets } from './folders.ts';
import { findHolder, lockInstance } from './instance-lock.ts';
import { findLivePostmaster } from './postmaster-file.ts';
import { runServer, stopOrphan } from './server-process.ts';
import { supervise } from './supervisor.ts';

/** The role that owns our database: no superuser, may create the application role. */
const OWNER = 'yigong';
const DATABASE = 'yigong';
const FREE_MEGABYTES_MIN = 512;
const LOCK_PATIENCE_MS = 5000;

export interface EmbeddedSettings {
  readonly dataFolder: string;
  /** Below this the start is refused; default 512. */
  readonly freeMegabytesMin?: number;
  /** Extra server settings, for tests only (`fsync=off`). */
  readonly serverSettings?: Readonly<Record<string, string>>;
  /** Folders that the server reads or writes besides its own; made and given to its account. */
  readonly foldersOfServer?: readonly string[];
  /** The server died and could not be brought back. */
  readonly onLost?: (failure: unknown) => void;
  /** The server died and runs again. */
  readonly onRestart?: () => void;
}

export interface EmbeddedDatabase {
  /** Owner of the database `yigong`: migrations run with it, the application takes the role `yigong_app` from it. */
  readonly connectionString: string;
  /** For tests and `yigong doctor`; never for requests. */
  readonly superuserConnectionString: string;
  readonly firstStart: boolean;
  /** A server of a killed run was still alive and has been ended. */
  readonly orphanStopped: boolean;
  readonly processId: () => number | undefined;
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that npm brought, on a unix socket inside the data folder: no network port. Creates the
 * cluster on first use, ends the server of a killed run, restarts the server when it dies.
 * Throws StartUpFailure for everything that an operator can mend.
 */
export async function startEmbeddedDatabase(settings: EmbeddedSettings): Promise<EmbeddedDatabase> {
  const binaries = findBinaries();
  const folder = openDataFolder(settings.dataFolder, settings.freeMegabytesMin ?? FREE_MEGABYTES_MIN);
  const unlock = await lockInstance(folder.lock, LOCK_PATIENCE_MS);
  try {
    const orphanStopped = await stopOrphan(folder.database);
    const secrets = openSecrets(folder);
    const firstStart = !existsSync(folder.database);
    const account = chooseAccount(binaries, folder.database);
    const request = { binaries, account, folder };
    initialiseCluster(request, secrets);
    writeSettings(folder, account, settings.serverSettings);
    for (const each of settings.foldersOfServer ?? []) {
      mkdirSync(each, { recursive: true, mode: 0o700 });
      ownFolder(account, each);
    }
    const supervised = supervise(await runServer(request), () => runServer(request), settings);
    const superuserOf = (database: string): string => connectionString(folder, { user: SUPERUSER, password: secrets.superuser, database });
    try {
      await ensureOwner(superuserOf('postgres'), secrets);
      await allowRowSecurity(superuserOf(DATABASE));
    } catch (error) {
      await supervised.stop();
      throw error;
    }
    return {
      connectionString: connectionString(folder, { user: OWNER, password: secrets.owner, database: DATABASE }),
      superuserConnectionString: superuserOf(DATABASE),
      firstStart,
      orphanStopped,
      processId: supervised.processId,
      stop: async () => {
        await supervised.stop();
        if (!folder.socket.startsWith(folder.root)) rmSync(folder.socket, { recursive: true, force: true });
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Connection string of the server that another process of ours runs on this data folder; undefined if none does. */
export function findRunningDatabase(dataFolder: string): string | undefined {
  if (!existsSync(dataFolder)) return undefined;
  const folder = openDataFolder(dataFolder, 0);
  if (findHolder(folder.lock) === undefined || !findLivePostmaster(folder.database)?.ready) return undefined;
  return connectionString(folder, { user: OWNER, password: openSecrets(folder).owner, database: DATABASE });
}

/** As the superuser, to the owner's database: for backups only. */
export function findRunningSuperuser(dataFolder: string): string | undefined {
  if (findRunningDatabase(dataFolder) === undefined) return undefined;
  const folder = openDataFolder(dataFolder, 0);
  return connectionString(folder, { user: SUPERUSER, password: openSecrets(folder).superuser, database: DATABASE });
}

/** libpq's form for a unix socket, understood by psql, pg_dump and the driver alike. */
function connectionString(folder: DataFolder, who: { user: string; password: string; database: string }): string {
  const { user, password, database } = who;
  return `postgresql://${user}:${password}@localhost/${database}?host=${encodeURIComponent(folder.socket)}&port=${PORT}`;
}

/** What only a superuser may say: that comparing arrays of integers tells nothing, so that protected tables keep their indexes (docs/decisions/0051-row-security.md). */
async function allowRowSecurity(superuser: string): Promise<void> {
  const client = new Client({ connectionString: superuser });
  try {
    await client.connect();
    const said = await client.query<{ done: boolean }>(
      "select proleakproof or pg_is_in_recovery() as done from pg_catalog.pg_proc where oid = 'pg_catalog.arrayoverlap(anyarray, anyarray)'::regprocedure",
    );
    // A restore looks at a server that still replays: nothing can be said there, and nothing needs to be.
    if (!said.rows[0]?.done) await client.query('alter function pg_catalog.arrayoverlap(anyarray, anyarray) leakproof');
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function ensureOwner(superuser: string, secrets: DatabaseSecrets): Promise<void> {
  const client = new Client({ connectionString: superuser });
  try {
    await client.connect();
    const role = await client.query('select 1 from pg_roles where rolname = $1', [OWNER]);
    if (role.rowCount === 0) await client.query(`create role ${OWNER} login createrole password '${secrets.owner}'`);
    const database = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (database.rowCount === 0) await client.query(`create database ${DATABASE} owner ${OWNER}`);
  } catch (error) {
    if ((error as { code?: string }).code !== '28P01') throw error;
    throw new StartUpFailure('data-folder-damaged', {
      zh: '数据目录中的密码文件与数据库不一致，请恢复与该数据目录同时备份的 database-passwords.json。',
      en: 'The password file does not fit the database; restore the database-passwords.json backed up with this data folder.',
    });
  } finally {
    await client.end().catch(() => undefined);
  }
}
