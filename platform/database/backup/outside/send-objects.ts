import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { eachOf } from '../copies-at-once.ts';
import { copyFileName, copiesPathOf, folderOfObject, readCopyName, type CopyName, type ObjectPlace } from '../objects/object-place.ts';
import { lyingBelow } from './outside-store.ts';
import { sendPath, unlessPruned, type SendRequest } from './send-backups.ts';

const SENT_AT_ONCE = 4;

/** A copy there has one name for good: that its file is gone from the data folder is noted apart. */
const nameThere = (copy: CopyName): string => copyFileName({ ...copy, goneMs: undefined } as CopyName);

/** One copy that was laid into the backup folder just now. */
export const sendCopy = (request: SendRequest, place: ObjectPlace, copy: CopyName): Promise<boolean> => {
  const path = `${copiesPathOf(place)}/${folderOfObject(place, copy.name)}/${copyFileName(copy)}`;
  return unlessPruned(sendPath(request, path, `${copiesPathOf(place)}/${folderOfObject(place, copy.name)}/${nameThere(copy)}`));
};

/** Sends the copies of files that are not there, one folder of the first level after the other, so that memory does not grow with the archive. */
export async function sendObjects(request: SendRequest, places: readonly ObjectPlace[]): Promise<number> {
  let sent = 0;
  for (const place of places) {
    const root = copiesPathOf(place);
    for (const folder of (await readdir(join(request.backupFolder, root)).catch(() => [])).sort()) sent += await sendBelow(request, `${root}/${folder}`);
  }
  return sent;
}

async function sendBelow(request: SendRequest, folder: string): Promise<number> {
  const there = await lyingBelow(request.outside, folder, request.signal);
  const missing: { path: string; as: string }[] = [];
  for (const entry of await readdir(join(request.backupFolder, folder), { recursive: true, withFileTypes: true })) {
    const copy = entry.isFile() ? readCopyName(entry.name) : undefined;
    if (copy === undefined) continue;
    const below = entry.parentPath.slice(request.backupFolder.length).replace(/^\//, '');
    const as = `${below}/${nameThere(copy)}`;
    const size = await stat(join(entry.parentPath, entry.name)).then((found) => found.size, () => undefined);
    if (size !== undefined && there.get(as) !== size) missing.push({ path: `${below}/${entry.name}`, as });
  }
  await eachOf(missing, async ({ path, as }) => {
    request.signal?.throwIfAborted();
    await unlessPruned(sendPath(request, path, as));
  }, SENT_AT_ONCE);
  return missing.length;
}
