import type { CryptoProvider } from '#platform/crypto/provider.ts';
import { PROVIDERS } from '#platform/crypto/providers.ts';

/** Plain bytes of a part of an object; only the last is shorter. */
export const PART_BYTES = 256 * 1024;

/** Some parts of one object that follow each other. */
export interface SealWork {
  readonly act: 'seal' | 'open';
  readonly objectId: string;
  readonly providerName: CryptoProvider['name'];
  readonly key: Uint8Array;
  /** Number of the first of these parts, from 0. */
  readonly first: number;
  /** The last of them ends the object. */
  readonly isEnd: boolean;
}

const EMPTY = Buffer.alloc(0);
const added = new Map<CryptoProvider['name'], number>();

/** By how many bytes a part grows when it is sealed. */
export function sealBytes(providerName: CryptoProvider['name']): number {
  const known = added.get(providerName);
  if (known !== undefined) return known;
  const provider = PROVIDERS[providerName];
  const made = provider.seal(Buffer.alloc(provider.keyBytes), EMPTY, EMPTY).length;
  added.set(providerName, made);
  return made;
}

/** Object, place and end are bound to each part: what was cut, joined, swapped or carried elsewhere does not open. Throws then. */
export function doSealWork({ act, objectId, providerName, key, first, isEnd }: SealWork, bytes: Uint8Array): Buffer {
  const provider = PROVIDERS[providerName];
  const secret = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
  const given = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = act === 'seal' ? PART_BYTES : PART_BYTES + sealBytes(providerName);
  const count = Math.max(1, Math.ceil(given.length / size));
  const parts = Array.from({ length: count }, (_, index) => {
    const about = Buffer.from(`${objectId}#${first + index}${isEnd && index === count - 1 ? '#end' : ''}`, 'utf8');
    return provider[act](secret, given.subarray(index * size, (index + 1) * size), about);
  });
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}
