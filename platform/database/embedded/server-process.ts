import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { type Account, spawnAs } from './account.ts';
import type { Binaries } from './binaries.ts';
import { environment } from './cluster.ts';
import { failureFromLog } from './failures.ts';
import type { DataFolder } from './folders.ts';
import { findLivePostmaster, isAlive, readPostmaster, removeMisleadingFile } from './postmaster-file.ts';

const POLL_MS = 20;
/** Recovery after a crash may have to replay max_wal_size on a slow disk. */
const READY_MS_MAX = 300_000;
const FAST_STOP_MS_MAX = 30_000;
const IMMEDIATE_STOP_MS_MAX = 15_000;
const LOG_BYTES_MAX = 20 * 1024 * 1024;
/** Backends of a killed postmaster hold its shared memory until they notice, well under a second. */
const SHARED_MEMORY_TRIES_MAX = 40;

export interface RunRequest {
  readonly binaries: Binaries;
  readonly account: Account;
  readonly folder: DataFolder;
}

/** Starts the server and waits until it accepts connections; also waits for crash recovery. */
export async function runServer(request: RunRequest): Promise<ChildProcess> {
  for (let tries = 1; ; tries += 1) {
    const from = rotateLog(request.folder.log);
    const child = spawnServer(request);
    if (await becomesReady(child, request.folder.database)) return child;
    const log = readFileSync(request.folder.log).subarray(from).toString('utf8');
    const held = /pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(log);
    if (!held || tries >= SHARED_MEMORY_TRIES_MAX) throw failureFromLog(log, request.folder.database) satisfies StartUpFailure;
    await sleep(250);
  }
}

/**
 * Ends the server that a killed run left behind. Its acknowledged transactions are on disk; what was open is undone.
 * Returns whether there was one.
 */
export async function stopOrphan(databaseFolder: string): Promise<boolean> {
  const orphan = findLivePostmaster(databaseFolder);
  if (orphan === undefined) {
    removeMisleadingFile(databaseFolder);
    return false;
  }
  await stopServer(orphan.pid);
  return true;
}

/** SIGINT is PostgreSQL's "fast" shutdown: open transactions end, a checkpoint is written. */
export async function stopServer(pid: number): Promise<void> {
  for (const [signal, patience] of [['SIGINT', FAST_STOP_MS_MAX], ['SIGQUIT', IMMEDIATE_STOP_MS_MAX]] as const) {
    if (!isAlive(pid)) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await ends(pid, patience)) return;
  }
  throw new Error(`The database process ${pid} does not end`);
}

function spawnServer({ binaries, account, folder }: RunRequest): ChildProcess {
  const log = openSync(folder.log, 'a', 0o600);
  const { command, parameters, identity } = spawnAs(account, binaries.postgres, ['-D', folder.database]);
  try {
    // Its own process group: Ctrl-C reaches us alone, and we end it after the last request. Its log is a file, so it
    // does not die of a broken pipe when we are killed.
    return spawn(command, parameters, {
      ...identity,
      cwd: folder.database,
      detached: true,
      stdio: ['ignore', log, log],
      env: environment(),
    });
  } finally {
    closeSync(log);
  }
}

async function becomesReady(child: ChildProcess, databaseFolder: string): Promise<boolean> {
  let ended = child.pid === undefined;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  for (const start = Date.now(); Date.now() - start < READY_MS_MAX; ) {
    if (ended) return false;
    const postmaster = readPostmaster(databaseFolder);
    if (postmaster?.pid === child.pid && postmaster?.ready) return true;
    await sleep(POLL_MS);
  }
  if (child.pid !== undefined) await stopServer(child.pid);
  return false;
}

async function ends(pid: number, patience: number): Promise<boolean> {
  for (const start = Date.now(); Date.now() - start < patience; ) {
    if (!isAlive(pid)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

/** Keeps one older log. Returns the size of the current one: what a start writes begins there. */
function rotateLog(file: string): number {
  const size = sizeOf(file);
  if (size <= LOG_BYTES_MAX) return size;
  renameSync(file, `${file}.1`);
  return 0;
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
