import type { Database, Sql, Transaction } from '#platform/database/transaction.ts';
import { findObjectKeys, forgetObjectKey, holdObjectKeys, listObjectsMade, lockObjectKey, objectKeys, type ObjectKey } from '#platform/files/object-key.ts';
import { isSealedObject, NotThisObject, openWhole, plainPieces, SEALED_HEAD_BYTES, sealedPieces } from '#platform/files/sealed-object.ts';
import { DamagedObject, verified, type ByteStore, type ObjectStore, type OpenBytes } from './object-store.ts';

/** Which object a key belongs to; `BEGINNING` of all of them. */
const BEGINNING = 'imaging/object/';
const idOf = (sha256: string): string => `${BEGINNING}${sha256}`;

/** Objects that lie sealed, and how those that an older version kept in clear come to be. */
export interface SealedStore extends ObjectStore {
  /** Gives keys to those of these objects that have none, and says which: their bytes may still lie in clear. */
  giveKeys(tx: Transaction, hashes: readonly string[]): Promise<string[]>;
  /** Seals what lies in clear; its key must be on disk by then. Again it does nothing. Answers whether it was in clear. */
  seal(sha256: string): Promise<boolean>;
  /** Objects begun in that time, by their hash. */
  listBegun(sql: Sql, asked: { from: Date; until: Date; after: string; limit: number }): Promise<string[]>;
}

/** Every object is sealed under a key of its own (docs/decisions/0107-stored-images-sealed.md). */
export function sealedStore(database: Database, kept: ByteStore): SealedStore {
  const keyOf = async (sha256: string): Promise<ObjectKey | undefined> => (await findObjectKeys(database, [idOf(sha256)])).get(idOf(sha256));
  const use = async <Result>(sha256: string, work: (source: OpenBytes) => Promise<Result>): Promise<Result> => {
    const source = await kept.open(sha256);
    try {
      return await work(source);
    } finally {
      await source.close();
    }
  };
  const get: ObjectStore['get'] = async ({ sha256 }) => {
    const key = await keyOf(sha256);
    return use(sha256, (source) => wholeOf(sha256, key, source));
  };
  return {
    put: async (all) => {
      const keys = await objectKeys(database, all.map(({ place }) => idOf(place.sha256)), 'with-its-row');
      for (const { place: { sha256 }, bytes } of all) await kept.write(sha256, sealedPieces(keys.get(idOf(sha256))!, bytes));
      return new Set();
    },
    hold: async (tx, places) => {
      if (places.length > 0 && !(await holdObjectKeys(tx, places.map(({ sha256 }) => idOf(sha256))))) throw new RemovedMeanwhile();
    },
    get,
    pieces: async function* (place) {
      const { sha256 } = place;
      const key = await keyOf(sha256);
      const source = await kept.open(sha256);
      try {
        if (key !== undefined && isSealedObject(await source.read(0, SEALED_HEAD_BYTES))) yield* plainPieces(key, source);
        else yield await wholeOf(sha256, key, source);
      } catch (error) {
        throw damaged(sha256, error);
      } finally {
        await source.close();
      }
    },
    removeUnused: async ({ sha256 }, isUsed) => {
      await database.transaction(async (tx) => {
        await lockObjectKey(tx, idOf(sha256));
        if (await isUsed(tx)) return;
        await kept.remove(sha256);
        await forgetObjectKey(tx, idOf(sha256));
      });
    },
    giveKeys: async (tx, hashes) => {
      const known = await findObjectKeys(tx, hashes.map(idOf));
      const missing = hashes.filter((sha256) => !known.has(idOf(sha256)));
      await objectKeys(tx, missing.map(idOf));
      return missing;
    },
    seal: async (sha256) => {
      const key = (await keyOf(sha256))!;
      const plain = await use(sha256, async (source) => (isSealedObject(await source.read(0, SEALED_HEAD_BYTES)) && (await opens(key, source)) ? undefined : verified(sha256, await source.read(0, source.size))));
      if (plain === undefined) return false;
      await kept.write(sha256, sealedPieces(key, plain));
      return true;
    },
    listBegun,
  };
}

/** Objects begun in that time, by their hash. */
export const listBegun: SealedStore['listBegun'] = async (sql, { after, ...asked }) => (await listObjectsMade(sql, { ...asked, beginning: BEGINNING, after: idOf(after) })).map((id) => id.slice(BEGINNING.length));

/** Sealed or, where the background work has not come to it yet, in clear: then its hash says that it is right. */
async function wholeOf(sha256: string, key: ObjectKey | undefined, source: OpenBytes): Promise<Buffer> {
  try {
    if (key !== undefined && isSealedObject(await source.read(0, SEALED_HEAD_BYTES))) return await openWhole(key, source);
  } catch (error) {
    // An image may begin with any bytes, even with our mark.
    if (!(error instanceof NotThisObject)) throw error;
  }
  return verified(sha256, await source.read(0, source.size));
}

const opens = (key: ObjectKey, source: OpenBytes): Promise<boolean> => plainPieces(key, source).next().then(() => true, (error: unknown) => {
  if (error instanceof NotThisObject) return false;
  throw error;
});

const damaged = (sha256: string, error: unknown): unknown => (error instanceof NotThisObject ? new DamagedObject(sha256, 'has changed', { cause: error }) : error);

/** Another process gave up the same bytes at this very moment: the sender is told to send again. */
class RemovedMeanwhile extends Error {
  readonly code = 'ECONNRESET';

  constructor() {
    super('the object was removed by another sender of the same bytes');
    this.name = 'RemovedMeanwhile';
  }
}
