import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface Postmaster {
  readonly pid: number;
  readonly ready: boolean;
}

/** Reads `postmaster.pid` (PostgreSQL manual, "Database File Layout": line 1 pid, line 8 status). */
export function readPostmaster(databaseFolder: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(databaseFolder, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, ready: (lines[7] ?? '').trim() === 'ready' };
}

/** The postmaster of this folder that really lives: a stale file, or a pid that now is another program, is none. */
export function findLivePostmaster(databaseFolder: string): Postmaster | undefined {
  const postmaster = readPostmaster(databaseFolder);
  if (postmaster === undefined || !isAlive(postmaster.pid)) return undefined;
  return isOtherProgram(postmaster.pid, databaseFolder) ? undefined : postmaster;
}

/**
 * PostgreSQL itself handles the file of a dead postmaster, except when its pid now is another program, as after a
 * reboot: then it would refuse to start.
 */
export function removeMisleadingFile(databaseFolder: string): void {
  const postmaster = readPostmaster(databaseFolder);
  if (postmaster === undefined || !isAlive(postmaster.pid) || !isOtherProgram(postmaster.pid, databaseFolder)) return;
  rmSync(join(databaseFolder, 'postmaster.pid'), { force: true });
}

function isOtherProgram(pid: number, databaseFolder: string): boolean {
  const command = commandLine(pid);
  return command !== undefined && !(command.includes('postgres') && command.includes(databaseFolder));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
  return !isZombie(pid);
}

/** An ended process that nobody has waited for still answers to signal 0. */
function isZombie(pid: number): boolean {
  return processStat(pid)?.[0] === 'Z';
}

/** When the process started, in clock ticks since boot: tells a reused pid. Undefined where /proc is absent. */
export function processStart(pid: number): string | undefined {
  return processStat(pid)?.[19];
}

/** Fields of /proc/pid/stat from the third (state) on; see proc(5). */
function processStat(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function commandLine(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return undefined;
  }
}
