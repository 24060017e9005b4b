import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolders, removeLeftFiles, syncFolder } from '#platform/files/folders.ts';
import { DamagedObject, pathOf, type ByteStore, type OpenBytes } from './object-store.ts';

/** Files are written here and moved into place when they are whole. */
export const INCOMING = 'incoming';

/** Files below a folder: written, flushed and moved, so that a name stands for the whole or for nothing. */
export function diskBytes(folder: string): ByteStore {
  const placeOf = (sha256: string): string => join(folder, pathOf(sha256));
  return {
    write: async (sha256, pieces) => {
      await makeFolders(folder, dirname(placeOf(sha256)));
      await writeWhole({ file: placeOf(sha256), incoming: join(folder, INCOMING) }, pieces);
    },
    open: (sha256) => openFile(placeOf(sha256)).catch((error: { code?: string }) => {
      throw error.code === 'ENOENT' ? new DamagedObject(sha256, 'is gone') : error;
    }),
    remove: (sha256) => rm(placeOf(sha256), { force: true }),
  };
}

/** On disk, flushed, when the promise is kept; nothing under its name where it is not. */
export async function writeWhole({ file, incoming }: { file: string; incoming: string }, pieces: AsyncIterable<Buffer>): Promise<void> {
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  const part = join(incoming, `${basename(file)}.${randomBytes(6).toString('hex')}.part`);
  const handle = await open(part, 'wx', 0o600);
  try {
    for await (const piece of pieces) await handle.writeFile(piece);
    await handle.sync();
  } catch (error) {
    // A full disk leaves no part behind.
    await rm(part, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await rename(part, file);
  await syncFolder(dirname(file));
}

export async function openFile(file: string): Promise<OpenBytes> {
  const handle = await open(file, 'r');
  const { size } = await handle.stat();
  return {
    size,
    read: async (at, length) => {
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - at)));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, at);
      return bytes.subarray(0, bytesRead);
    },
    close: () => handle.close(),
  };
}

/** What writers that died left half written; `olderThanMs` spares those that are at work. */
export const removeHalfWritten = (folder: string, olderThanMs: number): Promise<void> => removeLeftFiles(join(folder, INCOMING), olderThanMs);
