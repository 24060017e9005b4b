import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeFolders } from '#platform/files/folders.ts';
import { openFile, type BackupKey } from '../sealed-file.ts';
import { unlessAway, type BackupSource } from '../source.ts';
import { syncShare } from './copy-object.ts';
import { copiesPathOf, copyFileName, folderOfObject, packedNameOf, type CopyName, type ObjectPlace } from './object-place.ts';

export interface CopyPlace {
  readonly source: BackupSource;
  readonly key: BackupKey;
  readonly place: ObjectPlace;
}

/** SHA-256 (hexadecimal) of a file's bytes. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(piece as Buffer);
  return hash.digest('hex');
}

const pathOf = ({ place }: CopyPlace, copy: CopyName): string => `${copiesPathOf(place)}/${folderOfObject(place, copy.name)}/${copyFileName(copy)}`;

/** Lays the copy under `target`, with the time it was written at, when its bytes are those of its name. False where they are not; then nothing lies there. */
export async function layBack(from: CopyPlace, copy: CopyName, { root, target }: { root: string; target: string }): Promise<boolean> {
  const incoming = join(root, from.place.incoming);
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  const part = join(incoming, `${randomBytes(12).toString('hex')}.part`);
  try {
    if ((await unpack(from, copy, part)) !== copy.sha256) return false;
    const handle = await open(part, 'r+');
    await handle.sync().finally(() => handle.close());
    await utimes(part, copy.writtenMs / 1000, copy.writtenMs / 1000);
    await makeFolders(root, dirname(target), syncShare);
    await rename(part, target);
    await syncShare(dirname(target));
    return true;
  } catch (error) {
    // The disk of the data is full or broken: not the copy's fault.
    if (['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES'].includes((error as { code?: string }).code ?? '')) throw error;
    return unlessAway(error, false);
  } finally {
    await rm(part, { force: true });
  }
}

const unpack = (from: CopyPlace, copy: CopyName, part: string): Promise<string> =>
  from.source.withFile(pathOf(from, copy), async (source) => {
    if (copy.isPacked) return openFile(from.key, { source, target: part, name: packedNameOf(from.place, copy.name) });
    const hash = createHash('sha256');
    await pipeline(createReadStream(source), hashing(hash), createWriteStream(part, { mode: 0o600 }));
    return hash.digest('hex');
  });

const hashing = (hash: ReturnType<typeof createHash>): Transform => new Transform({
  transform(piece: Buffer, _encoding, done) {
    hash.update(piece);
    done(null, piece);
  },
});

/**
 * Whether the copy's bytes are those of its name; `aside` is a folder for what has to be unpacked. One that was read and is not is set
 * aside under another name: the next backup makes it anew. One that cannot be read stays: a share may have been away.
 */
export async function proveCopy(from: CopyPlace, copy: CopyName, aside: string): Promise<boolean> {
  const plain = join(aside, randomBytes(12).toString('hex'));
  try {
    if ((copy.isPacked ? await unpack(from, copy, plain) : await from.source.withFile(pathOf(from, copy), hashOf)) === copy.sha256) return true;
  } catch (error) {
    unlessAway(error, false);
    if ((error as NodeJS.ErrnoException).syscall !== undefined) return false;
  } finally {
    await rm(plain, { force: true });
  }
  await from.source.setAside(pathOf(from, copy));
  return false;
}
