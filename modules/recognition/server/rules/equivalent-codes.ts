import type { Relation } from '../../contract/words.ts';

export interface Pair {
  readonly code: string;
  readonly relation: Relation;
  readonly otherCode: string;
}

/** How a code of a result answers the code that is ordered. */
export type How = 'item' | Relation;

const CODES_MAX = 200;

/** Codes whose result stands for the one ordered: itself, the same under other codes (both ways, over several steps), and panels that contain any of these. */
export function equivalentCodes(code: string, pairs: readonly Pair[]): Map<string, How> {
  const found = new Map<string, How>([[code, 'item']]);
  for (const each of found.keys()) {
    for (const { code: one, relation, otherCode } of pairs) {
      if (found.size >= CODES_MAX) return found;
      if (relation !== 'same') continue;
      if (one === each && !found.has(otherCode)) found.set(otherCode, 'same');
      if (otherCode === each && !found.has(one)) found.set(one, 'same');
    }
  }
  const members = Array.from(found.keys());
  for (const each of members) {
    for (const { code: panel, relation, otherCode } of pairs) if (relation === 'contains' && otherCode === each && !found.has(panel)) found.set(panel, 'contains');
  }
  return found;
}
