import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerBucket, answerUpload, type Uploads } from './s3-uploads.ts';

/** What the next requests meet: no answer at all, an error, half an answer, a line that breaks. */
export type Fault = 'silence' | 'error' | 'half-answer' | 'cut-line' | 'busy' | 'refused' | 'slow';
const SLOW_MS = 400;

export interface S3Server {
  readonly endpoint: string;
  readonly objects: Map<string, Buffer>;
  /** Meets each of the next requests with one of these; undefined = nothing goes wrong. */
  readonly faults: (Fault | undefined)[];
  /** Uploads in parts that are not put together (yet). */
  readonly uploads: Uploads;
  /** `METHOD key` of what arrived. */
  readonly asked: string[];
  /** Meets requests for as long as it is set; asked before `faults`. */
  always: ((asked: string) => Fault | undefined) | undefined;
  close(): Promise<void>;
}

export const KEYS = { accessKeyId: 'AKIATEST', secretAccessKey: 'a secret of a test', region: 'cn-north-1', bucket: 'images' } as const;

/** A store that speaks as much of the S3 protocol as is used, and takes nothing whose signature (AWS Signature Version 4) or hash is not right. */
export async function openS3Server(): Promise<S3Server> {
  const objects = new Map<string, Buffer>();
  const faults: (Fault | undefined)[] = [];
  const uploads: Uploads = new Map();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => {});
    request.on('end', () => {
      const what = `${request.method} ${decodeURIComponent(request.url!)}`;
      asked.push(what);
      const fault = opened.always?.(what) ?? faults.shift();
      const met = { request, response, body: Buffer.concat(chunks), objects, uploads, fault };
      if (fault === 'slow') setTimeout(() => answer({ ...met, fault: undefined }), SLOW_MS);
      else answer(met);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const opened: S3Server = {
    always: undefined, uploads, asked,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, objects, faults,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
  return opened;
}

interface Met {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Buffer;
  readonly objects: Map<string, Buffer>;
  readonly uploads: Uploads;
  readonly fault: Fault | undefined;
}

function answer({ request, response, body, objects, uploads, fault }: Met): void {
  if (fault === 'silence') return;
  if (fault === 'cut-line') return void request.socket.destroy();
  const say = (status: number, code: string): void => void response.writeHead(status, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
  if (fault === 'error') return say(500, 'InternalError');
  if (fault === 'busy') return say(503, 'SlowDown');
  if (fault === 'refused') return say(403, 'AccessDenied');
  const refused = refusal(request, body);
  if (refused !== undefined) return say(...refused);
  const { pathname: key, searchParams: query } = new URL(request.url!, 'http://s3');
  if (key === `/${KEYS.bucket}`) return answerBucket({ query, response, objects, uploads });
  if (!key.startsWith(`/${KEYS.bucket}/`)) return say(404, 'NoSuchBucket');
  if (query.has('uploads') || query.has('uploadId')) return answerUpload({ method: request.method!, key, query, body, response, objects, uploads, say });
  if (request.method === 'PUT') {
    objects.set(key, body);
    return void response.writeHead(200, { etag: `"${createHash('md5').update(body).digest('hex')}"` }).end();
  }
  if (request.method === 'DELETE') {
    objects.delete(key);
    return void response.writeHead(204).end();
  }
  const kept = objects.get(key);
  if (kept === undefined) return say(404, 'NoSuchKey');
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  const etag = `"${createHash('md5').update(kept).digest('hex')}"`;
  if (request.headers['if-match'] !== undefined && request.headers['if-match'] !== etag) return say(412, 'PreconditionFailed');
  if (range !== null) {
    const piece = kept.subarray(Number(range[1]), Number(range[2]) + 1);
    response.writeHead(206, { 'content-length': piece.length, 'content-range': `bytes ${range[1]}-${Number(range[1]) + piece.length - 1}/${kept.length}`, etag });
    return void response.end(piece);
  }
  response.writeHead(200, { 'content-length': kept.length });
  if (fault !== 'half-answer') return void response.end(kept);
  response.write(kept.subarray(0, kept.length / 2), () => response.destroy());
}

const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const hash = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
const CLOCK_MS_MAX = 15 * 60_000;

/** Signature Version 4 as docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html states it, calculated anew from what arrived. */
function refusal(request: IncomingMessage, body: Buffer): [number, string] | undefined {
  const stated = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '');
  if (stated === null) return [403, 'AccessDenied'];
  const [, keyId, day, region, names, signature] = stated;
  const at = String(request.headers['x-amz-date']);
  const moment = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (keyId !== KEYS.accessKeyId || region !== KEYS.region) return [403, 'InvalidAccessKeyId'];
  if (!at.startsWith(day!) || !(Math.abs(Date.now() - moment) < CLOCK_MS_MAX)) return [403, 'RequestTimeTooSkewed'];
  const signed = names!.split(';');
  if (!signed.includes('host') || !signed.includes('x-amz-date') || !signed.includes('x-amz-content-sha256')) return [403, 'AccessDenied'];
  const content = String(request.headers['x-amz-content-sha256']);
  if (content !== hash(body)) return [400, 'XAmzContentSHA256Mismatch'];
  const { pathname, searchParams } = new URL(request.url!, 'http://s3');
  const query = [...searchParams].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).sort().join('&');
  const canonical = [request.method, pathname, query, ...signed.map((name) => `${name}:${String(request.headers[name]).trim()}`), '', names, content].join('\n');
  const key = [day!, region!, 's3', 'aws4_request'].reduce<Buffer | string>((former, word) => hmac(former, word), `AWS4${KEYS.secretAccessKey}`);
  const expected = hmac(key, ['AWS4-HMAC-SHA256', at, `${day}/${region}/s3/aws4_request`, hash(canonical)].join('\n')).toString('hex');
  return expected === signature ? undefined : [403, 'SignatureDoesNotMatch'];
}
