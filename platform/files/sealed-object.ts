import type { ObjectKey } from './object-key.ts';
import { sealAside } from './sealing/seal-threads.ts';
import { PART_BYTES, sealBytes, type SealWork } from './sealing/seal-work.ts';

/** How a sealed object begins; behind it part after part, all but the last of one length, so that any place is found by counting. */
const MARK = Buffer.from('yigong sealed 1\n', 'latin1');
/** Parts that are sealed or opened together. */
const RUN = 4;

/** Bytes that lie somewhere: a file, or the answer of an outside store. */
export interface ByteSource {
  readonly size: number;
  /** Fewer where the bytes end before. */
  read(at: number, length: number): Promise<Buffer>;
}

/** What lies there is not what was sealed under this key: cut off, changed, or another object. */
export class NotThisObject extends Error {
  constructor(objectId: string, options?: ErrorOptions) {
    super(`The sealed object ${objectId} was changed or cut off, or is another one`, options);
    this.name = 'NotThisObject';
  }
}

/** Whether the bytes begin as a sealed object does. */
export const isSealedObject = (head: Buffer): boolean => head.subarray(0, MARK.length).equals(MARK);

export const SEALED_HEAD_BYTES = MARK.length;

const workOf = ({ objectId, providerName, key }: ObjectKey, what: Pick<SealWork, 'act' | 'first' | 'isEnd'>): SealWork => ({ ...what, objectId, providerName, key });

/** The sealed object piece by piece; some parts of it are held in memory, however long it is. */
export async function* sealedPieces(key: ObjectKey, plain: Buffer): AsyncGenerator<Buffer> {
  yield MARK;
  const run = RUN * PART_BYTES;
  for (let at = 0; at === 0 || at < plain.length; at += run) {
    yield await sealAside(workOf(key, { act: 'seal', first: at / PART_BYTES, isEnd: at + run >= plain.length }), plain.subarray(at, at + run));
  }
}

/** How many plain bytes a sealed object of that size holds; negative where it cannot be one. */
export function plainSize({ providerName }: ObjectKey, sealedSize: number): number {
  const more = sealBytes(providerName);
  const parts = Math.max(1, Math.ceil((sealedSize - MARK.length) / (PART_BYTES + more)));
  return sealedSize - MARK.length - parts * more;
}

/**
 * Plain bytes from a place on, piece by piece: what lies before is not read, and nothing is given that does not open. Throws
 * `NotThisObject`; what was given before that was right.
 */
export async function* plainPieces(key: ObjectKey, source: ByteSource, from = 0): AsyncGenerator<Buffer> {
  const broken = (cause?: unknown): NotThisObject => new NotThisObject(key.objectId, { cause });
  const size = plainSize(key, source.size);
  if (size < 0 || from > size || !isSealedObject(await source.read(0, MARK.length))) throw broken();
  const sealedPart = PART_BYTES + sealBytes(key.providerName);
  const parts = Math.max(1, Math.ceil(size / PART_BYTES));
  for (let first = Math.min(Math.floor(from / PART_BYTES), parts - 1); first < parts; first += RUN) {
    const start = MARK.length + first * sealedPart;
    const length = Math.min(RUN * sealedPart, source.size - start);
    const sealed = await source.read(start, length);
    if (sealed.length !== length) throw broken();
    const plain = await sealAside(workOf(key, { act: 'open', first, isEnd: first + RUN >= parts }), sealed).catch((error: unknown) => {
      throw broken(error);
    });
    const skip = from - first * PART_BYTES;
    yield skip > 0 ? plain.subarray(skip) : plain;
  }
}

/** All of it, opened; as much memory as it has bytes. Throws `NotThisObject`. */
export async function openWhole(key: ObjectKey, source: ByteSource): Promise<Buffer> {
  const size = plainSize(key, source.size);
  const whole = Buffer.allocUnsafe(Math.max(0, size));
  let at = 0;
  for await (const piece of plainPieces(key, source)) at += piece.copy(whole, at);
  if (at !== size) throw new NotThisObject(key.objectId);
  return whole;
}
