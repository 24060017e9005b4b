import { createReadStream, createWriteStream, renameSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { openedParts, readExactly, sealingStream, type AboutPart, type StreamKey } from '#platform/crypto/sealed-stream.ts';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';

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

/**
 * Opens `source` into `target`; returns the SHA-256 of the content. Throws StartUpFailure `backup-damaged` with the name of the file when anything in it
 * was changed; what the system says of reading or writing (no such file, a full disk) is thrown as it is.
 */
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
    const failed = (error: unknown): never => {
      throw isOfSystem(error) ? error : damagedFile(source, error);
    };
    if ((await read(MAGIC.length).catch(failed)).toString() !== MAGIC) throw damagedFile(source);
    const parts = openedParts(read, backupKey, aboutOf(name));
    for (let part = await parts.next().catch(failed); !part.done; part = await parts.next().catch(failed)) yield part.value;
  } finally {
    await file.close();
  }
}

const isOfSystem = (error: unknown): boolean => (error as NodeJS.ErrnoException).syscall !== undefined;

export function damagedFile(file: string, cause?: unknown): StartUpFailure {
  return new StartUpFailure('backup-damaged', {
    zh: `备份中的文件 ${file} 缺失、已损坏或被改动，未恢复任何内容。请从备份的另一份拷贝取回该文件，或改用另一份备份（yigong backup list 列出，yigong backup verify 核对）。`,
    en: `The file ${file} of the backup is missing, damaged or was changed; nothing was restored. Bring this file back from another copy of the backup, or take another backup (yigong backup list shows them, yigong backup verify reads them through).`,
  }, cause);
}
