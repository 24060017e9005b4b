import type { FileHandle } from 'node:fs/promises';
import { Transform, type TransformCallback } from 'node:stream';
import type { CryptoProvider } from './provider.ts';

/** One key for one stream. */
export interface StreamKey {
  readonly provider: CryptoProvider;
  readonly key: Buffer;
}

/** What a part is bound to: its place and whether it is the last, so that a stream that was cut, joined or swapped does not open. */
export type AboutPart = (index: number, isLast: boolean) => Buffer;

const PART_BYTES = 1024 * 1024;
const SEALED_PART_MAX = PART_BYTES + 1024;
/** Length of the sealed part and whether it is the last. */
const HEAD_BYTES = 5;

/** Seals what goes through in parts of 1 MiB; `head` goes out before them in clear. */
export function sealingStream({ provider, key }: StreamKey, about: AboutPart, head: Buffer): Transform {
  let waiting = Buffer.alloc(0);
  let index = 0;
  const seal = (plain: Buffer, isLast: boolean): Buffer => {
    const sealed = provider.seal(key, plain, about(index, isLast));
    index += 1;
    const length = Buffer.alloc(HEAD_BYTES);
    length.writeUInt32BE(sealed.length);
    length[4] = isLast ? 1 : 0;
    return Buffer.concat([length, sealed]);
  };
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      waiting = Buffer.concat([waiting, chunk]);
      while (waiting.length > PART_BYTES) {
        this.push(seal(waiting.subarray(0, PART_BYTES), false));
        waiting = waiting.subarray(PART_BYTES);
      }
      done();
    },
    flush(done: TransformCallback) {
      this.push(seal(waiting, true));
      done();
    },
  });
  stream.push(head);
  return stream;
}

/** Reads on in a file, exactly so many bytes. Throws where it ends before, by the file's name. */
export const readExactly = (file: FileHandle, name: string) => async (bytes: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(bytes);
  const { bytesRead } = await file.read(buffer, 0, bytes, null);
  if (bytesRead < bytes) throw new Error(`${name} is cut off`);
  return buffer;
};

/** Opens the parts behind the head; `read` gives exactly so many bytes or throws. Throws when anything in them was changed. */
export async function* openedParts(read: (bytes: number) => Promise<Buffer>, { provider, key }: StreamKey, about: AboutPart): AsyncGenerator<Buffer> {
  for (let index = 0, isLast = false; !isLast; index += 1) {
    const head = await read(HEAD_BYTES);
    const length = head.readUInt32BE();
    isLast = head[4] === 1;
    if (length > SEALED_PART_MAX) throw new Error('a sealed part is longer than any can be');
    yield provider.open(key, await read(length), about(index, isLast));
  }
}
