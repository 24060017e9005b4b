import { callOutside } from '#platform/http/outbound.ts';

const TIMEOUT_MS = 5_000;

export interface Sending {
  /** Undefined when the address is not, or no longer, one that may be told. */
  readonly url: URL | undefined;
  readonly method: 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Resolves when the subscriber answers 2xx; rejects with a short reason otherwise. Redirects are failures; the answer's body is not read. */
export async function send({ url, ...call }: Sending): Promise<void> {
  if (!url) throw new Error('closed address');
  const response = await callOutside({ ...call, url, headMsMax: TIMEOUT_MS });
  response.on('error', () => undefined);
  response.destroy();
  const status = response.statusCode ?? 0;
  if (status < 200 || status >= 300) throw new Error(`status ${status}`);
}
