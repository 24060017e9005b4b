import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { StoreFailure } from './ask-again.ts';
import { readParts, readUploads, textOf, type StoredPart } from './s3-answers.ts';
import type { S3Client } from './s3.ts';

/** More is sent, and fetched, in pieces of this length: so much is in memory, and so much is lost with a line that breaks. */
const PART_BYTES = 16 * 1024 * 1024;
/** The protocol's own limit of parts. */
const PARTS_MAX = 10_000;

interface Sending {
  readonly key: string;
  readonly file: string;
  /** For tests: the length of a piece. */
  readonly partBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lays a file under a key, whole or not at all; the file must not change meanwhile. A long one goes in parts: an upload that was broken off, by
 * whatever process, goes on with the parts that the store has already.
 */
export async function sendFile(s3: S3Client, { key, file, partBytes = PART_BYTES, signal }: Sending): Promise<void> {
  const source = await open(file, 'r');
  try {
    const { size } = await source.stat();
    if (size <= partBytes) return void (await s3.ask({ method: 'PUT', key, body: await piece(source, 0, size), signal }));
    const length = Math.max(partBytes, Math.ceil(size / PARTS_MAX));
    await sendParts(s3, { key, source, size, length, signal });
  } finally {
    await source.close();
  }
}

interface Parts {
  readonly key: string;
  readonly source: FileHandle;
  readonly size: number;
  readonly length: number;
  readonly signal: AbortSignal | undefined;
}

async function sendParts(s3: S3Client, { key, source, size, length, signal }: Parts): Promise<void> {
  const uploadId = (await findUpload(s3, key)) ?? (await beginUpload(s3, key));
  const kept = new Map((await listParts(s3, key, uploadId)).map((part) => [part.number, part]));
  const etags: string[] = [];
  for (let at = 0; at < size; at += length) {
    const body = await piece(source, at, Math.min(length, size - at));
    const number = etags.length + 1;
    etags.push(isThatPart(kept.get(number), body) ? kept.get(number)!.etag : await sendPart(s3, { key, uploadId, number, body, signal }));
  }
  await endUpload(s3, { key, uploadId, etags, signal });
}

/** The tag of a part is its MD5 where the store keeps parts as they are; elsewhere it differs, and the part is sent again. */
const isThatPart = (part: StoredPart | undefined, body: Uint8Array): boolean => part?.bytes === body.length && part.etag === createHash('md5').update(body).digest('hex');

async function findUpload(s3: S3Client, key: string): Promise<string | undefined> {
  const { bytes } = await s3.ask({ method: 'GET', key: '', query: { uploads: '', prefix: key } });
  return readUploads(bytes.toString('utf8')).filter((each) => each.key === key).sort((one, other) => one.begunAt.localeCompare(other.begunAt)).at(-1)?.uploadId;
}

async function beginUpload(s3: S3Client, key: string): Promise<string> {
  const { bytes } = await s3.ask({ method: 'POST', key, query: { uploads: '' } });
  const uploadId = textOf(bytes.toString('utf8'), 'UploadId');
  if (uploadId === undefined) throw new StoreFailure('The object store began no upload', { status: 200, refusal: bytes.toString('utf8', 0, 200) });
  return uploadId;
}

async function listParts(s3: S3Client, key: string, uploadId: string): Promise<StoredPart[]> {
  const parts: StoredPart[] = [];
  for (let marker: string | undefined = '0'; marker !== undefined; ) {
    const { bytes } = await s3.ask({ method: 'GET', key, query: { uploadId, 'part-number-marker': marker } });
    const page: ReturnType<typeof readParts> = readParts(bytes.toString('utf8'));
    parts.push(...page.parts);
    marker = page.next;
  }
  return parts;
}

async function sendPart(s3: S3Client, { key, uploadId, number, body, signal }: { key: string; uploadId: string; number: number; body: Uint8Array<ArrayBuffer>; signal: AbortSignal | undefined }): Promise<string> {
  const { headers } = await s3.ask({ method: 'PUT', key, query: { partNumber: String(number), uploadId }, body, signal });
  return (headers.get('etag') ?? '').replaceAll('"', '');
}

/** Only now anything lies under the key. An error may stand in an answer that began as success. */
async function endUpload(s3: S3Client, { key, uploadId, etags, signal }: { key: string; uploadId: string; etags: readonly string[]; signal: AbortSignal | undefined }): Promise<void> {
  const list = etags.map((etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>"${etag}"</ETag></Part>`).join('');
  const { bytes } = await s3.ask({ method: 'POST', key, query: { uploadId }, body: Uint8Array.from(Buffer.from(`<CompleteMultipartUpload>${list}</CompleteMultipartUpload>`)), signal });
  const text = bytes.toString('utf8');
  if (text.includes('<Error>')) throw new StoreFailure('The object store did not put the parts together', { status: 500, refusal: text.slice(0, 400) });
}

/** Gives up uploads that nobody went on with for so long: their parts take room, and nothing lies under their keys. */
export async function abortOldUploads(s3: S3Client, { prefix, olderThanMs }: { prefix: string; olderThanMs: number }): Promise<number> {
  const { bytes } = await s3.ask({ method: 'GET', key: '', query: { uploads: '', prefix } });
  const old = readUploads(bytes.toString('utf8')).filter(({ begunAt }) => Date.now() - Date.parse(begunAt) > olderThanMs);
  for (const { key, uploadId } of old) await s3.ask({ method: 'DELETE', key, query: { uploadId }, mayBeGone: true });
  return old.length;
}

async function piece(source: FileHandle, at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await source.read(bytes, filled, length - filled, at + filled);
    if (bytesRead === 0) throw new Error('the file became shorter while it was sent');
    filled += bytesRead;
  }
  return bytes;
}

/** Brings what lies under a key into a new file, piece after piece: a line that breaks costs one piece. False where nothing lies there. */
export async function fetchFile(s3: S3Client, { key, file, partBytes = PART_BYTES, signal }: Sending): Promise<boolean> {
  const target = await open(file, 'w', 0o600);
  try {
    let etag: string | undefined;
    for (let [at, size] = [0, 1]; at < size; ) {
      const answer = await fetchPiece(s3, { key, at, length: partBytes, etag, signal });
      if (answer === undefined) return false;
      ({ etag } = answer);
      await target.writeFile(answer.bytes);
      at += answer.bytes.length;
      size = answer.size;
      if (answer.bytes.length === 0) break;
    }
    return true;
  } finally {
    await target.close();
  }
}

async function fetchPiece(s3: S3Client, { key, at, length, etag, signal }: { key: string; at: number; length: number; etag: string | undefined; signal: AbortSignal | undefined }): Promise<{ bytes: Buffer; size: number; etag: string | undefined } | undefined> {
  // Pieces of another object that came under the key meanwhile are not put together with the former ones.
  const headers = { range: `bytes=${at}-${at + length - 1}`, ...(etag === undefined ? {} : { 'if-match': etag }) };
  const answer = await s3.ask({ method: 'GET', key, headers, mayBeGone: true, signal });
  if (answer.status === 404) return undefined;
  const stated = /\/(\d+)$/.exec(answer.headers.get('content-range') ?? '')?.[1];
  return { bytes: answer.bytes, size: stated === undefined ? answer.bytes.length : Number(stated), etag: answer.headers.get('etag') ?? undefined };
}
