import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { isAlive, processStart } from './postmaster-file.ts';

interface Holder {
  readonly pid: number;
  readonly started?: string;
}

/** Long enough for a second process that judged the same stale file to have replaced ours. */
const SETTLE_MS = 60;

const RETRY_MS = 100;

/**
 * One server process per data folder. A lock left by a killed process is taken over; a live holder may be one that is
 * just ending, so it is given `patienceMs`. Throws `data-folder-in-use`.
 */
export async function lockInstance(file: string, patienceMs: number): Promise<() => void> {
  for (const deadline = Date.now() + patienceMs; findHolder(file) !== undefined && Date.now() < deadline; ) await sleep(RETRY_MS);
  const mine = JSON.stringify({ pid: process.pid, started: processStart(process.pid) });
  const holder = findHolder(file);
  if (holder !== undefined) throw inUse(file, holder.pid);
  const stale = readHolder(file) !== undefined;
  rmSync(file, { force: true });
  placeLock(file, mine);
  if (stale) {
    await sleep(SETTLE_MS);
    if (readFileSync(file, 'utf8') !== mine) throw inUse(file, findHolder(file)?.pid);
  }
  return () => {
    if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true });
  };
}

/** A link appears whole or not at all, so nobody ever reads half a lock. */
function placeLock(file: string, content: string): void {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, content, { mode: 0o600 });
  try {
    linkSync(temporary, file);
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') throw inUse(file, findHolder(file)?.pid);
    throw error;
  } finally {
    rmSync(temporary);
  }
}

/** The live process that holds the lock, if any. */
export function findHolder(file: string): { pid: number } | undefined {
  const holder = readHolder(file);
  if (holder === undefined || !isAlive(holder.pid)) return undefined;
  const started = processStart(holder.pid);
  const sameProcess = started === undefined || holder.started === undefined || started === holder.started;
  return sameProcess ? { pid: holder.pid } : undefined;
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function inUse(file: string, pid: number | undefined): StartUpFailure {
  const who = pid === undefined ? '' : ` (pid ${pid})`;
  return new StartUpFailure('data-folder-in-use', {
    zh: `另一个医共进程${who}正在使用这个数据目录（${file}）。请先停止它，或用 YIGONG_DATA_DIR 与 PORT 启动第二套。`,
    en:
      `Another Yigong process${who} is using this data folder (${file}). Stop it first, or start a second ` +
      'installation with its own YIGONG_DATA_DIR and PORT.',
  });
}
