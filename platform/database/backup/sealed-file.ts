import { createReadStream, createWriteStream, renameSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { openedParts, readExactly, sealingStream, type AboutPart, type StreamKey } from '#platform/crypto/sealed-stream.ts';

/** The key that seals a backup folder, unwrapped. */
export interface BackupKey extends StreamKey {
  readonly keyId: string;
}

const MAGIC = 'yigong backup 1\n';
const CHUNK_BYTES = 1024 * 1024;

const aboutOf = (name: string): AboutPart => (index, isLast) => Buffer.from(`${name}#${index}${isLast ? '#end' : ''}`);

/** Packs and seals `source` into `target`, whole or not at all. Returns bytes and SHA-256 (hexadecimal) of the plain content. */
export async function sealFile(backupKey: BackupKey, { source, target, name }: { source: string; target: string; name: string }): Promise<{ bytes: number; sha256: string }> {
  const measured = measuring();
  const temporary = `${target}.part`;
  await pipeline(createReadStream(source, { highWaterMark: CHUNK_BYTES }), measured.stream, createGzip({ level: 1 }), sealingStream(backupKey, aboutOf(name), Buffer.from(MAGIC)), createWriteStream(temporary, { mode: 0o600, flush: true }));
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

async function* openedChunks(backupKey: BackupKey, source: string, name: string): AsyncGenerator<Buffer> {
  const file = await open(source, 'r');
  try {
    const read = readExactly(file, source);
    if ((await read(MAGIC.length)).toString() !== MAGIC) throw new Error(`${source} is no sealed file of a backup`);
    yield* openedParts(read, backupKey, aboutOf(name));
  } finally {
    await file.close();
  }
}
