import { createHash, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** By id: the key, when it was begun, and the parts that came. */
export type Uploads = Map<string, { readonly key: string; readonly begunAt: string; readonly parts: Map<number, Buffer> }>;

interface Asked {
  readonly query: URLSearchParams;
  readonly response: ServerResponse;
  readonly objects: Map<string, Buffer>;
  readonly uploads: Uploads;
}

/** Pages are short, so that whoever reads only the first one is found out. */
const PAGE = 100;
const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');
const send = (response: ServerResponse, xml: string): void => void response.writeHead(200, { 'content-type': 'application/xml' }).end(`<?xml version="1.0" encoding="UTF-8"?>${xml}`);
/** Without the bucket. */
const nameOf = (key: string): string => key.slice(key.indexOf('/', 1) + 1);

/** ListObjectsV2 with prefix, delimiter and continuation, and ListMultipartUploads, as docs.aws.amazon.com/AmazonS3/latest/API states them. */
export function answerBucket({ query, response, objects, uploads }: Asked): void {
  const prefix = query.get('prefix') ?? '';
  if (query.has('uploads')) {
    const open = [...uploads].filter(([, { key }]) => nameOf(key).startsWith(prefix));
    return send(response, `<ListMultipartUploadsResult>${open.map(([id, { key, begunAt }]) => `<Upload><Key>${nameOf(key)}</Key><UploadId>${id}</UploadId><Initiated>${begunAt}</Initiated></Upload>`).join('')}</ListMultipartUploadsResult>`);
  }
  const delimiter = query.get('delimiter');
  const entries = new Map<string, string>();
  for (const [key, bytes] of objects) {
    const name = nameOf(key);
    if (!name.startsWith(prefix)) continue;
    const cut = delimiter === null ? -1 : name.indexOf(delimiter, prefix.length);
    const folder = name.slice(0, cut + 1);
    if (cut >= 0) entries.set(folder, `<CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes>`);
    else entries.set(name, `<Contents><Key>${name}</Key><LastModified>2026-11-23T00:00:00.000Z</LastModified><Size>${bytes.length}</Size></Contents>`);
  }
  const rest = [...entries].filter(([name]) => name > (query.get('continuation-token') ?? '')).sort(([one], [other]) => (one < other ? -1 : 1));
  const page = rest.slice(0, PAGE);
  const more = rest.length > PAGE ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${page.at(-1)![0]}</NextContinuationToken>` : '<IsTruncated>false</IsTruncated>';
  send(response, `<ListBucketResult>${more}${page.map(([, xml]) => xml).join('')}</ListBucketResult>`);
}

interface AskedUpload extends Asked {
  readonly method: string;
  readonly key: string;
  readonly body: Buffer;
  readonly say: (status: number, code: string) => void;
}

/** An upload in parts: begun, its parts laid and listed, put together or given up. */
export function answerUpload({ method, key, query, body, response, objects, uploads, say }: AskedUpload): void {
  if (query.has('uploads')) {
    const id = randomUUID();
    uploads.set(id, { key, begunAt: new Date().toISOString(), parts: new Map() });
    return send(response, `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
  }
  const id = query.get('uploadId')!;
  const upload = uploads.get(id);
  if (upload === undefined || upload.key !== key) return say(404, 'NoSuchUpload');
  if (method === 'PUT') {
    upload.parts.set(Number(query.get('partNumber')), body);
    return void response.writeHead(200, { etag: `"${md5(body)}"` }).end();
  }
  if (method === 'DELETE') {
    uploads.delete(id);
    return void response.writeHead(204).end();
  }
  if (method === 'GET') return send(response, `<ListPartsResult><IsTruncated>false</IsTruncated>${[...upload.parts].map(([number, part]) => `<Part><PartNumber>${number}</PartNumber><ETag>"${md5(part)}"</ETag><Size>${part.length}</Size></Part>`).join('')}</ListPartsResult>`);
  const wanted = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>"([0-9a-f]+)"<\/ETag>/g)];
  const parts = wanted.map(([, number, etag]) => ({ part: upload.parts.get(Number(number)), etag }));
  if (parts.some(({ part, etag }) => part === undefined || md5(part) !== etag)) return say(400, 'InvalidPart');
  objects.set(key, Buffer.concat(parts.map(({ part }) => part!)));
  uploads.delete(id);
  send(response, '<CompleteMultipartUploadResult/>');
}
