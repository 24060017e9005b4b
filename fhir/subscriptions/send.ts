import { request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { bareHost, isAllowedHost, isClosedAddress, openLookup } from '#platform/http/outbound.ts';

const TIMEOUT_MS = 5_000;

export interface Sending {
  /** Undefined when the address is not, or no longer, one that may be told. */
  readonly url: URL | undefined;
  readonly method: 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Resolves when the subscriber answers 2xx; rejects with a short reason otherwise. Redirects are failures; the answer's body is not read. */
export function send({ url, method, headers, body }: Sending): Promise<void> {
  if (!url) return Promise.reject(new Error('closed address'));
  const isAllowed = isAllowedHost(url);
  const host = bareHost(url);
  if (!isAllowed && isIP(host) !== 0 && isClosedAddress(host)) return Promise.reject(new Error('closed address'));
  const options: RequestOptions = {
    method,
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    agent: false,
    ...(isAllowed ? {} : { lookup: openLookup }),
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (response) => {
      const status = response.statusCode ?? 0;
      response.on('error', () => undefined);
      response.destroy();
      if (status >= 200 && status < 300) resolve();
      else reject(new Error(`status ${status}`));
    });
    request.on('error', (error: NodeJS.ErrnoException) => reject(new Error(error.name === 'AbortError' || error.name === 'TimeoutError' ? 'no answer in time' : (error.code ?? error.message))));
    request.end(body);
  });
}
