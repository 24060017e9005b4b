import { readFile, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { namesIn } from '#platform/files/folders.ts';
import { StoreFailure } from '#platform/files/outside-store/ask-again.ts';

/** Where backups are read from: a folder of this machine, or the store outside it. Paths are those of the backup folder. */
export interface BackupSource {
  /** For people. */
  readonly name: string;
  /** Names of files and folders; none where there is no such folder. */
  names(folder: string): Promise<string[]>;
  /** The file as it lies on this machine until `work` has ended; ENOENT where there is none. */
  withFile<Result>(path: string, work: (file: string) => Promise<Result>): Promise<Result>;
  /** Undefined where there is none. */
  read(path: string): Promise<Buffer | undefined>;
  /** A file that was read and is not what it was does not count any more: the next backup makes it anew. */
  setAside(path: string): Promise<void>;
}

export const folderSource = (backupFolder: string): BackupSource => ({
  name: resolve(backupFolder),
  names: (folder) => namesIn(join(backupFolder, folder)),
  withFile: (path, work) => work(join(backupFolder, path)),
  read: (path) =>
    readFile(join(backupFolder, path)).catch((error: { code?: string }) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    }),
  setAside: (path) => rename(join(backupFolder, path), join(backupFolder, `${path}.damaged`)),
});

/** What a file that does not open is told by; a store that is away says nothing of its files, and is told itself. */
export function unlessAway<Told>(error: unknown, told: Told): Told {
  if (error instanceof StoreFailure || (error as Error).name === 'AbortError') throw error;
  return told;
}

export const gone = (path: string): Error => Object.assign(new Error('no such file in the backup'), { code: 'ENOENT', syscall: 'open', path });
