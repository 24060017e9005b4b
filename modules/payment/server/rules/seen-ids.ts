const FIRST_SLOTS = 1 << 12;
const FILL_MAX = 0.6;

/**
 * Remembers case numbers in 16 bytes a slot instead of the whole text: two numbers are taken for the same when 104 bits of
 * their hash agree, which a billion cases never meet by chance.
 */
export function createSeenIds(): { add: (id: string) => boolean; addMark: (mark: IdMark) => boolean } {
  let slots = FIRST_SLOTS;
  let [high, low] = [new Float64Array(slots), new Float64Array(slots)];
  let count = 0;
  const place = (a: number, b: number): boolean => {
    let slot = a % slots;
    while (high[slot] !== 0) {
      if (high[slot] === a && low[slot] === b) return false;
      slot = (slot + 1) % slots;
    }
    high[slot] = a;
    low[slot] = b;
    return true;
  };
  const grow = (): void => {
    const [oldHigh, oldLow] = [high, low];
    slots *= 2;
    [high, low] = [new Float64Array(slots), new Float64Array(slots)];
    for (const [index, a] of oldHigh.entries()) if (a !== 0) place(a, oldLow[index]!);
  };
  const addMark = ({ a, b }: IdMark): boolean => {
    if (!place(a, b)) return false;
    count += 1;
    if (count > slots * FILL_MAX) grow();
    return true;
  };
  return { addMark, add: (id) => addMark(markOf(id)) };
}

/** What is remembered of a case number; made in threads and compared in one place. */
export interface IdMark {
  readonly a: number;
  readonly b: number;
}

/** Four 32-bit multiplicative hashes with different seeds, joined to two numbers of 52 bits. */
export function markOf(id: string): IdMark {
  let [h1, h2, h3, h4] = [0xdeadbeef, 0x41c6ce57, 0x9e3779b9, 0x85ebca6b];
  for (let index = 0; index < id.length; index += 1) {
    const unit = id.charCodeAt(index);
    h1 = Math.imul(h1 ^ unit, 2654435761);
    h2 = Math.imul(h2 ^ unit, 1597334677);
    h3 = Math.imul(h3 ^ unit, 2246822519);
    h4 = Math.imul(h4 ^ unit, 3266489917);
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
  h3 = Math.imul(h3 ^ (h3 >>> 16), 2246822507) ^ Math.imul(h4 ^ (h4 >>> 13), 3266489909);
  h4 = Math.imul(h4 ^ (h4 >>> 16), 2246822507) ^ Math.imul(h3 ^ (h3 >>> 13), 3266489909);
  const join = (first: number, second: number): number => (first & 0xfffff) * 4294967296 + (second >>> 0);
  return { a: join(h1, h2) + 1, b: join(h3, h4) };
}
