import type { BackupSource } from '../source.ts';
import { copiesPathOf, readCopyName, type CopyName, type ObjectPlace } from './object-place.ts';

/**
 * Which copies there are of a file, by its name. Lists one folder of the first level as a whole and keeps the last one: whoever asks in the order of the folders
 * asks a store for as many pages as its list has, and has a small part of the archive in memory. What is empty is no copy.
 */
export function openShelves(source: BackupSource, place: ObjectPlace): (name: string) => Promise<readonly CopyName[]> {
  let open: { readonly folder: string; readonly copies: Map<string, CopyName[]> } | undefined;
  return async (name) => {
    const folder = `${copiesPathOf(place)}/${place.pathOf(name).split('/')[0]!}`;
    if (open?.folder !== folder) open = { folder, copies: byName(await source.below(folder)) };
    return open.copies.get(name) ?? [];
  };
}

function byName(files: ReadonlyMap<string, number>): Map<string, CopyName[]> {
  const found = new Map<string, CopyName[]>();
  for (const [path, bytes] of files) {
    const copy = bytes > 0 ? readCopyName(path.slice(path.lastIndexOf('/') + 1)) : undefined;
    if (copy !== undefined) found.set(copy.name, [...(found.get(copy.name) ?? []), copy]);
  }
  return found;
}
