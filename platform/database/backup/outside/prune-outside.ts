import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from '#platform/database/transaction.ts';
import { abortOldUploads } from '#platform/files/outside-store/s3-files.ts';
import { needlessSegments, WAL } from '../archive.ts';
import { BASE, listBackups, listBackupsOf, MANIFEST, type Manifest } from '../manifest.ts';
import { copiesPathOf, copyFileName, readCopyName, type ObjectPlace } from '../objects/object-place.ts';
import { lyingBelow, outsideSource, type Outside } from './outside-store.ts';

const GONE = 'gone';
const UPLOAD_MS_MAX = 7 * 86_400_000;

export interface PruneRequest {
  readonly backupFolder: string;
  readonly outside: Outside;
  readonly keep: number;
  readonly sql: Sql;
  readonly places: readonly ObjectPlace[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Keeps the newest `keep` backups there, the log and the copies of files that they need. Does nothing while the newest one there is none of this backup folder: an empty
 * folder on a new disk takes nothing away. Returns those that are there.
 */
export async function pruneOutside(request: PruneRequest): Promise<Manifest[]> {
  const { backupFolder, outside, keep } = request;
  const there = await listBackupsOf(outsideSource(outside, { signal: request.signal }));
  const kept = there.slice(-Math.max(1, keep));
  const [oldest, newest] = [kept[0], kept.at(-1)];
  if (oldest === undefined || newest === undefined || !listBackups(backupFolder).some(({ id }) => id === newest.id)) return there;
  const names = new Set(kept.map(({ id }) => id));
  for (const id of await outside.s3.listNames(outside.keyOf(`${BASE}/`))) {
    if (!names.has(id) && id < newest.id) await removeBackup(request, id);
  }
  for (const name of needlessSegments(await outside.s3.listNames(outside.keyOf(`${WAL}/`)), oldest.firstSegment)) await outside.s3.remove(outside.keyOf(`${WAL}/${name}`));
  for (const place of request.places) await prunePlace(request, place, Date.parse(oldest.startedAt));
  await abortOldUploads(outside.s3, { prefix: outside.keyOf(''), olderThanMs: UPLOAD_MS_MAX });
  return kept;
}

/** Its manifest first: what is half removed is no backup. */
async function removeBackup({ outside, signal }: PruneRequest, id: string): Promise<void> {
  await outside.s3.remove(outside.keyOf(`${BASE}/${id}/${MANIFEST}`));
  for (const path of (await lyingBelow(outside, `${BASE}/${id}`, signal)).keys()) {
    signal?.throwIfAborted();
    await outside.s3.remove(outside.keyOf(path));
  }
}

/** As in the backup folder: a copy goes when it was noted as gone before the oldest kept backup began, and no row names it. */
async function prunePlace(request: PruneRequest, place: ObjectPlace, oldestMs: number): Promise<void> {
  const { outside, backupFolder, signal } = request;
  const root = copiesPathOf(place);
  for (const folder of await outside.s3.listNames(outside.keyOf(`${root}/`))) {
    signal?.throwIfAborted();
    const here = await namesHere(join(backupFolder, root, folder));
    const noted = await lyingBelow(outside, `${GONE}/${root}/${folder}`, signal);
    const away = [...(await lyingBelow(outside, `${root}/${folder}`, signal)).keys()].filter((path) => !here.has(nameOf(path)));
    const named = await namedOf(request, place, away);
    for (const path of away) if (!named.has(path)) await noteOrRemove(outside, { path, isNoted: noted.has(`${GONE}/${path}`), oldestMs });
    for (const note of noted.keys()) if (here.has(nameOf(note))) await outside.s3.remove(outside.keyOf(note));
  }
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

async function namesHere(folder: string): Promise<Set<string>> {
  const names = await readdir(folder, { recursive: true }).catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return new Set(names.flatMap((path) => {
    const { goneMs: _, ...copy } = readCopyName(nameOf(path)) ?? { name: '', writtenMs: 0, sha256: '', isPacked: false };
    return copy.name === '' ? [] : [copyFileName(copy)];
  }));
}

async function namedOf({ sql }: PruneRequest, place: ObjectPlace, paths: readonly string[]): Promise<Set<string>> {
  const named = new Set<string>();
  for (let at = 0; at < paths.length; at += 500) {
    const page = paths.slice(at, at + 500).map((path) => ({ path, name: readCopyName(nameOf(path))?.name }));
    const found = await place.findNamed(sql, page.flatMap(({ name }) => name ?? []));
    for (const { path, name } of page) if (name === undefined || found.has(name)) named.add(path);
  }
  return named;
}

async function noteOrRemove({ s3, keyOf }: Outside, { path, isNoted, oldestMs }: { path: string; isNoted: boolean; oldestMs: number }): Promise<void> {
  const note = keyOf(`${GONE}/${path}`);
  if (!isNoted) return s3.put(note, Uint8Array.from(Buffer.from(String(Date.now()))));
  const since = Number((await s3.get(note))?.toString('utf8') ?? Number.NaN);
  if (!(since < oldestMs)) return;
  await s3.remove(keyOf(path));
  await s3.remove(note);
}
