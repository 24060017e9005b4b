import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../../contract.ts';

const problem = problemsOf(contract.problems);

export interface Part {
  readonly contentType: string;
  /** Content-Location; empty where the part has none. */
  readonly location: string;
  readonly body: Buffer;
}

const HEAD_BYTES_MAX = 16 * 1024;

/** Parts of a `multipart/related` body as they come (RFC 2387); no part may be longer than `partBytesMax`. Throws `imaging.too-large`, `imaging.media-type`. */
export async function* readParts(body: AsyncIterable<Buffer>, boundary: string, partBytesMax: number): AsyncGenerator<Part> {
  const line = Buffer.from(`--${boundary}`, 'latin1');
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  const chunks = body[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  let isEnded = false;
  const more = async (): Promise<boolean> => {
    const { done, value } = await chunks.next();
    if (done) isEnded = true;
    else held = held.length === 0 ? value : Buffer.concat([held, value]);
    return !isEnded;
  };
  // What stands before the first delimiter is no part.
  while (held.indexOf(line) < 0) {
    if (held.length > HEAD_BYTES_MAX) throw problem('imaging.media-type');
    if (!(await more())) throw problem('imaging.media-type');
  }
  held = held.subarray(held.indexOf(line) + line.length);
  for (;;) {
    while (held.length < 2 && (await more()));
    if (held.subarray(0, 2).toString('latin1') === '--') return;
    const head = await untilMark(Buffer.from('\r\n\r\n'), HEAD_BYTES_MAX);
    const content = await untilMark(delimiter, partBytesMax);
    const [contentType, location] = ['content-type', 'content-location'].map((name) => new RegExp(`^${name}:\\s*(.+?)\\s*$`, 'im').exec(head.toString('latin1'))?.[1]);
    yield { contentType: contentType ?? 'application/octet-stream', location: location ?? '', body: content };
  }

  async function untilMark(mark: Buffer, bytesMax: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let total = 0;
    for (;;) {
      const at = held.indexOf(mark);
      if (at >= 0) {
        parts.push(held.subarray(0, at));
        held = held.subarray(at + mark.length);
        return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
      }
      // The mark may lie across two chunks; the rest is set aside, so that each byte is looked through once.
      const safe = Math.max(0, held.length - mark.length + 1);
      parts.push(held.subarray(0, safe));
      total += safe;
      held = held.subarray(safe);
      if (total > bytesMax) throw problem('imaging.too-large');
      if (!(await more())) throw problem('imaging.media-type');
    }
  }
}

export const boundaryOf = (contentType: string): string | undefined => /boundary\s*=\s*(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(contentType)?.slice(1).find((each) => each !== undefined);

/** One part with its head, as it goes out. */
export function partHead(boundary: string, headers: Readonly<Record<string, string>>): Buffer {
  return Buffer.from(`\r\n--${boundary}\r\n${Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`, 'latin1');
}

export const closing = (boundary: string): Buffer => Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1');
