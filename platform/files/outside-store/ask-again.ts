import { setTimeout } from 'node:timers/promises';

/** Of one try, unless said. */
const REQUEST_MS_MAX = 60_000;
const ATTEMPTS = 4;
const PAUSE_MS = 200;
const REFUSAL_LENGTH_MAX = 400;
/** Of an answer that is a list or a note; objects are longer. */
const NOTE_BYTES_MAX = 32 * 1024 * 1024;
/** The longest object that is kept (an image of 512 MB), sealed. Also of what an answer unpacks to. */
export const OBJECT_BYTES_MAX = 576 * 1024 * 1024;

interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
  readonly headers: Headers;
}

export interface Asking {
  /** For people: whom was asked. */
  readonly store: string;
  /** Tries in all; the pauses between them double. */
  readonly attempts?: number | undefined;
  readonly pauseMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Of one try; 60 seconds unless said. */
  readonly requestMsMax?: number | undefined;
  /** Of an answer; that of a list unless said. */
  readonly bytesMax?: number | undefined;
  /** Which answers besides success are none to be tried again or told. */
  readonly isAnswer?: ((answer: { readonly status: number; readonly bytes: Buffer }) => boolean) | undefined;
}

/** An outside store does not do what it was asked. As where nobody answers for whoever does not ask further. */
export class StoreFailure extends Error {
  readonly code = 'ECONNREFUSED';
  /** 0 where nothing was answered in time, or the line broke. */
  readonly status: number;
  /** What the store gives as its reason, of its answer's beginning. */
  readonly refusal: string;

  constructor(message: string, { status, refusal, cause }: { status: number; refusal: string; cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StoreFailure';
    this.status = status;
    this.refusal = refusal;
  }
}

/**
 * Asks an outside store: a try that fails, is silent or ends in the middle is made again with growing pauses; what the store refuses is not, nor what
 * is too long, nor a redirect: what is signed for one place is asked of no other.
 */
export async function askAgain(asking: Asking, once: (signal: AbortSignal) => Promise<Response>): Promise<Answer> {
  const { store, attempts = ATTEMPTS, pauseMs = PAUSE_MS, signal, isAnswer = () => false } = asking;
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    const answer = await tryOnce(asking, once).catch((error: unknown) => ({ status: 0, headers: new Headers(), bytes: Buffer.alloc(0), error }));
    if (isFine(answer.status) || isAnswer(answer)) return answer;
    signal?.throwIfAborted();
    const isRefused = (answer.status >= 300 && answer.status < 500 && answer.status !== 429 && answer.status !== 408) || ('error' in answer && answer.error instanceof TooLong);
    if (attempt === attempts || isRefused) {
      throw new StoreFailure(`${store} answered ${answer.status === 0 ? 'nothing' : answer.status}`, {
        status: answer.status, refusal: answer.bytes.toString('utf8', 0, REFUSAL_LENGTH_MAX), ...('error' in answer ? { cause: answer.error } : {}),
      });
    }
    await setTimeout(pauseMs * 2 ** (attempt - 1), undefined, { signal });
  }
}

const isFine = (status: number): boolean => status >= 200 && status < 300;

class TooLong extends Error {}

async function tryOnce({ requestMsMax = REQUEST_MS_MAX, bytesMax = NOTE_BYTES_MAX, signal }: Asking, once: (signal: AbortSignal) => Promise<Response>): Promise<Answer> {
  const limit = AbortSignal.any([AbortSignal.timeout(requestMsMax), ...(signal === undefined ? [] : [signal])]);
  const response = await once(limit);
  const { status, headers } = response;
  return { status, headers, bytes: await readBody(response, { limit, bytesMax }) };
}

/** `fetch` forgets its signal while it reads when memory is short, so that the reader is stopped here. Of a refusal only the beginning is read. */
async function readBody({ body, status }: Response, { limit, bytesMax }: { limit: AbortSignal; bytesMax: number }): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const reader = body?.getReader();
  const stop = (): void => void reader?.cancel().catch(() => undefined);
  limit.addEventListener('abort', stop);
  try {
    for (let bytes = 0; reader !== undefined; ) {
      const { done, value } = await reader.read();
      limit.throwIfAborted();
      if (done) break;
      bytes += value.length;
      if (bytes > bytesMax) throw new TooLong(`more than ${bytesMax} bytes`);
      parts.push(value);
      if (!isFine(status) && bytes >= REFUSAL_LENGTH_MAX) break;
    }
    return Buffer.concat(parts);
  } finally {
    limit.removeEventListener('abort', stop);
    stop();
  }
}
