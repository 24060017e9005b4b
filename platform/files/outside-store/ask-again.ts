import { setTimeout } from 'node:timers/promises';

/** Of one try, unless said. */
export const REQUEST_MS_MAX = 60_000;
const ATTEMPTS = 4;
const PAUSE_MS = 200;
const REFUSAL_LENGTH_MAX = 400;

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
  /** Which statuses besides success are answers. */
  readonly isAnswer?: ((status: number) => boolean) | undefined;
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

/** Asks an outside store: a try that fails, is silent or ends in the middle is made again with growing pauses; what the store refuses is not. */
export async function askAgain({ store, attempts = ATTEMPTS, pauseMs = PAUSE_MS, signal, isAnswer = () => false }: Asking, once: () => Promise<Response>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    const answer = await once()
      .then(async (response) => ({ status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }))
      .catch((error: unknown) => ({ status: 0, headers: new Headers(), bytes: Buffer.alloc(0), error }));
    if ((answer.status >= 200 && answer.status < 300) || isAnswer(answer.status)) return answer;
    signal?.throwIfAborted();
    const isRefused = answer.status >= 400 && answer.status < 500 && answer.status !== 429 && answer.status !== 408;
    if (attempt === attempts || isRefused) {
      throw new StoreFailure(`${store} answered ${answer.status === 0 ? 'nothing' : answer.status}`, {
        status: answer.status, refusal: answer.bytes.toString('utf8', 0, REFUSAL_LENGTH_MAX), ...('error' in answer ? { cause: answer.error } : {}),
      });
    }
    await setTimeout(pauseMs * 2 ** (attempt - 1), undefined, { signal });
  }
}
