import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { copyPlace, type CopyRequest } from './copy-place.ts';
import { copyObject, listCopies, UnreadableObject, writtenMsOf } from './copy-object.ts';
import { ObjectListWriter, type objectsSchema } from './object-list.ts';
import { copiesRootOf, folderOfObject, type ObjectPlace, type ObjectsToKeep } from './object-place.ts';

const OWN_BACKUP = 'not in this backup: the store has its own · 不在本备份内，由该存储自行备份';
const PAGE = 500;
/** Clocks of machine and database may differ. */
const AHEAD_MS = 60_000;

/** Copies what the backup folder does not have, before the database: the long part, which a later try need not do again. */
export async function copyObjects(request: CopyRequest, { places }: ObjectsToKeep): Promise<void> {
  for (const place of places) await copyPlace(request, place);
}

/** After the moment of the backup: every file that a row names at that moment is whole by then. Lists what the backup has. */
export async function listObjects(request: CopyRequest, { folder, objects: { places, outside } }: { folder: string; objects: ObjectsToKeep }): Promise<z.infer<typeof objectsSchema>> {
  const list = new ObjectListWriter(folder);
  try {
    const found: z.infer<typeof objectsSchema>['places'] = [];
    for (const place of places) {
      const { files, bytes, missing, missingCount } = await copyPlace({ ...request, onKept: ({ name }, { copy }) => list.add(name, copy) }, place);
      if (missingCount > 0) request.say(`${place.name}：数据目录缺少 ${missingCount} 个登记的文件，用 yigong restore --only-files 取回 · ${missingCount} files that rows name are missing in the data folder`);
      found.push({ name: place.name, files, bytes, missing: [...missing], missingCount });
    }
    return { places: found, outside: outside.map((each) => ({ ...each, note: OWN_BACKUP })), list: await list.end(request.key) };
  } catch (error) {
    list.abandon();
    throw error;
  }
}

/**
 * Copies files begun since a moment, between two backups. `done` are the times at which those were written that have a copy; returns
 * the same of this run: one that was given up and sent again is written at another time.
 */
export async function shipObjects(request: CopyRequest, { places, since, done }: { places: readonly ObjectPlace[]; since: Date; done: ReadonlyMap<string, number> }): Promise<Map<string, number>> {
  const copied = new Map<string, number>();
  for (const place of places) {
    for (let after = ''; ; ) {
      const begun = await place.listBegun(request.sql, { from: since, until: new Date(Date.now() + AHEAD_MS), after, limit: PAGE });
      for (const name of begun) {
        request.signal?.throwIfAborted();
        const writtenMs = await shipOne(request, place, { name, doneMs: done.get(`${place.name}/${name}`) });
        if (writtenMs !== undefined) copied.set(`${place.name}/${name}`, writtenMs);
      }
      if (begun.length < PAGE) break;
      after = begun.at(-1)!;
    }
  }
  return copied;
}

/** One that cannot be read is told by the next backup; it does not keep the others here. */
async function shipOne(request: CopyRequest, place: ObjectPlace, { name, doneMs }: { name: string; doneMs: number | undefined }): Promise<number | undefined> {
  const lying = await stat(join(request.dataFolder, place.folder, place.pathOf(name))).catch(() => undefined);
  if (lying === undefined || writtenMsOf(lying) === doneMs) return doneMs;
  const copies = await listCopies(join(copiesRootOf(request.backupFolder, place), folderOfObject(place, name)));
  try {
    const done = await copyObject(request, place, { name, copies });
    if (done?.isNew) request.onKept?.(place, done);
    return done?.copy.writtenMs;
  } catch (error) {
    if (error instanceof UnreadableObject) return undefined;
    throw error;
  }
}
