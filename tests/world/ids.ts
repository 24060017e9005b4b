import { hashWords } from './random.ts';

/**
 * UUID-shaped ids (RFC 9562 version 8). First 48 bits: the family (household index, or a block for the plan), then a 12-bit counter, then a hash of
 * the seed. Unique by construction inside one world, and rising with the household so that b-tree inserts stay local.
 */
export interface IdSource {
  newId(): string;
}

const COUNTER_MAX = 0xfff;
const PLAN_BLOCK = 0xf0000000000;

export const householdIds = (seed: number, householdIndex: number): IdSource => idsOf(seed, householdIndex + 1);

/** Ids of the plan's things; `block` separates organisations, staff, clinics … and may hold up to 4,096 × 256 ids. */
export function planIds(seed: number, block: number): IdSource {
  let page = 0;
  let used = 0;
  let current = idsOf(seed, PLAN_BLOCK + block * 256);
  return {
    newId: () => {
      if (used > COUNTER_MAX) {
        page += 1;
        used = 0;
        current = idsOf(seed, PLAN_BLOCK + block * 256 + page);
      }
      used += 1;
      return current.newId();
    },
  };
}

function idsOf(seed: number, family: number): IdSource {
  let counter = 0;
  const high = family.toString(16).padStart(12, '0');
  return {
    newId: () => {
      if (counter > COUNTER_MAX) throw new Error(`more than ${COUNTER_MAX + 1} ids in family ${family}`);
      const [first, second] = hashWords(`${seed}/${family}/${counter}`);
      const middle = counter.toString(16).padStart(3, '0');
      counter += 1;
      const variant = ((first >>> 16) & 0x3fff) | 0x8000;
      const tail = (first & 0xffff).toString(16).padStart(4, '0') + second.toString(16).padStart(8, '0');
      return `${high.slice(0, 8)}-${high.slice(8)}-8${middle}-${variant.toString(16)}-${tail}`;
    },
  };
}
