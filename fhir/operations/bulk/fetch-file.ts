import { closeSync, existsSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { FileKey } from '#platform/files/file-key.ts';
import { PartWriter } from '#platform/files/sealed-file.ts';
import { callOutside, parseOutboundUrl } from '#platform/http/outbound.ts';

/** How much of a file is here; `etag` names the version that the rest must be of. */
export interface Fetched {
  /** Of the file as it is there. */
  readonly bytes: number;
  /** On this disk, where it is sealed. */
  readonly size: number;
  readonly isWhole: boolean;
  readonly etag?: string;
}

export interface FetchAsked {
  readonly url: string;
  readonly file: string;
  readonly key: FileKey;
  /** What an earlier call brought. */
  readonly before?: Fetched;
  /** After so long the connection is left, and the next call goes on. */
  readonly stepMs: number;
  readonly bytesMax: number;
}

/** Nothing heard for so long, or no whole head of an answer, is a failure. */
const SILENCE_MS = 15_000;
/** A peer that sends a byte now and then is never silent, and never done. */
const BYTES_A_SECOND_MIN = 1_024;

/**
 * Brings a file from outside onto this disk and seals it on the way, in as many calls as it takes. Rejects with a short reason: closed address,
 * redirect or other status, silence, too slow, too large. A file that changed meanwhile is begun anew.
 */
export async function fetchFile(asked: FetchAsked): Promise<Fetched> {
  const url = parseOutboundUrl(asked.url);
  if (!url) throw new Error('closed address');
  const held = existsSync(asked.file) ? statSync(asked.file).size : 0;
  // Bytes beyond those of the last kept step are as good; fewer mean that the disk was lost.
  const from = asked.before !== undefined && held >= asked.before.size ? asked.before.bytes : 0;
  const response = await ask(url, from, asked.before?.etag);
  const handle = openSync(asked.file, from === 0 ? 'w' : 'r+', 0o600);
  try {
    return await receive(response, handle, { ...asked, from });
  } finally {
    closeSync(handle);
    response.destroy();
  }
}

async function ask(url: URL, from: number, etag: string | undefined): Promise<IncomingMessage> {
  const resume = from === 0 ? {} : { range: `bytes=${from}-`, ...(etag === undefined ? {} : { 'if-range': etag }) };
  const headers = { accept: 'application/fhir+ndjson, application/ndjson, */*;q=0.1', 'accept-encoding': 'identity', ...resume };
  const response = await callOutside({ url, headers, headMsMax: SILENCE_MS });
  response.setTimeout(SILENCE_MS, () => response.destroy(new Error('no answer in time')));
  if (response.statusCode === 200 || (response.statusCode === 206 && from > 0)) return response;
  response.destroy();
  throw new Error(`status ${response.statusCode ?? 0}`);
}

async function receive(response: IncomingMessage, handle: number, { from, before, key, stepMs, bytesMax }: FetchAsked & { from: number }): Promise<Fetched> {
  const { etag } = response.headers;
  // A server without ranges sends everything again, of which the first part is here; one whose file has another etag sends another file.
  const isSame = from > 0 && (response.statusCode === 206 || (etag !== undefined && etag === before?.etag));
  const kept = isSame && before !== undefined ? { bytes: from, size: before.size } : { bytes: 0, size: 0 };
  const parts = new PartWriter(key, kept.size, (sealed, place) => void writeSync(handle, sealed, 0, sealed.length, place));
  ftruncateSync(handle, kept.size);
  const start = response.statusCode === 206 ? from : 0;
  let at = start;
  const stand = (isWhole: boolean): Fetched => {
    parts.end();
    return { bytes: at, size: parts.at, isWhole, ...(etag === undefined ? {} : { etag }) };
  };
  const begun = Date.now();
  for await (const part of response as AsyncIterable<Buffer>) {
    parts.add(part.subarray(Math.max(0, kept.bytes - at)));
    at += part.length;
    if (at > bytesMax) throw new Error('file too large');
    const passedMs = Date.now() - begun;
    if (passedMs <= stepMs) continue;
    if (at - start < (passedMs / 1_000) * BYTES_A_SECOND_MIN) throw new Error('too slow');
    if (at > from) return stand(false);
  }
  if (!response.complete) throw new Error('the connection broke');
  return stand(true);
}
