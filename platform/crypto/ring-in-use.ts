import type { KeyRing } from './key-ring.ts';

let inUse: KeyRing | undefined;

/** The composition root says once which ring this process seals with. */
export function useKeyRing(ring: KeyRing): void {
  inUse = ring;
}

/** The ring of this process; throws where none was named, so that nothing is ever kept in clear by mistake. */
export function keyRing(): KeyRing {
  if (inUse === undefined) throw new Error('no key ring is in use: call useKeyRing where the process is put together');
  return inUse;
}

export const hasKeyRing = (): boolean => inUse !== undefined;
