import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { DamagedObject, pathOf, type ByteStore } from './object-store.ts';

export interface S3Settings {
  /** `https://s3.example`, without bucket. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of one try; 60 seconds unless said. */
  readonly requestMsMax?: number | undefined;
}

const ATTEMPTS = 4;
const REQUEST_MS_MAX = 60_000;

const PAUSE_MS = 200;

/** Any store that speaks the S3 protocol, addressed by path. A try that fails, is silent or ends in the middle is made again with growing pauses. */
export function s3Bytes({ endpoint, bucket, region, requestMsMax = REQUEST_MS_MAX, ...keys }: S3Settings): ByteStore {
  const client = new AwsClient({ ...keys, region, service: 's3', retries: 0 });
  const address = (sha256: string): string => `${endpoint.replace(/\/$/, '')}/${bucket}/${pathOf(sha256)}`;
  const once = async (sha256: string, { method, body }: { method: string; body?: Uint8Array<ArrayBuffer> }): Promise<Answer> => {
    // The hash of what is sent stands in the signature: what arrives otherwise is refused by the store.
    const headers = { 'x-amz-content-sha256': body === undefined ? EMPTY_SHA256 : createHash('sha256').update(body).digest('hex') };
    const answer = await client.fetch(address(sha256), { method, headers, ...(body ? { body } : {}), signal: AbortSignal.timeout(requestMsMax) });
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  const ask = async (sha256: string, request: { method: string; body?: Uint8Array<ArrayBuffer> }): Promise<Answer> => {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await once(sha256, request).catch((error: unknown) => ({ status: 0, bytes: Buffer.alloc(0), error }));
      if (answer.status >= 200 && answer.status < 300) return answer;
      if (answer.status === 404 && request.method !== 'PUT') return answer;
      const isOver = attempt === ATTEMPTS || (answer.status >= 400 && answer.status < 500 && answer.status !== 429);
      if (isOver) throw Object.assign(new Error(`The object store answered ${answer.status === 0 ? 'nothing' : answer.status}`, { cause: 'error' in answer ? answer.error : undefined }), { code: 'ECONNREFUSED' });
      await setTimeout(PAUSE_MS * 2 ** (attempt - 1));
    }
  };
  return {
    write: async (sha256, pieces) => {
      const all: Buffer[] = [];
      for await (const piece of pieces) all.push(piece);
      await ask(sha256, { method: 'PUT', body: Uint8Array.from(Buffer.concat(all)) });
    },
    open: async (sha256) => {
      const { status, bytes } = await ask(sha256, { method: 'GET' });
      if (status === 404) throw new DamagedObject(sha256, 'is gone');
      return { size: bytes.length, read: async (at, length) => bytes.subarray(at, at + length), close: async () => undefined };
    },
    remove: async (sha256) => void (await ask(sha256, { method: 'DELETE' })),
  };
}

interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
}

const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
