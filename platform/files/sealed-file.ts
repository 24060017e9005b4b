import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { Transform } from 'node:stream';
import type { FileKey } from './file-key.ts';

/** Plain bytes of one part; what is held in memory of a file however long it is. */
const PART_BYTES = 64 * 1024;
/** Before each part: how many sealed bytes follow. */
const HEAD_BYTES = 4;
/** A seal adds less than this. */
const SEAL_BYTES_MAX = 256;

/** A place in the plain text: the part that begins at byte `at` of the file, and so many plain bytes into it. */
export interface FilePlace {
  readonly at: number;
  readonly skip: number;
}

/** A sealed file, or with an undefined key one that an older version wrote in clear. */
export interface KeptFile {
  readonly file: string;
  readonly key: FileKey | undefined;
  /** Bytes on disk that were written for good: less is a file that was cut off, more is of a step that was never kept. */
  readonly size?: number;
}

/** `write` is given sealed bytes in order; call `end` for what is left over. */
export class PartWriter {
  /** Where the next part will begin. */
  at: number;
  private readonly key: FileKey;
  private readonly write: (sealed: Buffer, at: number) => void;
  private waiting: Buffer[] = [];
  private waitingBytes = 0;

  constructor(key: FileKey, at: number, write: (sealed: Buffer, at: number) => void) {
    this.key = key;
    this.at = at;
    this.write = write;
  }

  add(plain: Buffer): void {
    for (let from = 0; from < plain.length;) {
      const some = plain.subarray(from, from + PART_BYTES - this.waitingBytes);
      this.waiting.push(some);
      this.waitingBytes += some.length;
      from += some.length;
      if (this.waitingBytes === PART_BYTES) this.end();
    }
  }

  end(): void {
    if (this.waitingBytes === 0) return;
    const sealed = this.key.seal(this.at, Buffer.concat(this.waiting));
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32BE(sealed.length);
    this.write(Buffer.concat([head, sealed]), this.at);
    this.at += HEAD_BYTES + sealed.length;
    this.waiting = [];
    this.waitingBytes = 0;
  }
}

/** Writes plain bytes as sealed parts behind what is there; returns the file's new size. */
export function appendSealed(handle: number, { key, size }: { key: FileKey; size: number }, plain: Buffer): number {
  const writer = new PartWriter(key, size, (sealed, at) => void writeSync(handle, sealed, 0, sealed.length, at));
  writer.add(plain);
  writer.end();
  return writer.at;
}

/** Seals what passes. */
export function sealing(key: FileKey): Transform {
  const sealed: Buffer[] = [];
  const writer = new PartWriter(key, 0, (part) => void sealed.push(part));
  const give = (stream: Transform): void => {
    for (const part of sealed.splice(0)) stream.push(part);
  };
  return new Transform({
    transform(plain: Buffer, _encoding, done) {
      writer.add(plain);
      give(this);
      done();
    },
    flush(done) {
      writer.end();
      give(this);
      done();
    },
  });
}

export interface PlainPart {
  readonly bytes: Buffer;
  /** Nothing follows. */
  readonly isEnd: boolean;
  /** Where to go on after the first `count` of these bytes. */
  readonly placeAfter: (count: number) => FilePlace;
}

/** Plain bytes from a place on, at least `bytesMin` of them where there are so many. Throws when the file was changed or cut off. */
export function readPlain(kept: KeptFile, place: FilePlace, bytesMin: number): PlainPart {
  const handle = openSync(kept.file, 'r');
  try {
    const size = sizeOf(handle, kept);
    const { key } = kept;
    return key === undefined ? readClear({ handle, size }, place, bytesMin) : readParts({ handle, size, key }, place, bytesMin);
  } finally {
    closeSync(handle);
  }
}

/** The whole plain text in pieces, opened as they are asked for. */
export function* plainOf(kept: KeptFile): Generator<Buffer> {
  let place: FilePlace = { at: 0, skip: 0 };
  for (;;) {
    const { bytes, isEnd, placeAfter } = readPlain(kept, place, PART_BYTES);
    if (bytes.length > 0) yield bytes;
    if (isEnd) return;
    place = placeAfter(bytes.length);
  }
}

function sizeOf(handle: number, { size }: KeptFile): number {
  const held = fstatSync(handle).size;
  if (size !== undefined && held < size) throw new Error('the file was cut off');
  return size ?? held;
}

interface Opened {
  readonly handle: number;
  readonly size: number;
}

function readClear({ handle, size }: Opened, { at, skip }: FilePlace, bytesMin: number): PlainPart {
  const bytes = readExactly(handle, at + skip, Math.min(bytesMin, size - at - skip));
  return { bytes, isEnd: at + skip + bytes.length >= size, placeAfter: (count) => ({ at: at + skip + count, skip: 0 }) };
}

function readParts({ handle, size, key }: Opened & { readonly key: FileKey }, { at, skip }: FilePlace, bytesMin: number): PlainPart {
  const parts: { readonly at: number; readonly plain: Buffer }[] = [];
  let [next, held] = [at, -skip];
  while (next < size && held < bytesMin) {
    const length = readExactly(handle, next, HEAD_BYTES).readUInt32BE();
    if (length > PART_BYTES + SEAL_BYTES_MAX || next + HEAD_BYTES + length > size) throw new Error('the file was changed');
    const plain = key.open(next, readExactly(handle, next + HEAD_BYTES, length));
    parts.push({ at: next, plain });
    held += plain.length;
    next += HEAD_BYTES + length;
  }
  const placeAfter = (count: number): FilePlace => {
    let left = count + skip;
    for (const part of parts) {
      if (left < part.plain.length) return { at: part.at, skip: left };
      left -= part.plain.length;
    }
    return { at: next, skip: 0 };
  };
  return { bytes: Buffer.concat(parts.map(({ plain }) => plain)).subarray(skip), isEnd: next >= size, placeAfter };
}

function readExactly(handle: number, at: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  if (readSync(handle, buffer, 0, length, at) !== length) throw new Error('the file was cut off');
  return buffer;
}
