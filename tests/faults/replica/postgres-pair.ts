import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, closeSync, copyFileSync, mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { chooseAccount, ownFolder, spawnAs } from '#platform/database/embedded/account.ts';
import { findBinaries } from '#platform/database/embedded/binaries.ts';
import { environment, initialiseCluster, SUPERUSER, writeSettings } from '#platform/database/embedded/cluster.ts';
import { openDataFolder, openSecrets } from '#platform/database/embedded/folders.ts';
import { isAlive, readPostmaster } from '#platform/database/embedded/postmaster-file.ts';
import { occupyPort } from '../server-under-test.ts';

/** A PostgreSQL on a loopback port, as a house runs it that brings its own servers. */
export interface LoneServer {
  readonly root: string;
  readonly port: number;
  /** Of the superuser. */
  query<Row>(text: string, database?: string): Promise<Row[]>;
  url(user: string, password: string, database: string): string;
  /** As a machine that loses its power: nothing is flushed, nothing says goodbye. */
  kill(): Promise<void>;
}

const START_MS_MAX = 60_000;
const REPLICATOR_PASSWORD = randomBytes(12).toString('hex');
export const OWNER_PASSWORD = randomBytes(12).toString('hex');
/** Contents belong to the server that runs, or are streamed. */
const EMPTY_FOLDERS = new Set(['pg_wal', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans', 'pg_replslot']);
const SETTINGS = { listen_addresses: '127.0.0.1', shared_buffers: '64MB', max_wal_size: '256MB', max_connections: '80', wal_receiver_timeout: '5s', wal_retrieve_retry_interval: '200ms' };

/** The first server with an owner, an empty database `yigong` and a role that standbys follow with. */
export async function startPrimary(root: string): Promise<LoneServer> {
  const folder = openDataFolder(root, 100);
  const binaries = findBinaries();
  initialiseCluster({ binaries, account: chooseAccount(binaries, folder.database), folder }, openSecrets(folder));
  const server = await run(root, {});
  await server.query(`create role yigong login createrole password '${OWNER_PASSWORD}'`);
  await server.query('create database yigong owner yigong');
  await server.query(`create role follower replication login password '${REPLICATOR_PASSWORD}'`);
  return server;
}

/** docs/runbooks/replica-and-failover.md, "Making a standby": slot, copy between start and stop, label, signal, address of the primary. */
export async function addStandby(primary: LoneServer, { root, name }: { root: string; name: string }): Promise<LoneServer> {
  const client = new pg.Client({ connectionString: primary.url(SUPERUSER, passwordOf(primary.root), 'postgres') });
  await client.connect();
  const [from, to] = [join(primary.root, 'database'), join(root, 'database')];
  try {
    await client.query('select pg_create_physical_replication_slot($1, true)', [name]);
    await client.query('select pg_backup_start($1, true)', [name]);
    mkdirSync(root, { recursive: true });
    copyCluster(from, to);
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    writeFileSync(join(to, 'backup_label'), rows[0]!.labelfile, { mode: 0o600 });
  } finally {
    await client.end();
  }
  writeFileSync(join(to, 'standby.signal'), '', { mode: 0o600 });
  copyFileSync(join(primary.root, 'database-passwords.json'), join(root, 'database-passwords.json'));
  return run(root, {
    primary_conninfo: `host=127.0.0.1 port=${primary.port} user=follower password=${REPLICATOR_PASSWORD} application_name=${name}`,
    primary_slot_name: name,
  });
}

function copyCluster(from: string, to: string): void {
  const walk = (folder: string): void => {
    mkdirSync(join(to, folder), { recursive: true, mode: 0o700 });
    if (EMPTY_FOLDERS.has(folder)) {
      if (folder === 'pg_wal') for (const name of ['archive_status', 'summaries']) mkdirSync(join(to, folder, name), { mode: 0o700 });
      return;
    }
    for (const entry of readdirSync(join(from, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (!/^(postmaster\.(pid|opts)|yigong\.conf)$/.test(entry.name)) copyIfThere(join(from, path), join(to, path));
    }
  };
  walk('');
}

function copyIfThere(from: string, to: string): void {
  try {
    copyFileSync(from, to);
  } catch (error) {
    // Dropped while we copied: the log says so too.
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
  }
}

const passwordOf = (root: string): string => openSecrets(openDataFolder(root, 0)).superuser;

async function run(root: string, settings: Readonly<Record<string, string>>): Promise<LoneServer> {
  const folder = openDataFolder(root, 100);
  const binaries = findBinaries();
  const account = chooseAccount(binaries, folder.database);
  const held = await occupyPort();
  await held.release();
  writeSettings(folder, account, { ...SETTINGS, ...settings, port: String(held.port) });
  ownFolder(account, folder.database);
  const { command, parameters, identity } = spawnAs(account, binaries.postgres, ['-D', folder.database]);
  appendFileSync(folder.log, '');
  const log = openSync(folder.log, 'a', 0o600);
  const child = spawn(command, parameters, { ...identity, cwd: folder.database, detached: true, stdio: ['ignore', log, log], env: environment() });
  closeSync(log);
  const server = describeServer(root, held.port, child);
  await answers(server, child);
  return server;
}

function describeServer(root: string, port: number, child: ChildProcess): LoneServer {
  const url = (user: string, password: string, database: string): string => `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;
  return {
    root,
    port,
    url,
    query: async <Row>(text: string, database = 'postgres') => {
      const client = new pg.Client({ connectionString: url(SUPERUSER, passwordOf(root), database) });
      client.on('error', () => undefined);
      await client.connect();
      try {
        return (await client.query(text)).rows as Row[];
      } finally {
        await client.end();
      }
    },
    kill: async () => {
      const pid = readPostmaster(join(root, 'database'))?.pid ?? child.pid ?? 0;
      if (pid > 0 && isAlive(pid)) process.kill(pid, 'SIGKILL');
      while (isAlive(pid)) await sleep(20);
    },
  };
}

async function answers(server: LoneServer, child: ChildProcess): Promise<void> {
  for (const start = Date.now(); ; await sleep(100)) {
    try {
      await server.query('select 1');
      return;
    } catch (error) {
      if (child.exitCode !== null || Date.now() - start > START_MS_MAX) throw error;
    }
  }
}

/** Until `text` answers one row whose `done` is true. */
export async function waitFor(server: LoneServer, text: string, database?: string): Promise<void> {
  for (const start = Date.now(); ; await sleep(50)) {
    const [row] = await server.query<{ done: boolean }>(text, database);
    if (row?.done) return;
    if (Date.now() - start > START_MS_MAX) throw new Error(`did not become true: ${text}`);
  }
}
