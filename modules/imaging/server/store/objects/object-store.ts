import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import type { ByteSource } from '#platform/files/sealed-object.ts';

/** Where an instance lies: under its hash, or in an outside archive under its SOP Instance UID. */
export interface Place {
  readonly sha256: string;
  readonly sopUid: string;
}

export interface StoredBytes {
  readonly place: Place;
  readonly bytes: Buffer;
}

/** Bytes under their SHA-256. What is put is on disk (or acknowledged by the outside store) when the promise is kept. */
export interface ObjectStore {
  /** Answers the hashes of which an outside archive has another object under that UID and keeps it: those were not stored. */
  put(all: readonly StoredBytes[]): Promise<ReadonlySet<string>>;
  /** Nobody removes what was put before the transaction ends. Rejects where somebody did already; it can be put again. */
  hold(tx: Transaction, places: readonly Place[]): Promise<void>;
  /** Throws where it is gone or no longer what it was. */
  get(place: Place): Promise<Buffer>;
  /** The same piece by piece, a part of it in memory. */
  pieces(place: Place): AsyncIterable<Buffer>;
  /** Removes it unless it is used; whoever holds it is waited for before that is asked. */
  removeUnused(place: Place, isUsed: (sql: Sql) => Promise<boolean>): Promise<void>;
}

/** Somewhere to lay bytes under a name, whole or not at all. */
export interface ByteStore {
  write(sha256: string, pieces: AsyncIterable<Buffer>): Promise<void>;
  /** Throws `DamagedObject` where nothing is there. */
  open(sha256: string): Promise<OpenBytes>;
  remove(sha256: string): Promise<void>;
}

export interface OpenBytes extends ByteSource {
  close(): Promise<void>;
}

/** The kept bytes are gone or changed: the outside world's fault, told to whoever runs the machine. */
export class DamagedObject extends Error {
  /** For the log, which says no more of a failure than its name and its code. */
  readonly code: string;

  constructor(sha256: string, how: string, options?: ErrorOptions) {
    super(`Kept object ${sha256} ${how}`, options);
    this.name = 'DamagedObject';
    this.code = `${sha256} ${how}`;
  }
}

export function verified(sha256: string, bytes: Buffer): Buffer {
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new DamagedObject(sha256, 'has changed');
  return bytes;
}

/** `ab/cd/abcd…`: 65,536 folders keep each one short. */
export const pathOf = (sha256: string): string => join(sha256.slice(0, 2), sha256.slice(2, 4), sha256);
