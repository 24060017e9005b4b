import type { AnyOperation, GivenOf, ResultOf } from '#platform/kernel/contract.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { requestFor } from './request.ts';
import { ProblemError, problemFromAnswer, unavailable, type Asked } from './problem-error.ts';

export interface CallOptions {
  /** Same key + same input = the stored answer, no second effect. Required by the server for every command. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** Why a protected record is opened, recorded in the audit. */
  readonly purpose?: string;
  /** The step-up dialog's own calls: a refusal goes back to it instead of opening another. */
  readonly asIs?: boolean;
}

// crypto.randomUUID exists only on https and localhost; township PCs open http://10.x addresses.
const ids = timeOrderedIds(systemClock, (size) => crypto.getRandomValues(new Uint8Array(size)));
export const newKey = (): string => ids.newId();

type Listener = () => void;
const signedOutListeners = new Set<Listener>();

/** Runs `listener` whenever the server answers that nobody is signed in; returns the end of the subscription. */
export function onSignedOut(listener: Listener): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

/** Resolves to true when the person has proved again who they are, to false when they changed their mind. */
type StepUpHandler = (code: StepUpCode) => Promise<boolean>;
export type StepUpCode = 'platform.step-up-required' | 'platform.second-factor-missing';
const STEP_UP_CODES = new Set<string>(['platform.step-up-required', 'platform.second-factor-missing'] satisfies StepUpCode[]);
/** Asked for by the dialog: password, then second factor, and once more should it have taken too long. */
const STEP_UPS_MAX = 3;
let stepUpHandler: StepUpHandler | undefined;

/** The dialog of the page, by which a sensitive act asks for a proof; returns the end of its duty. */
export function onStepUp(handler: StepUpHandler): () => void {
  stepUpHandler = handler;
  return () => {
    if (stepUpHandler === handler) stepUpHandler = undefined;
  };
}

/**
 * Calls one operation of a contract. The session travels as a cookie; `x-yigong: 1` proves that our own page asks.
 * Throws `ProblemError` for every refusal and failure; an aborted call throws the browser's AbortError.
 */
export async function call<O extends AnyOperation>(operation: O, input: GivenOf<O>, options: CallOptions = {}): Promise<ResultOf<O>> {
  const request = requestFor(operation, input);
  const headers: Record<string, string> = { accept: 'application/json', 'x-yigong': '1' };
  if (request.body !== undefined) headers['content-type'] = 'application/json';
  if (operation.kind === 'command') headers['idempotency-key'] = options.idempotencyKey ?? newKey();
  if (options.purpose) headers['x-purpose'] = encodeURIComponent(options.purpose);
  const init = { method: request.method, headers, body: request.body, signal: options.signal, credentials: 'same-origin' as const };
  for (let asked = 0; ; asked += 1) {
    try {
      return await send(request.url, init, operation.kind);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.kind !== 'unauthenticated') throw error;
      const isStepUp = STEP_UP_CODES.has(error.code);
      // The act is repeated as it was sent, with its key: done once, whatever came in between.
      if (isStepUp && !options.asIs && asked < STEP_UPS_MAX && (await stepUpHandler?.(error.code as StepUpCode))) continue;
      if (!isStepUp && operation.permission !== 'public') signedOutListeners.forEach((listener) => listener());
      throw error;
    }
  }
}

async function send<Answer>(url: string, init: RequestInit, asked: Asked): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unavailable(asked);
  }
  const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (response.ok) return answer as Answer;
  throw problemFromAnswer(response.status, answer, asked);
}
