import { createHash, randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Transform } from 'node:stream';
import { PROVIDERS } from '#platform/crypto/providers.ts';
import type { CryptoProvider } from '#platform/crypto/provider.ts';
import { openedParts, readExactly, sealingStream, type AboutPart } from '#platform/crypto/sealed-stream.ts';
import { CliFailure } from '../exit-codes.ts';
import type { FileKeys } from './file-keys.ts';
import type { FileLock, WrappedKey } from './file-locks.ts';

/** Files that a command seals end so. */
export const SEALED_END = '.sealed';

const MAGIC = 'yigong sealed 1\n';
const HEAD_MAX = 64 * 1024;

interface Head {
  readonly provider: CryptoProvider['name'];
  readonly keys: readonly WrappedKey[];
}

/** Every part is bound to the head of its file, its place and whether it is the last. */
const aboutOf = (head: Buffer): AboutPart => {
  const digest = createHash('sha256').update(head).digest();
  return (index, isLast) => Buffer.concat([digest, Buffer.from(`#${index}${isLast ? '#end' : ''}`)]);
};

/** Seals what goes through under a key of its own, wrapped for each of the locks. */
export function sealing(locks: readonly FileLock[]): Transform {
  const family = locks.every((lock) => lock.family === 'national') ? 'national' : 'international';
  const provider = PROVIDERS[family];
  const key = randomBytes(provider.keyBytes);
  const head: Head = { provider: family, keys: locks.map((lock) => lock.wrap(key)) };
  const bytes = Buffer.from(`${MAGIC}${JSON.stringify(head)}\n`);
  return sealingStream({ provider, key }, aboutOf(bytes), bytes);
}

/** The content of a sealed file, part by part. Throws CliFailure where no key opens it, or where anything in it was changed or is missing. */
export async function* openSealed(path: string, keys: FileKeys): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    const read = readExactly(file, path);
    const { head, bytes } = await readHead(read, path);
    const provider = PROVIDERS[head.provider];
    const key = head.keys.map((each) => keys.unwrap(each)).find((each) => each?.length === provider.keyBytes);
    if (key === undefined) throw locked(path, head);
    yield* openedParts(read, { provider, key }, aboutOf(bytes));
  } catch (error) {
    if (error instanceof CliFailure) throw error;
    throw new CliFailure('refused', { zh: `${path} 已损坏、被改动或不完整。`, en: `${path} is damaged, was changed or is cut off.` });
  } finally {
    await file.close();
  }
}

async function readHead(read: (bytes: number) => Promise<Buffer>, path: string): Promise<{ head: Head; bytes: Buffer }> {
  const begin = await read(MAGIC.length).catch(() => Buffer.alloc(0));
  if (begin.toString() !== MAGIC) throw new CliFailure('usage', { zh: `${path} 不是由医共加密的文件。`, en: `${path} is no file that Yigong sealed.` });
  const bytes: Buffer[] = [begin];
  for (let count = 0; count < HEAD_MAX; count += 1) {
    const one = await read(1);
    bytes.push(one);
    if (one[0] !== 0x0a) continue;
    const whole = Buffer.concat(bytes);
    const head = JSON.parse(whole.toString('utf8', MAGIC.length)) as Head;
    if (!(head.provider in PROVIDERS) || !Array.isArray(head.keys)) break;
    return { head, bytes: whole };
  }
  throw new Error('no head');
}

const WAYS: Readonly<Record<WrappedKey['kind'], string>> = { local: 'keys/files.key', passphrase: '--passphrase-file', rsa: '--key (RSA)', sm2: '--key (SM2)' };

function locked(path: string, head: Head): CliFailure {
  const ways = [...new Set(head.keys.map(({ kind, name }) => `${WAYS[kind] ?? kind}${name === null ? '' : ` ${name}`}`))].join(', ');
  return new CliFailure('refused', { zh: `${path} 无法打开，需要：${ways}。`, en: `${path} does not open here; it takes ${ways}.` });
}
