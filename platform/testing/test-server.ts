import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chooseAccount } from '#platform/database/embedded/account.ts';
import { findBinaries } from '#platform/database/embedded/binaries.ts';
import { initialiseCluster, PORT, SUPERUSER, writeSettings } from '#platform/database/embedded/cluster.ts';
import { openDataFolder, openSecrets } from '#platform/database/embedded/folders.ts';
import { findLivePostmaster, isAlive } from '#platform/database/embedded/postmaster-file.ts';
import { runServer, stopServer } from '#platform/database/embedded/server-process.ts';

/** Names the folder of this test run; set by `openTestRun`, inherited by the test processes. */
export const RUN_VARIABLE = 'YIGONG_TEST_RUN';
/** An existing server for the tests instead of the embedded one; its user needs CREATEDB and CREATEROLE. */
export const URL_VARIABLE = 'YIGONG_TEST_DATABASE_URL';
/** Milliseconds that a long test may take: ten times as many on an outside server, which may be a cluster of several on one machine. */
export const limitOf = (milliseconds: number): number => (process.env[URL_VARIABLE] ? 10 * milliseconds : milliseconds);

const PREFIX = 'yigong-test-';
const START_MS_MAX = 120_000;

/** No durability: the data lives for one test run. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  max_wal_size: '2GB',
  autovacuum_naptime: '1h',
  max_connections: '200',
};

/** Called once before the first test. Nothing starts yet: a run without database tests costs nothing. */
export async function openTestRun(): Promise<{ close: () => Promise<void> }> {
  await sweepKilledRuns();
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  process.env[RUN_VARIABLE] = folder;
  return { close: () => endRun(folder) };
}

export function testRunFolder(): string {
  const folder = process.env[RUN_VARIABLE];
  if (folder === undefined) throw new Error('Database tests run through vitest, whose set-up opens the test run');
  return folder;
}

/** Superuser connection string of the one server of this run; the first test file that asks starts it. */
export async function testServer(): Promise<string> {
  const external = process.env[URL_VARIABLE];
  if (external !== undefined && external !== '') return external;
  const answer = join(testRunFolder(), 'server.url');
  return once(answer, () => startServer(testRunFolder()));
}

/** Runs `make` in one of the test processes, the others wait for its answer in `file`. */
export async function once(file: string, make: () => Promise<string>): Promise<string> {
  const failure = `${file}.failed`;
  try {
    mkdirSync(`${file}.claimed`);
  } catch {
    return waitFor(file, failure);
  }
  try {
    const answer = await make();
    writeFileSync(`${file}.part`, answer, { mode: 0o600 });
    renameSync(`${file}.part`, file);
    return answer;
  } catch (error) {
    writeFileSync(failure, String((error as Error).stack));
    throw error;
  }
}

async function waitFor(file: string, failure: string): Promise<string> {
  for (const start = Date.now(); Date.now() - start < START_MS_MAX; ) {
    if (existsSync(file)) return readFileSync(file, 'utf8');
    if (existsSync(failure)) throw new Error(readFileSync(failure, 'utf8'));
    await sleep(20);
  }
  throw new Error(`${file} did not come`);
}

async function startServer(run: string): Promise<string> {
  const binaries = findBinaries();
  const folder = openDataFolder(join(run, 'data'), 100);
  const secrets = openSecrets(folder);
  const account = chooseAccount(binaries, folder.database);
  initialiseCluster({ binaries, account, folder }, secrets);
  writeSettings(folder, account, SETTINGS);
  const child = await runServer({ binaries, account, folder });
  // Ended by the end of the run, not by the test process that happened to come first.
  child.unref();
  return (
    `postgresql://${SUPERUSER}:${secrets.superuser}@localhost/postgres` +
    `?host=${encodeURIComponent(folder.socket)}&port=${PORT}`
  );
}

async function endRun(folder: string): Promise<void> {
  const postmaster = findLivePostmaster(join(folder, 'data', 'database'));
  if (postmaster !== undefined) await stopServer(postmaster.pid);
  rmSync(folder, { recursive: true, force: true });
}

async function sweepKilledRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (Number.isInteger(pid) && !isAlive(pid)) await endRun(join(tmpdir(), name));
  }
}
