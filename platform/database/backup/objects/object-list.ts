import { once } from 'node:events';
import { createReadStream, createWriteStream, rmSync, type WriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { sealFile, type BackupKey } from '../sealed-file.ts';
import { openFrom, type BackupSource } from '../source.ts';
import { copyFileName, readCopyName, type CopyName } from './object-place.ts';

const LIST = 'objects.list';

/** One file that a backup has: place, its folder below it, version. */
export interface Listed {
  readonly place: string;
  readonly copy: CopyName;
}

/** Writes what a backup has, line by line; sealed at the end, so that nobody takes a line away unseen. */
export class ObjectListWriter {
  private readonly folder: string;
  private readonly file: string;
  private readonly stream: WriteStream;

  constructor(folder: string) {
    this.folder = folder;
    this.file = join(folder, `${LIST}.plain`);
    this.stream = createWriteStream(this.file, { mode: 0o600 });
    this.stream.on('error', () => undefined);
  }

  add(place: string, copy: CopyName): void {
    this.stream.write(`${place}/${copyFileName(copy)}\n`);
  }

  /** Nothing is kept of it. */
  abandon(): void {
    this.stream.destroy();
    rmSync(this.file, { force: true });
  }

  async end(key: BackupKey): Promise<{ bytes: number; sha256: string }> {
    this.stream.end();
    await once(this.stream, 'close');
    if (this.stream.errored !== null) throw this.stream.errored;
    const sealed = await sealFile(key, { source: this.file, target: join(this.folder, LIST), name: LIST });
    rmSync(this.file);
    return sealed;
  }
}

/** The lines of a backup's list; throws where it is not what the manifest says. */
export async function* readObjectList(key: BackupKey, source: BackupSource, expected: { folder: string; sha256: string }): AsyncGenerator<Listed> {
  const aside = await mkdtemp(join(tmpdir(), 'yigong-list-'));
  try {
    const plain = join(aside, LIST);
    if ((await openFrom(source, key, { path: `${expected.folder}/${LIST}`, target: plain, name: LIST })) !== expected.sha256) throw new Error(`${LIST} is not that of the manifest`);
    for await (const line of createInterface({ input: createReadStream(plain), crlfDelay: Infinity })) {
      const slash = line.indexOf('/');
      const copy = readCopyName(line.slice(slash + 1));
      if (copy === undefined) throw new Error(`${LIST} has a line that is none`);
      yield { place: line.slice(0, slash), copy };
    }
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** What a manifest says of the files beside the database. */
export const objectsSchema = z.object({
  places: z.array(z.object({ name: z.string(), files: z.number(), bytes: z.number(), missing: z.array(z.string()), missingCount: z.number() })),
  /** Stores that hold files of this house and are not in this backup: they have their own. */
  outside: z.array(z.object({ name: z.string(), store: z.string(), note: z.string() })),
  list: z.object({ bytes: z.number(), sha256: z.string() }),
});
