import type { Clock } from './clock.ts';

/** Source of new identifiers; passed in, never called globally. */
export interface Ids {
  newId(): string;
}

/**
 * UUID version 7 (RFC 9562 §5.7): 48 bits of milliseconds first, so that ids sort by time and b-tree inserts stay local.
 * `randomBytes(10)` supplies the rest.
 */
export function timeOrderedIds(clock: Clock, randomBytes: (size: number) => Uint8Array): Ids {
  return {
    newId: () => uuidFrom(clock.now().getTime(), randomBytes(10), 7),
  };
}

function uuidFrom(milliseconds: number, random: Uint8Array, version: number): string {
  const bytes = new Uint8Array(16);
  let rest = milliseconds;
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random, 6);
  bytes[6] = (bytes[6]! & 0x0f) | (version << 4);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
