import { readdir, readFile, rename, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { namesIn } from '#platform/files/folders.ts';
import { StoreFailure } from '#platform/files/outside-store/ask-again.ts';
import { damagedFile, openFile, type BackupKey } from './sealed-file.ts';

/** Where backups are read from: a folder of this machine, or the store outside it. Paths are those of the backup folder. */
export interface BackupSource {
  /** For people. */
  readonly name: string;
  /** For people: where a path of it lies. */
  readonly placeOf: (path: string) => string;
  /** Names of files and folders; none where there is no such folder. */
  names(folder: string): Promise<string[]>;
  /** Every file below a folder, at any depth: path and length in bytes. Costs as many requests as the list has pages, however many files there are. */
  below(folder: string): Promise<Map<string, number>>;
  /** The file as it lies on this machine until `work` has ended; ENOENT where there is none. */
  withFile<Result>(path: string, work: (file: string) => Promise<Result>): Promise<Result>;
  /** Undefined where there is none. */
  read(path: string): Promise<Buffer | undefined>;
  /** A file that was read and is not what it was does not count any more: the next backup makes it anew. */
  setAside(path: string): Promise<void>;
  /** Every other file that does not open: where a copy lies elsewhere it is sent anew. */
  sendAgain(path: string): Promise<void>;
}

export const folderSource = (backupFolder: string): BackupSource => ({
  name: resolve(backupFolder),
  placeOf: (path) => resolve(backupFolder, path),
  names: (folder) => namesIn(join(backupFolder, folder)),
  below: async (folder) => {
    const found = new Map<string, number>();
    const entries = await readdir(join(backupFolder, folder), { recursive: true, withFileTypes: true }).catch(noneWithoutFolder);
    for (const entry of entries) {
      const file = join(entry.parentPath, entry.name);
      // What goes meanwhile is not there.
      const size = entry.isFile() ? await stat(file).then((held) => held.size, () => undefined) : undefined;
      if (size !== undefined) found.set(relative(backupFolder, file), size);
    }
    return found;
  },
  withFile: (path, work) => work(join(backupFolder, path)),
  read: (path) =>
    readFile(join(backupFolder, path)).catch((error: { code?: string }) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    }),
  setAside: (path) => rename(join(backupFolder, path), join(backupFolder, `${path}.damaged`)),
  sendAgain: async () => undefined,
});

function noneWithoutFolder(error: { code?: string }): [] {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
  throw error;
}

/** Of the disk on which files are looked at, or of the process: no fault of the file. */
const OWN_FAULTS = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EMFILE', 'ENFILE']);

/** What a file that does not open is told by; a store that is away, and a disk of ours that is full, say nothing of its files, and are told themselves. */
export function unlessAway<Told>(error: unknown, told: Told): Told {
  if (error instanceof StoreFailure || (error as Error).name === 'AbortError' || OWN_FAULTS.has((error as { code?: string }).code ?? '')) throw error;
  return told;
}

/** Opens one file of a backup; what is wrong with it is told by its place in the source, not by where it lay while it was looked at. */
export async function openFrom(source: BackupSource, key: BackupKey, { path, target, name }: { path: string; target: string; name: string }): Promise<string> {
  return source.withFile(path, (file) => openFile(key, { source: file, target, name })).catch((error: { code?: string }) => {
    throw error.code === 'ENOENT' || error.code === 'backup-damaged' ? damagedFile(source.placeOf(path), error) : error;
  });
}

export const gone = (path: string): Error => Object.assign(new Error('no such file in the backup'), { code: 'ENOENT', syscall: 'open', path });
