import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where an instance lies: under its hash, or in an outside archive under its SOP Instance UID. */
export interface Place {
  readonly sha256: string;
  readonly sopUid: string;
}

/** Bytes under their SHA-256. What is put is on disk (or acknowledged by the outside store) when the promise is kept. */
export interface ObjectStore {
  /** `taken`: an outside archive has another object under that UID and keeps it; nothing was stored. */
  put(place: Place, bytes: Buffer): Promise<'kept' | 'taken'>;
  /** Throws where it is gone or no longer what it was. */
  get(place: Place): Promise<Buffer>;
  remove(place: Place): Promise<void>;
}

/** The kept bytes are gone or changed: the outside world's fault, told to whoever runs the machine. */
export class DamagedObject extends Error {
  constructor(sha256: string, how: string) {
    super(`Kept object ${sha256} ${how}`);
    this.name = 'DamagedObject';
  }
}

export function verified(sha256: string, bytes: Buffer): Buffer {
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new DamagedObject(sha256, 'has changed');
  return bytes;
}

/** `ab/cd/abcd…`: 65,536 folders keep each one short. */
export const pathOf = (sha256: string): string => join(sha256.slice(0, 2), sha256.slice(2, 4), sha256);

export function diskStore(folder: string): ObjectStore {
  return {
    put: async ({ sha256 }, bytes) => {
      const file = join(folder, pathOf(sha256));
      await mkdir(dirname(file), { recursive: true });
      const part = `${file}.${randomBytes(6).toString('hex')}.part`;
      const handle = await open(part, 'wx', 0o600);
      try {
        await handle.writeFile(bytes);
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
      return 'kept';
    },
    get: async ({ sha256 }) => {
      const bytes = await readFile(join(folder, pathOf(sha256))).catch((error: { code?: string }) => {
        throw error.code === 'ENOENT' ? new DamagedObject(sha256, 'is gone') : error;
      });
      return verified(sha256, bytes);
    },
    remove: ({ sha256 }) => rm(join(folder, pathOf(sha256)), { force: true }),
  };
}

/** A rename outlives a crash only when its folder is written too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
