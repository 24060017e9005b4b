import type { JSONWebKeySet } from 'jose';
import { isAllowedHost, parseOutboundUrl, requestJson } from '#platform/http/outbound.ts';

/** SMART App Launch 2.0, "Client Authentication: Asymmetric": servers support at least one of these, we both. */
export const ASSERTION_ALGORITHMS = ['RS384', 'ES384'] as const;

const KEYS_MAX = 20;
/** Keys of an address are asked for again after so long, and for an unknown key id not more often than this. */
const KEEP_MS = 5 * 60_000;
const AGAIN_MS = 30_000;
const ADDRESSES_MAX = 1_000;

/** The reason why a value is no set of public signature keys, or undefined. */
export function wrongKeySet(value: unknown): string | undefined {
  const keys = (value as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > KEYS_MAX) return `"keys" must hold 1 to ${KEYS_MAX} keys`;
  for (const key of keys as Record<string, unknown>[]) {
    if (typeof key !== 'object' || key === null) return 'a key is no object';
    if ('d' in key || 'k' in key) return 'a key holds its private part: register public keys only';
    if (typeof key['kid'] !== 'string' || key['kid'] === '') return 'a key lacks "kid"';
    const isRsa = key['kty'] === 'RSA' && typeof key['n'] === 'string' && typeof key['e'] === 'string' && key['n'].length >= 342;
    const isEc = key['kty'] === 'EC' && key['crv'] === 'P-384' && typeof key['x'] === 'string' && typeof key['y'] === 'string';
    if (!isRsa && !isEc) return 'a key is neither RSA of 2048 bits or more (RS384) nor EC P-384 (ES384)';
  }
  return undefined;
}

/** Keys travel under TLS; in the clear only from a host inside that the administrator allows. */
export function isKeyAddress(address: string): boolean {
  const url = parseOutboundUrl(address);
  return url !== undefined && (url.protocol === 'https:' || isAllowedHost(url));
}

interface Kept {
  readonly askedAt: number;
  /** When an unknown key id last made us ask again. */
  readonly againAt: number;
  readonly keys: Promise<JSONWebKeySet>;
}

const kept = new Map<string, Kept>();

/** The keys at a client's address; asked again when old, or when `kid` is not among them (a client that has rotated). */
export async function keysAt(url: string, kid: string): Promise<JSONWebKeySet> {
  const found = kept.get(url);
  const now = performance.now();
  if (found && now - found.askedAt < KEEP_MS) {
    const keys = await found.keys;
    if (now - found.againAt < AGAIN_MS || keys.keys.some((key) => key.kid === kid)) return keys;
  }
  if (kept.size >= ADDRESSES_MAX) kept.clear();
  const keys = readKeys(url);
  kept.set(url, { askedAt: now, againAt: found ? now : -Infinity, keys });
  keys.catch(() => kept.delete(url));
  return keys;
}

async function readKeys(url: string): Promise<JSONWebKeySet> {
  if (!isKeyAddress(url)) throw new Error('closed address');
  const answer = await requestJson({ url });
  const wrong = wrongKeySet(answer);
  if (wrong !== undefined) throw new Error(wrong);
  return answer as JSONWebKeySet;
}
