import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { askAgain, REQUEST_MS_MAX } from './ask-again.ts';
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

/** Any store that speaks the S3 protocol, addressed by path. */
export function s3Bytes({ endpoint, bucket, region, requestMsMax = REQUEST_MS_MAX, ...keys }: S3Settings): ByteStore {
  const client = new AwsClient({ ...keys, region, service: 's3', retries: 0 });
  const address = (sha256: string): string => `${endpoint.replace(/\/$/, '')}/${bucket}/${pathOf(sha256)}`;
  const ask = (sha256: string, { method, body }: { method: string; body?: Uint8Array<ArrayBuffer> }): ReturnType<typeof askAgain> => {
    // The hash of what is sent stands in the signature: what arrives otherwise is refused by the store.
    const headers = { 'x-amz-content-sha256': body === undefined ? EMPTY_SHA256 : createHash('sha256').update(body).digest('hex') };
    const once = (): Promise<Response> => client.fetch(address(sha256), { method, headers, ...(body ? { body } : {}), signal: AbortSignal.timeout(requestMsMax) });
    return askAgain('The object store', once, (status) => status === 404 && method !== 'PUT');
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

const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
