import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { askAgain, OBJECT_BYTES_MAX } from './ask-again.ts';
import { readKeyPage, type KeyPage, type StoredKey } from './s3-answers.ts';

export interface S3Settings {
  /** `https://s3.example`, without bucket. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of one try; 60 seconds unless said. */
  readonly requestMsMax?: number | undefined;
  /** Tries in all, and the pause before the second; each further pause is twice as long. */
  readonly attempts?: number | undefined;
  readonly pauseMs?: number | undefined;
}

export interface S3Request {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
  /** 404 is an answer. */
  readonly mayBeGone?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Any store that speaks the S3 protocol, addressed by path. Rejects with `StoreFailure`. */
export interface S3Client {
  ask(request: S3Request): ReturnType<typeof askAgain>;
  put(key: string, body: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Undefined where nothing lies under the key. */
  get(key: string): Promise<Buffer | undefined>;
  /** Nothing there is as good as removed. */
  remove(key: string): Promise<void>;
  /** Everything whose key begins so, in order of the keys. */
  list(prefix: string, signal?: AbortSignal): AsyncGenerator<StoredKey>;
  /** One level below a prefix that ends with `/`: names of files and of folders. */
  listNames(prefix: string): Promise<string[]>;
}

/** That the whole bucket is gone says nothing of a key. */
const NO_BUCKET = '<Code>NoSuchBucket</Code>';
const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

export function openS3({ endpoint, bucket, region, requestMsMax, attempts, pauseMs, accessKeyId, secretAccessKey }: S3Settings): S3Client {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 });
  const ask: S3Client['ask'] = ({ method, key, query = {}, headers = {}, body, mayBeGone = false, signal }) => {
    const address = `${endpoint.replace(/\/$/, '')}/${bucket}${key === '' ? '' : `/${key.split('/').map(encodeURIComponent).join('/')}`}`;
    const asked = new URLSearchParams(query).toString();
    // The hash of what is sent stands in the signature: what arrives otherwise is refused by the store.
    const signed = { ...headers, 'x-amz-content-sha256': body === undefined ? EMPTY_SHA256 : createHash('sha256').update(body).digest('hex') };
    const once = (limit: AbortSignal): Promise<Response> =>
      client.fetch(asked === '' ? address : `${address}?${asked}`, { method, headers: signed, ...(body ? { body } : {}), signal: limit, redirect: 'manual' });
    const bytesMax = method === 'GET' && key !== '' ? OBJECT_BYTES_MAX : undefined;
    return askAgain({ store: 'The object store', attempts, pauseMs, signal, requestMsMax, bytesMax, isAnswer: ({ status, bytes }) => status === 404 && mayBeGone && !bytes.includes(NO_BUCKET) }, once);
  };
  const page = async (query: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<KeyPage> => readKeyPage((await ask({ method: 'GET', key: '', query: { 'list-type': '2', ...query }, signal })).bytes.toString('utf8'));
  return {
    ask,
    put: async (key, body) => void (await ask({ method: 'PUT', key, body })),
    get: async (key) => {
      const { status, bytes } = await ask({ method: 'GET', key, mayBeGone: true });
      return status === 404 ? undefined : bytes;
    },
    remove: async (key) => void (await ask({ method: 'DELETE', key, mayBeGone: true })),
    list: async function* (prefix, signal) {
      for (let next: string | undefined = ''; next !== undefined; ) {
        const found: KeyPage = await page({ prefix, ...(next === '' ? {} : { 'continuation-token': next }) }, signal);
        yield* found.keys;
        next = found.next;
      }
    },
    listNames: async (prefix) => {
      const names: string[] = [];
      for (let next: string | undefined = ''; next !== undefined; ) {
        const found: KeyPage = await page({ prefix, delimiter: '/', ...(next === '' ? {} : { 'continuation-token': next }) });
        names.push(...found.keys.map(({ key }) => key.slice(prefix.length)), ...found.folders.map((folder) => folder.slice(prefix.length, -1)));
        next = found.next;
      }
      return names.filter((name) => name !== '');
    },
  };
}
