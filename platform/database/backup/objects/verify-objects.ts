import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackupKey } from '../sealed-file.ts';
import type { BackupSource } from '../source.ts';
import { proveCopy } from './check-copy.ts';
import { copiesOf, findCopy } from './copy-object.ts';
import { readObjectList } from './object-list.ts';
import { copiesPathOf, folderOfObject, type CopyName, type ObjectPlace } from './object-place.ts';

const PROGRESS_FILES = 10_000;

export interface VerifyObjectsRequest {
  readonly source: BackupSource;
  readonly key: BackupKey;
  readonly places: readonly ObjectPlace[];
  readonly say: (line: string) => void;
  /** Told before each file is read. */
  readonly onOne?: (() => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Looks whether the backup folder has every file of a backup's list, and reads each against its hash. Names those that are not so. */
export async function verifyObjects(request: VerifyObjectsRequest, { folder, list }: { folder: string; list: { sha256: string } }): Promise<{ files: number; missing: string[]; damaged: string[] }> {
  const found = { files: 0, missing: [] as string[], damaged: [] as string[] };
  const aside = await mkdtemp(join(tmpdir(), 'yigong-verify-'));
  try {
    for await (const { place: placeName, copy } of readObjectList(request.key, request.source, { folder, ...list })) {
      request.onOne?.();
      const place = request.places.find(({ name }) => name === placeName);
      const outcome = place === undefined ? 'missing' : await verifyOne(request, place, { copy, aside });
      found.files += 1;
      if (outcome !== 'right') found[outcome].push(`${placeName}/${copy.name}`);
      if (found.files % PROGRESS_FILES === 0) request.say(`已核对 ${found.files} 个文件 · files verified`);
    }
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return found;
}

async function verifyOne({ source, key }: VerifyObjectsRequest, place: ObjectPlace, { copy, aside }: { copy: CopyName; aside: string }): Promise<'right' | 'missing' | 'damaged'> {
  const present = findCopy(copiesOf(await source.names(`${copiesPathOf(place)}/${folderOfObject(place, copy.name)}`)), copy);
  if (present === undefined) return 'missing';
  return (await proveCopy({ source, key, place }, present, aside)) ? 'right' : 'damaged';
}
