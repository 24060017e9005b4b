import { createReadStream, createWriteStream, renameSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { CryptoProvider } from '#platform/crypto/provider.ts';

/** The key that seals a backup folder, unwrapped. */
export interface BackupKey {
  readonly keyId: string;
  readonly provider: CryptoProvider;
  readonly key: Buffer;
}

const MAGIC = 'yigong backup 1\n';
const CHUNK_BYTES = 1024 * 1024;
const SEALED_CHUNK_MAX = CHUNK_BYTES + 1024;

/** Order and end are bound to every chunk: a file that was cut, joined or swapped does not open. */
const aboutOf = (name: string, index: number, isLast: boolean): Buffer => Buffer.from(`${name}#${index}${isLast ? '#end' : ''}`);

/** Packs and seals `source` into `target`, whole or not at all. Returns bytes and SHA-256 (hexadecimal) of the plain content. */
export async function sealFile(backupKey: BackupKey, { source, target, name }: { source: string; target: string; name: string }): Promise<{ bytes: number; sha256: string }> {
  const measured = measuring();
  const temporary = `${target}.part`;
  await pipeline(createReadStream(source, { highWaterMark: CHUNK_BYTES }), measured.stream, createGzip({ level: 1 }), sealing(backupKey, name), createWriteStream(temporary, { mode: 0o600, flush: true }));
  renameSync(temporary, target);
  return measured.result();
}

/** Opens `source` into `target`; returns the SHA-256 of the content. Throws when anything in it was changed. */
export async function openFile(backupKey: BackupKey, { source, target, name }: { source: string; target: string; name: string }): Promise<string> {
  const measured = measuring();
  await pipeline(Readable.from(openedChunks(backupKey, source, name)), createGunzip(), measured.stream, createWriteStream(target, { mode: 0o600 }));
  return measured.result().sha256;
}

/** Lets content through and tells its length and SHA-256 afterwards. */
function measuring(): { stream: Transform; result: () => { bytes: number; sha256: string } } {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ bytes, sha256: hash.digest('hex') }) };
}

function sealing({ provider, key }: BackupKey, name: string): Transform {
  let waiting = Buffer.alloc(0);
  let index = 0;
  const seal = (plain: Buffer, isLast: boolean): Buffer => {
    const sealed = provider.seal(key, plain, aboutOf(name, index, isLast));
    index += 1;
    const length = Buffer.alloc(5);
    length.writeUInt32BE(sealed.length);
    length[4] = isLast ? 1 : 0;
    return Buffer.concat([length, sealed]);
  };
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      waiting = Buffer.concat([waiting, chunk]);
      while (waiting.length > CHUNK_BYTES) {
        this.push(seal(waiting.subarray(0, CHUNK_BYTES), false));
        waiting = waiting.subarray(CHUNK_BYTES);
      }
      done();
    },
    flush(done: TransformCallback) {
      this.push(seal(waiting, true));
      done();
    },
  });
  stream.push(Buffer.from(MAGIC));
  return stream;
}

async function* openedChunks({ provider, key }: BackupKey, source: string, name: string): AsyncGenerator<Buffer> {
  const file = await open(source, 'r');
  try {
    const read = async (bytes: number): Promise<Buffer> => {
      const buffer = Buffer.alloc(bytes);
      const { bytesRead } = await file.read(buffer, 0, bytes, null);
      if (bytesRead < bytes) throw new Error(`${source} is cut off`);
      return buffer;
    };
    if ((await read(MAGIC.length)).toString() !== MAGIC) throw new Error(`${source} is no sealed file of a backup`);
    for (let index = 0, isLast = false; !isLast; index += 1) {
      const head = await read(5);
      const length = head.readUInt32BE();
      isLast = head[4] === 1;
      if (length > SEALED_CHUNK_MAX) throw new Error(`${source} is damaged`);
      yield provider.open(key, await read(length), aboutOf(name, index, isLast));
    }
  } finally {
    await file.close();
  }
}
