import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The names in a folder; none where there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: { code?: string }) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
}

/** A rename outlives a crash only when its folder is written too. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

/** Folders that are new outlive a crash only when those above them are written too, up to the root; `sync` for disks that cannot write all of them. */
export async function makeFolders(root: string, folder: string, sync = syncFolder): Promise<void> {
  if ((await mkdir(folder, { recursive: true, mode: 0o700 })) === undefined) return;
  for (let above = dirname(folder); above.length >= root.length; above = dirname(above)) await sync(above);
}

/** Removes the files that nobody has written to for so long: what writers that died left half written, but not what others are at. */
export async function removeLeftFiles(folder: string, olderThanMs: number): Promise<void> {
  for (const name of await namesIn(folder)) {
    const file = join(folder, name);
    const age = Date.now() - ((await stat(file).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (age > olderThanMs) await rm(file, { force: true });
  }
}
