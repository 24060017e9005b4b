import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eachOf } from '../copies-at-once.ts';
import type { BackupKey } from '../sealed-file.ts';
import type { BackupSource } from '../source.ts';
import { proveCopy } from './check-copy.ts';
import { copiesOf, findCopy } from './copy-object.ts';
import { readObjectList, type Listed } from './object-list.ts';
import { copiesPathOf, folderOfObject, type CopyName, type ObjectPlace } from './object-place.ts';
import { openShelves } from './shelves.ts';

const PROGRESS_FILES = 10_000;
const BATCH = 200;
const READ_AT_ONCE = 4;

export interface VerifyObjectsRequest {
  readonly source: BackupSource;
  readonly key: BackupKey;
  readonly places: readonly ObjectPlace[];
  readonly say: (line: string) => void;
  /** `listed`: whether each is there; `read`: each against its hash too. */
  readonly depth: 'listed' | 'read';
  readonly signal?: AbortSignal | undefined;
}

interface Batch {
  readonly files: number;
  /** Missing or damaged, with their place. */
  readonly wrong: readonly string[];
}

interface Looking extends VerifyObjectsRequest {
  /** Lines of the list that were looked at before. */
  readonly after?: number;
  readonly onBatch: (batch: Batch) => void;
}

/** Looks whether there is every file of a backup's list, in the order of the list. */
export async function verifyObjects(request: Looking, { folder, list }: { folder: string; list: { sha256: string } }): Promise<void> {
  const aside = await mkdtemp(join(tmpdir(), 'yigong-verify-'));
  const shelves = new Map(request.places.map((place) => [place.name, { place, copiesOfName: openShelves(request.source, place) }]));
  let [waiting, looked] = [[] as Listed[], 0];
  const look = async (): Promise<void> => {
    request.signal?.throwIfAborted();
    request.onBatch({ files: waiting.length, wrong: await wrongOf(request, { lines: waiting, shelves, aside }) });
    waiting = [];
  };
  try {
    for await (const line of readObjectList(request.key, request.source, { folder, ...list })) {
      looked += 1;
      if (looked <= (request.after ?? 0)) continue;
      if (looked % PROGRESS_FILES === 0) request.say(`已核对 ${looked} 个文件 · files verified`);
      if (waiting.push(line) === BATCH) await look();
    }
    if (waiting.length > 0) await look();
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

type Shelves = ReadonlyMap<string, { readonly place: ObjectPlace; readonly copiesOfName: ReturnType<typeof openShelves> }>;

async function wrongOf(request: Looking, { lines, shelves, aside }: { lines: readonly Listed[]; shelves: Shelves; aside: string }): Promise<string[]> {
  const wrong: string[] = [];
  const present: { place: ObjectPlace; copy: CopyName }[] = [];
  for (const { place: placeName, copy } of lines) {
    const shelf = shelves.get(placeName);
    const found = shelf && findCopy(await shelf.copiesOfName(copy.name), copy);
    if (shelf === undefined || found === undefined) wrong.push(`${placeName}/${copy.name}`);
    else present.push({ place: shelf.place, copy: found });
  }
  if (request.depth === 'read') {
    await eachOf(present, async ({ place, copy }) => {
      request.signal?.throwIfAborted();
      if (!(await isRight(request, place, { copy, aside }))) wrong.push(`${place.name}/${copy.name}`);
    }, READ_AT_ONCE);
  }
  return wrong;
}

/** A backup that is taken meanwhile may give a copy another name: one that is not right is looked for once more. */
async function isRight({ source, key }: Looking, place: ObjectPlace, { copy, aside }: { copy: CopyName; aside: string }): Promise<boolean> {
  if (await proveCopy({ source, key, place }, copy, aside)) return true;
  const renamed = findCopy(copiesOf(await source.names(`${copiesPathOf(place)}/${folderOfObject(place, copy.name)}`)), copy);
  return renamed !== undefined && renamed.goneMs !== copy.goneMs && proveCopy({ source, key, place }, renamed, aside);
}
