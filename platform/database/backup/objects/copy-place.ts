import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from '#platform/database/transaction.ts';
import { namesIn, removeLeftFiles } from '#platform/files/folders.ts';
import { copyObject, listCopies, UnreadableObject, type Folders } from './copy-object.ts';
import { copiesRootOf, copyFileName, incomingOf, isSameCopy, type CopyName, type ObjectPlace } from './object-place.ts';

const COPIES_AT_ONCE = 8;
const PROGRESS_FILES = 10_000;
const NAMED_MAX = 100;
const LEFTOVER_MS = 3_600_000;

export interface CopyRequest extends Folders {
  readonly sql: Sql;
  readonly say: (line: string) => void;
  /** Between two files; what was copied stays and is not copied again. */
  readonly signal?: AbortSignal | undefined;
  /** Copies that the data folder had lost before that moment, and that no row names, are removed; without it none are. */
  readonly prunesBefore?: Date | undefined;
  /** Told of every file that the backup has now. */
  readonly onKept?: (place: ObjectPlace, kept: { copy: CopyName; bytes: number }) => void;
}

export interface PlaceTotals {
  readonly files: number;
  readonly bytes: number;
  /** Copied by this run; the others were there. */
  readonly copied: number;
  /** Named by rows, but gone from the data folder or not readable there; the first hundred. */
  readonly missing: readonly string[];
  readonly missingCount: number;
}

type Counting = { -readonly [Each in keyof PlaceTotals]: PlaceTotals[Each] extends readonly string[] ? string[] : number };

/** Brings the copies of a place up to what lies there now; folder after folder, so that memory does not grow with the archive. */
export async function copyPlace(request: CopyRequest, place: ObjectPlace): Promise<PlaceTotals> {
  const root = join(request.dataFolder, place.folder);
  const totals: Counting = { files: 0, bytes: 0, copied: 0, missing: [], missingCount: 0 };
  await removeLeftFiles(incomingOf(request.backupFolder), LEFTOVER_MS);
  for await (const folder of foldersOf([root, copiesRootOf(request.backupFolder, place)], place.incoming)) {
    request.signal?.throwIfAborted();
    await copyFolder(request, { place, folder, totals });
  }
  return totals;
}

/** Every folder below either root, once, relative to them. */
async function* foldersOf(roots: readonly string[], leftOut: string, folder = ''): AsyncGenerator<string> {
  yield folder;
  const names = new Set<string>();
  for (const root of roots) {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error: { code?: string }) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    for (const entry of entries) if (entry.isDirectory() && !(folder === '' && entry.name === leftOut)) names.add(entry.name);
  }
  for (const name of [...names].sort()) yield* foldersOf(roots, leftOut, join(folder, name));
}

async function copyFolder(request: CopyRequest, { place, folder, totals }: { place: ObjectPlace; folder: string; totals: Counting }): Promise<void> {
  const copies = await listCopies(join(copiesRootOf(request.backupFolder, place), folder));
  const live = (await namesIn(join(request.dataFolder, place.folder, folder))).filter((name) => join(folder, name) === place.pathOf(name));
  const [kept, unread] = [[] as CopyName[], [] as string[]];
  await inParallel(live, async (name) => {
    request.signal?.throwIfAborted();
    const done = await copyObject(request, place, { name, copies }).catch((error: unknown) => {
      if (!(error instanceof UnreadableObject)) throw error;
      unread.push(name);
    });
    if (done === undefined) return;
    kept.push(done.copy);
    totals.files += 1;
    totals.bytes += done.bytes;
    if (done.isNew) totals.copied += 1;
    request.onKept?.(place, done);
    if (totals.files % PROGRESS_FILES === 0) request.say(`${place.name}：已核对 ${totals.files} 个文件，新增 ${totals.copied} · files looked at, ${totals.copied} of them new`);
  });
  const rest = copies.filter((copy) => !kept.some((each) => isSameCopy(each, copy)));
  await settleRest(request, { place, folder, totals, kept, rest, unread });
}

interface Rest {
  readonly place: ObjectPlace;
  readonly folder: string;
  readonly totals: Counting;
  readonly kept: readonly CopyName[];
  readonly rest: readonly CopyName[];
  readonly unread: readonly string[];
}

/** Copies of what the data folder does not have any more: a backup of before may need them, and what rows name stays for good. */
async function settleRest(request: CopyRequest, { place, folder, totals, kept, rest, unread }: Rest): Promise<void> {
  const present = new Set(kept.map(({ name }) => name));
  const lost = [...new Set([...rest.map(({ name }) => name), ...unread])].filter((name) => !present.has(name)).sort();
  const named = lost.length === 0 ? new Set<string>() : await place.findNamed(request.sql, lost);
  for (const name of lost.filter((each) => named.has(each))) {
    totals.missingCount += 1;
    if (totals.missing.length < NAMED_MAX) totals.missing.push(name);
  }
  const target = join(copiesRootOf(request.backupFolder, place), folder);
  for (const copy of rest) {
    if (named.has(copy.name)) continue;
    if (copy.goneMs === undefined) await markGone(target, copy);
    else if (request.prunesBefore !== undefined && copy.goneMs < request.prunesBefore.getTime()) await rm(join(target, copyFileName(copy)), { force: true });
  }
}

/** Another backup at work may have been quicker. */
async function markGone(target: string, copy: CopyName): Promise<void> {
  await rename(join(target, copyFileName(copy)), join(target, copyFileName({ ...copy, goneMs: Date.now() }))).catch((error: { code?: string }) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const next = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  // All come to an end before a failure is told: nothing goes on writing behind it.
  const ends = await Promise.allSettled(Array.from({ length: Math.min(COPIES_AT_ONCE, items.length) }, next));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}
