import { setTimeout } from 'node:timers/promises';

/** Of one try, unless said. */
export const REQUEST_MS_MAX = 60_000;
const ATTEMPTS = 4;
const PAUSE_MS = 200;

interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
}

/**
 * Asks an outside store: a try that fails, is silent or ends in the middle is made again with growing pauses; what the store refuses is not.
 * `isAnswer` says which statuses besides success are answers. Throws as where nobody answers, with the store's name.
 */
export async function askAgain(store: string, once: () => Promise<Response>, isAnswer: (status: number) => boolean = () => false): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await once()
      .then(async (response) => ({ status: response.status, bytes: Buffer.from(await response.arrayBuffer()) }))
      .catch((error: unknown) => ({ status: 0, bytes: Buffer.alloc(0), error }));
    if ((answer.status >= 200 && answer.status < 300) || isAnswer(answer.status)) return answer;
    const isRefused = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
    if (attempt === ATTEMPTS || isRefused) {
      throw Object.assign(new Error(`${store} answered ${answer.status === 0 ? 'nothing' : answer.status}`, { cause: 'error' in answer ? answer.error : undefined }), { code: 'ECONNREFUSED' });
    }
    await setTimeout(PAUSE_MS * 2 ** (attempt - 1));
  }
}
