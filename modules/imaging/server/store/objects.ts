import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AwsClient } from 'aws4fetch';

/** Bytes under their SHA-256. What is put is on disk (or acknowledged by the outside store) when the promise is kept. */
export interface ObjectStore {
  put(sha256: string, bytes: Buffer): Promise<void>;
  /** Throws where it is gone or no longer what it was. */
  get(sha256: string): Promise<Buffer>;
  remove(sha256: string): Promise<void>;
}

/** The kept bytes are gone or changed: the outside world's fault, told to whoever runs the machine. */
class DamagedObject extends Error {
  constructor(sha256: string, how: string) {
    super(`Kept object ${sha256} ${how}`);
    this.name = 'DamagedObject';
  }
}

function verified(sha256: string, bytes: Buffer): Buffer {
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new DamagedObject(sha256, 'has changed');
  return bytes;
}

/** `ab/cd/abcd…`: 65,536 folders keep each one short. */
const placeOf = (sha256: string): string => join(sha256.slice(0, 2), sha256.slice(2, 4), sha256);

export function diskStore(folder: string): ObjectStore {
  return {
    put: async (sha256, bytes) => {
      const file = join(folder, placeOf(sha256));
      await mkdir(dirname(file), { recursive: true });
      const part = `${file}.${randomBytes(6).toString('hex')}.part`;
      const handle = await open(part, 'wx', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(part, file);
      await syncFolder(dirname(file));
    },
    get: async (sha256) => {
      const bytes = await readFile(join(folder, placeOf(sha256))).catch((error: { code?: string }) => {
        throw error.code === 'ENOENT' ? new DamagedObject(sha256, 'is gone') : error;
      });
      return verified(sha256, bytes);
    },
    remove: (sha256) => rm(join(folder, placeOf(sha256)), { force: true }),
  };
}

/** A rename outlives a crash only when its folder is written too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export interface S3Settings {
  /** `https://s3.example`, without bucket. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const ATTEMPTS = 4;
const REQUEST_MS_MAX = 60_000;

/** Any store that speaks the S3 protocol, addressed by path. Failures are tried again with growing pauses. */
export function s3Store({ endpoint, bucket, region, ...keys }: S3Settings): ObjectStore {
  const client = new AwsClient({ ...keys, region, service: 's3', retries: ATTEMPTS });
  const address = (sha256: string): string => `${endpoint.replace(/\/$/, '')}/${bucket}/${placeOf(sha256)}`;
  const ask = async (sha256: string, options: { method: string; body?: Uint8Array<ArrayBuffer> }): Promise<Response> => {
    const answer = await client.fetch(address(sha256), { ...options, signal: AbortSignal.timeout(REQUEST_MS_MAX) });
    if (answer.ok || (answer.status === 404 && options.method !== 'PUT')) return answer;
    throw Object.assign(new Error(`The object store answered ${answer.status}`), { code: 'ECONNREFUSED' });
  };
  return {
    put: async (sha256, bytes) => void (await ask(sha256, { method: 'PUT', body: Uint8Array.from(bytes) })),
    get: async (sha256) => {
      const answer = await ask(sha256, { method: 'GET' });
      if (answer.status === 404) throw new DamagedObject(sha256, 'is gone');
      return verified(sha256, Buffer.from(await answer.arrayBuffer()));
    },
    remove: async (sha256) => void (await ask(sha256, { method: 'DELETE' })),
  };
}
