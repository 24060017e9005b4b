import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { makeFolders, namesIn, syncFolder } from '#platform/files/folders.ts';
import { isSealedObject, SEALED_HEAD_BYTES } from '#platform/files/sealed-object.ts';
import { sealFile, type BackupKey } from '../sealed-file.ts';
import { copiesRootOf, copyFileName, folderOfObject, incomingOf, isSameCopy, packedNameOf, readCopyName, type CopyName, type ObjectPlace } from './object-place.ts';

export interface Folders {
  readonly dataFolder: string;
  readonly backupFolder: string;
  readonly key: BackupKey;
}

const PIECE_BYTES = 1024 * 1024;

/** The file cannot be read where it lies: the disk of the data, not that of the backup. */
export class UnreadableObject extends Error {
  constructor(name: string, cause: unknown) {
    super(`The file ${name} cannot be read`, { cause });
    this.name = 'UnreadableObject';
  }
}

/** All versions of files in one folder of copies; nothing where there is no such folder. */
export const listCopies = async (folder: string): Promise<CopyName[]> => copiesOf(await namesIn(folder));

export const copiesOf = (files: readonly string[]): CopyName[] => files.flatMap((file) => readCopyName(file) ?? []);

/** When the file was written, as a copy's name has it; a restored file gets the same time back. */
export const writtenMsOf = ({ mtimeMs }: { mtimeMs: number }): number => Math.round(mtimeMs);

/**
 * Lays a copy of the file as it is now into the backup folder unless it has one; on disk when the promise is kept. What is sealed is
 * copied as it lies, what lies in clear is sealed by the key of the backup. Undefined where there is no such file.
 */
export async function copyObject(folders: Folders, place: ObjectPlace, { name, copies }: { name: string; copies: readonly CopyName[] }): Promise<{ copy: CopyName; bytes: number; isNew: boolean } | undefined> {
  const target = join(copiesRootOf(folders.backupFolder, place), folderOfObject(place, name));
  const source = await openSource(join(folders.dataFolder, place.folder, place.pathOf(name)));
  if (source === undefined) return undefined;
  try {
    const held = await source.stat().catch((error: unknown) => unreadable(name, error));
    const [bytes, writtenMs] = [held.size, writtenMsOf(held)];
    for (const copy of copies) {
      if (copy.name !== name || copy.writtenMs !== writtenMs || !(await isWhole(target, copy, bytes))) continue;
      if (copy.goneMs === undefined) return { copy, bytes, isNew: false };
      // It came back: a restored file has the time it was written at.
      const { goneMs: _, ...present } = copy;
      await rename(join(target, copyFileName(copy)), join(target, copyFileName(present)));
      return { copy: present, bytes, isNew: false };
    }
    return { copy: await layCopy(folders, { place, name, writtenMs, source, target }), bytes, isNew: true };
  } finally {
    await source.close();
  }
}

const openSource = (file: string): Promise<FileHandle | undefined> => open(file, 'r').catch((error: { code?: string }) => (error.code === 'ENOENT' ? undefined : unreadable(basename(file), error)));

/** A copy that was cut short by the disk of the backups is made again. */
async function isWhole(target: string, copy: CopyName, bytes: number): Promise<boolean> {
  const size = await stat(join(target, copyFileName(copy))).then((found) => found.size, () => -1);
  return copy.isPacked ? size > 0 : size === bytes;
}

async function layCopy(folders: Folders, { place, name, writtenMs, source, target }: { place: ObjectPlace; name: string; writtenMs: number; source: FileHandle; target: string }): Promise<CopyName> {
  const incoming = incomingOf(folders.backupFolder);
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  const part = join(incoming, `${randomBytes(12).toString('hex')}.part`);
  try {
    const asItLies = await copyRaw(name, source, part);
    // A file in clear may begin with any bytes, but lies under the hash of its own.
    const isPacked = asItLies === undefined || asItLies === name;
    const file = join(folders.dataFolder, place.folder, place.pathOf(name));
    const sha256 = isPacked ? (await sealFile(folders.key, { source: file, target: part, name: packedNameOf(place, name) })).sha256 : asItLies;
    const copy: CopyName = { name, writtenMs, sha256, isPacked };
    await makeFolders(folders.backupFolder, target, syncShare);
    await rename(part, join(target, copyFileName(copy)));
    await syncShare(target);
    return copy;
  } finally {
    await rm(part, { force: true });
  }
}

/** SHA-256 of what was copied; undefined, and nothing copied, where it is not sealed. */
async function copyRaw(name: string, source: FileHandle, part: string): Promise<string | undefined> {
  const head = Buffer.alloc(SEALED_HEAD_BYTES);
  await source.read(head, 0, head.length, 0).catch((error: unknown) => unreadable(name, error));
  if (!isSealedObject(head)) return undefined;
  const hash = createHash('sha256');
  const target = await open(part, 'wx', 0o600);
  try {
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    for (let at = 0; ; ) {
      const { bytesRead } = await source.read(piece, 0, piece.length, at).catch((error: unknown) => unreadable(name, error));
      if (bytesRead === 0) break;
      hash.update(piece.subarray(0, bytesRead));
      await target.writeFile(piece.subarray(0, bytesRead));
      at += bytesRead;
    }
    await target.sync();
  } finally {
    await target.close();
  }
  return hash.digest('hex');
}

function unreadable(name: string, cause: unknown): never {
  throw new UnreadableObject(name, cause);
}

const CANNOT_FLUSH = new Set(['EINVAL', 'EPERM', 'EISDIR', 'ENOTSUP', 'EBADF']);

/** Not every share can flush a folder; those that cannot keep names by themselves. */
export async function syncShare(folder: string): Promise<void> {
  await syncFolder(folder).catch((error: { code?: string }) => {
    if (!CANNOT_FLUSH.has(error.code ?? '')) throw error;
  });
}

/** Copies that lie there, of whatever version, found by what they are. */
export const findCopy = (copies: readonly CopyName[], wanted: CopyName): CopyName | undefined => copies.find((copy) => isSameCopy(copy, wanted));
