import { crc32 } from 'node:zlib';

export interface ZipEntry {
  /** Path inside of the archive, with `/`. */
  readonly name: string;
  readonly read: () => Promise<Buffer>;
}

const VERSION = 20;
const UTF8_NAMES = 0x0800;
/** Beyond, an archive needs the 64-bit form, which this one does not write. */
const BYTES_MAX = 0xffffffff;
const ENTRIES_MAX = 0xffff;
/** 1980-01-01, the first day that the form knows: archives of the same files are the same. */
const DAY = 0x21;

/** A zip archive (PKWARE APPNOTE 6.3), entries stored as they are, made as fast as it is taken. Throws past 4 GB or 65,535 entries. */
export async function* zipArchive(entries: readonly ZipEntry[]): AsyncGenerator<Buffer> {
  if (entries.length > ENTRIES_MAX) throw new RangeError('too many entries for a zip archive');
  const listed: Buffer[] = [];
  let at = 0;
  for (const { name, read } of entries) {
    const body = await read();
    const path = Buffer.from(name, 'utf8');
    const facts = factsOf(body, path);
    const head = Buffer.concat([signature(0x04034b50), facts, path]);
    if (at + head.length + body.length > BYTES_MAX) throw new RangeError('too large for a zip archive');
    listed.push(Buffer.concat([signature(0x02014b50), word(VERSION), facts, Buffer.alloc(10), long(at), path]));
    at += head.length + body.length;
    yield head;
    yield body;
  }
  const directory = Buffer.concat(listed);
  yield directory;
  yield Buffer.concat([signature(0x06054b50), word(0), word(0), word(entries.length), word(entries.length), long(directory.length), long(at), word(0)]);
}

/** What the local head and the directory have in common, from the version needed to the length of the extra field. */
const factsOf = (body: Buffer, path: Buffer): Buffer =>
  Buffer.concat([word(VERSION), word(UTF8_NAMES), word(0), word(0), word(DAY), long(crc32(body)), long(body.length), long(body.length), word(path.length), word(0)]);

function word(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

const signature = long;
