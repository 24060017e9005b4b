import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startLoop, type Worker } from '#platform/events/worker.ts';
import { eachOf } from './copies-at-once.ts';
import { sealFile, type BackupKey } from './sealed-file.ts';
import { openFrom, type BackupSource } from './source.ts';

const SHIP_MS = 2_000;
/** At most so much of acknowledged work is on one disk only. */
const SEGMENT_SECONDS = 60;
const SEALED = '.sealed';

export const outgoingFolderOf = (dataFolder: string): string => join(dataFolder, 'wal-outgoing');
export const WAL = 'wal';
const archiveFolderOf = (backupFolder: string): string => join(backupFolder, WAL);

/** A path inside a shell command of postgresql.conf, where % stands for placeholders. */
const quoted = (path: string): string => `'${path.replaceAll("'", `'\\''`).replaceAll('%', '%%')}'`;

/** Server settings that hand every finished segment of the write-ahead log to the outgoing folder, whole or not at all. */
export function archiveSettings(dataFolder: string): Readonly<Record<string, string>> {
  const folder = outgoingFolderOf(dataFolder);
  return {
    archive_mode: 'on',
    archive_command: `test -f ${quoted(folder)}/%f || (cp %p ${quoted(folder)}/%f.part && mv ${quoted(folder)}/%f.part ${quoted(folder)}/%f)`,
    archive_timeout: String(SEGMENT_SECONDS),
  };
}

/** Seals what lies in the outgoing folder into the archive and takes it away. Returns how many segments went. */
export async function shipSegments({ dataFolder, backupFolder, key }: { dataFolder: string; backupFolder: string; key: BackupKey }): Promise<number> {
  const [from, to] = [outgoingFolderOf(dataFolder), archiveFolderOf(backupFolder)];
  if (!existsSync(from)) return 0;
  mkdirSync(to, { recursive: true, mode: 0o700 });
  const names = readdirSync(from).filter((name) => !name.endsWith('.part')).sort();
  for (const name of names) {
    await sealFile(key, { source: join(from, name), target: join(to, name + SEALED), name: sealedNameOf(name) });
    rmSync(join(from, name));
  }
  return names.length;
}

export function startShipping(request: { dataFolder: string; backupFolder: string; key: BackupKey; onError: (error: unknown) => void }): Worker {
  return startLoop({ pollMs: SHIP_MS, onError: request.onError, work: async () => void (await shipSegments(request)) });
}

export const isArchived = (backupFolder: string, segment: string): boolean => existsSync(join(archiveFolderOf(backupFolder), segment + SEALED));

/** Undefined while there is none. */
export const newestArchived = (backupFolder: string): string | undefined =>
  readdirSync(archiveFolderOf(backupFolder)).filter((name) => isSegment(name) && name.endsWith(SEALED)).sort().at(-1);

/** Opens every archived segment from `firstSegment` on, and all histories of time lines, into `target`. Returns how many, and which are missing between them. */
export async function fetchSegments(key: BackupKey, { source, firstSegment, target, signal }: { source: BackupSource; firstSegment: string; target: string; signal?: AbortSignal | undefined }): Promise<{ count: number; gaps: string[] }> {
  const needed = neededOf(await source.names(WAL), firstSegment);
  await eachOf(needed, async (name) => {
    signal?.throwIfAborted();
    await openFrom(source, key, { path: pathOfSegment(name), target: join(target, name), name: sealedNameOf(name) });
  });
  return { count: needed.length, gaps: gapsIn(needed) };
}

export const pathOfSegment = (name: string): string => `${WAL}/${name}${SEALED}`;
/** What a sealed segment is bound to. */
export const sealedNameOf = (name: string): string => `wal/${name}`;

const isSegment = (file: string): boolean => /^[0-9A-F]{24}/.test(file);
/** The first 8 digits are the time line, which a restore raises; the place in the log are the other 16. */
const placeInLog = (name: string): string => name.slice(8, 24);

/** Names of the segments from `firstSegment` on, and of all histories. */
export function neededOf(files: readonly string[], firstSegment: string): string[] {
  const names = files.filter((name) => name.endsWith(SEALED)).map((name) => name.slice(0, -SEALED.length));
  return names.filter((name) => name.endsWith('.history') || placeInLog(name) >= placeInLog(firstSegment));
}

/** Of 16 MiB, as the server makes them: so many have the same eight digits in the middle. */
const SEGMENTS_OF_LOG = 0x100;
const GAPS_MAX = 1_000;

/** Segments that are missing between the first and the last of each time line: the log is replayed up to there and no further. */
export function gapsIn(names: readonly string[]): string[] {
  const gaps: string[] = [];
  const whole = names.filter((name) => /^[0-9A-F]{24}$/.test(name)).sort();
  for (const [at, name] of whole.entries()) {
    const [line, next] = [name.slice(0, 8), whole[at + 1]];
    if (next?.slice(0, 8) !== line) continue;
    for (let missing = numberOf(name) + 1; missing < numberOf(next) && gaps.length < GAPS_MAX; missing += 1) gaps.push(line + hex(Math.floor(missing / SEGMENTS_OF_LOG)) + hex(missing % SEGMENTS_OF_LOG));
  }
  return gaps;
}

const numberOf = (name: string): number => Number.parseInt(name.slice(8, 16), 16) * SEGMENTS_OF_LOG + Number.parseInt(name.slice(16, 24), 16);
const hex = (number: number): string => number.toString(16).toUpperCase().padStart(8, '0');

/** Files of the archive that no backup from `firstSegment` on needs. */
export const needlessSegments = (files: readonly string[], firstSegment: string): string[] => files.filter((name) => isSegment(name) && placeInLog(name) < placeInLog(firstSegment));

/** Takes away segments that no kept backup needs. */
export function pruneArchive(backupFolder: string, firstSegment: string): void {
  const folder = archiveFolderOf(backupFolder);
  if (!existsSync(folder)) return;
  for (const name of needlessSegments(readdirSync(folder), firstSegment)) rmSync(join(folder, name));
}
