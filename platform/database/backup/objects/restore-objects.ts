import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from '#platform/database/transaction.ts';
import type { BackupKey } from '../sealed-file.ts';
import type { BackupSource } from '../source.ts';
import { hashOf, layBack } from './check-copy.ts';
import { writtenMsOf } from './copy-object.ts';
import type { CopyName, ObjectPlace } from './object-place.ts';
import { openShelves } from './shelves.ts';

export interface RestoreObjectsRequest {
  readonly source: BackupSource;
  readonly dataFolder: string;
  readonly key: BackupKey;
  /** The database whose rows name the files, as it is after it was restored. */
  readonly sql: Sql;
  readonly places: readonly ObjectPlace[];
  /** The moment the database was brought to: of several versions of a file the last one written by then. */
  readonly at: Date;
  readonly say: (line: string) => void;
}

export interface RestoredObjects {
  /** Laid into the data folder by this run. */
  readonly restored: number;
  /** Was there already, and is right. */
  readonly present: number;
  readonly seconds: number;
  /** What people call those that no copy was found of, or only damaged ones. */
  readonly missing: readonly string[];
  readonly damaged: readonly string[];
}

type Outcome = 'restored' | 'present' | 'missing' | 'damaged';

const PAGE = 500;
const PROGRESS_FILES = 10_000;

/**
 * Lays back every file that a row of the database names; files that no row names stay in the backup. May be run again: what lies
 * there and is right stays, so that it goes on where a kill ended it.
 */
export async function restoreObjects(request: RestoreObjectsRequest): Promise<RestoredObjects> {
  const [begin, count] = [Date.now(), { restored: 0, present: 0 }];
  const [missing, damaged] = [[] as string[], [] as string[]];
  for (const place of request.places) {
    const copiesOfName = openShelves(request.source, place);
    for (let after = ''; ; ) {
      const names = await place.listNamed(request.sql, { after, limit: PAGE });
      const outcomes = await restorePage(request, { place, copiesOfName }, names);
      const before = count.restored + count.present;
      count.restored += outcomes.restored.length;
      count.present += outcomes.present.length;
      const now = count.restored + count.present;
      if (Math.floor(now / PROGRESS_FILES) > Math.floor(before / PROGRESS_FILES)) request.say(`${place.name}：${now} 个文件 · files`);
      if (outcomes.missing.length > 0) missing.push(...(await place.describe(request.sql, outcomes.missing)));
      if (outcomes.damaged.length > 0) damaged.push(...(await place.describe(request.sql, outcomes.damaged)));
      if (names.length < PAGE) break;
      after = names.at(-1)!;
    }
  }
  return { ...count, missing, damaged, seconds: (Date.now() - begin) / 1000 };
}

async function restorePage(request: RestoreObjectsRequest, { place, copiesOfName }: { place: ObjectPlace; copiesOfName: ReturnType<typeof openShelves> }, names: readonly string[]): Promise<Record<Outcome, string[]>> {
  const outcomes: Record<Outcome, string[]> = { restored: [], present: [], missing: [], damaged: [] };
  for (const name of names) {
    const copies = inOrder(await copiesOfName(name), request.at);
    outcomes[await restoreOne(request, place, { name, copies })].push(name);
  }
  return outcomes;
}

/** The last version written by that moment, then the others, newest first: of a row that stayed all open by one key. */
function inOrder(copies: readonly CopyName[], at: Date): CopyName[] {
  const newestFirst = [...copies].sort((one, other) => other.writtenMs - one.writtenMs);
  return [...newestFirst.filter(({ writtenMs }) => writtenMs <= at.getTime()), ...newestFirst.filter(({ writtenMs }) => writtenMs > at.getTime()).reverse()];
}

async function restoreOne({ source, dataFolder, key }: RestoreObjectsRequest, place: ObjectPlace, { name, copies }: { name: string; copies: readonly CopyName[] }): Promise<Outcome> {
  const root = join(dataFolder, place.folder);
  const target = join(root, place.pathOf(name));
  const lying = await stat(target).catch(() => undefined);
  if (lying !== undefined) {
    // A version that came after the last copy cannot be compared; it proves itself when it is read.
    if (copies.every(({ writtenMs }) => writtenMs < writtenMsOf(lying))) return 'present';
    const hash = await hashOf(target).catch(() => '');
    if (copies.some(({ sha256 }) => sha256 === hash)) return 'present';
  }
  for (const copy of copies) if (await layBack({ source, key, place }, copy, { root, target })) return 'restored';
  return copies.length === 0 ? 'missing' : 'damaged';
}
