import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { layOnce } from '#platform/crypto/key-file.ts';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { sendFile } from '#platform/files/outside-store/s3-files.ts';
import { WAL } from '../archive.ts';
import { KEY_FILE } from '../backup-key.ts';
import { CHECKS_FILE } from '../checks.ts';
import { eachOf } from '../copies-at-once.ts';
import { BASE, folderOf, listBackups, MANIFEST, type Manifest } from '../manifest.ts';
import { lyingBelow, type Outside } from './outside-store.ts';

export interface SendRequest {
  readonly backupFolder: string;
  readonly outside: Outside;
  readonly signal?: AbortSignal | undefined;
  /** Files of those that go. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** The manifest goes last; what was checked is of this machine and changes. */
const LEFT_OUT: ReadonlySet<string> = new Set([MANIFEST, CHECKS_FILE]);
/** Each takes up to one piece of memory. */
const SENT_AT_ONCE = 4;

export const sendPath = ({ backupFolder, outside: { s3, keyOf }, signal }: SendRequest, path: string, as = path): Promise<void> =>
  sendFile(s3, { key: keyOf(as), file: join(backupFolder, path), signal });

/** Whoever lost the backup folder takes up the key of what lies there already; false where nothing does. */
export async function takeUpKey({ backupFolder, outside }: SendRequest): Promise<boolean> {
  const file = join(backupFolder, KEY_FILE);
  const lying = existsSync(file) ? undefined : await outside.s3.get(outside.keyOf(KEY_FILE));
  return lying !== undefined && layOnce(file, lying);
}

/** Never over another one: without it nothing opens that was sent before. */
async function sendKey(request: SendRequest): Promise<void> {
  const lying = await request.outside.s3.get(request.outside.keyOf(KEY_FILE));
  if (lying === undefined) return sendPath(request, KEY_FILE);
  if (lying.equals(await readFile(join(request.backupFolder, KEY_FILE)))) return;
  throw new StartUpFailure('backup-key-differs', {
    zh: `${request.outside.name} 中的备份由另一备份目录产生，未作任何改动。请用 YIGONG_BACKUP_S3_PREFIX 另设前缀。`,
    en: `What lies in ${request.outside.name} comes of another backup folder and was not touched. Set another prefix with YIGONG_BACKUP_S3_PREFIX.`,
  });
}

/** Sends the segments of the log that are not in `sent`, oldest first, and adds them to it. Without the key of the folder nothing of it opens: that goes first. */
export async function sendLog(request: SendRequest, sent: Set<string>): Promise<number> {
  if (!sent.has(KEY_FILE)) {
    await sendKey(request);
    for (const path of (await lyingBelow(request.outside, WAL, request.signal)).keys()) sent.add(path);
    sent.add(KEY_FILE);
  }
  const names = (await readdir(join(request.backupFolder, WAL)).catch(() => [])).filter((name) => name.endsWith('.sealed')).sort();
  const missing = names.map((name) => `${WAL}/${name}`).filter((path) => !sent.has(path));
  for (const path of missing) {
    if (!(await unlessPruned(sendPath(request, path)))) continue;
    sent.add(path);
  }
  return missing.length;
}

/**
 * Sends of the newest finished backups what is not there, the newest first; of each its manifest last, so that what was broken off is none there either.
 * What it sent of one before is not sent again; what somebody took away there is.
 */
export async function sendBackups(request: SendRequest, { keep, sent }: { keep: number; sent: ReadonlySet<string> }): Promise<void> {
  for (const manifest of listBackups(request.backupFolder).slice(-Math.max(1, keep)).reverse()) {
    request.signal?.throwIfAborted();
    if (!sent.has(`${WAL}/${manifest.lastSegment}.sealed`)) continue;
    const there = await lyingBelow(request.outside, `${BASE}/${manifest.id}`, request.signal);
    await unlessPruned(sendBackup(request, manifest, there));
  }
}

async function sendBackup(request: SendRequest, { id }: Manifest, there: ReadonlyMap<string, number>): Promise<void> {
  const folder = folderOf(request.backupFolder, id);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile() && !LEFT_OUT.has(entry.name) && !/\.(part|plain|damaged)$/.test(entry.name)).map((entry) => `${BASE}/${id}${entry.parentPath.slice(folder.length)}/${entry.name}`).sort();
  const manifest = `${BASE}/${id}/${MANIFEST}`;
  const isThere = async (path: string): Promise<boolean> => there.get(path) === (await stat(join(request.backupFolder, path))).size;
  let done = 0;
  await eachOf(paths, async (path) => {
    request.signal?.throwIfAborted();
    if (!(await isThere(path))) await sendPath(request, path);
    request.onProgress?.((done += 1), paths.length + 1);
  }, SENT_AT_ONCE);
  // It names all others and is small: compared by what it says, not by its length.
  const lying = there.has(manifest) ? await request.outside.s3.get(request.outside.keyOf(manifest)) : undefined;
  if (lying?.equals(await readFile(join(request.backupFolder, manifest))) !== true) await sendPath(request, manifest);
  request.onProgress?.(paths.length + 1, paths.length + 1);
}

/** False where the backup folder gave the file up meanwhile: nothing that has to be there any more. */
export async function unlessPruned(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return false;
    throw error;
  }
}
