/** A 64-bit hash as two 32-bit halves; combined with a parameter's hash by XOR, which SQL can repeat (`#`). */
export interface Hash {
  readonly high: number;
  readonly low: number;
}

/**
 * Not cryptographic: equal text gives equal hash, 2^-64 chance of a false match. Access is never decided on it.
 * Two lanes that feed each other, so that all 64 bits depend on all characters.
 */
export function hashText(text: string): Hash {
  let high = 0x9747b28c ^ text.length;
  let low = 0x3c6ef372;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x85ebca6b);
    high = ((high << 13) | (high >>> 19)) + low;
    low = Math.imul(low ^ unit, 0xc2b2ae35);
    low = ((low << 17) | (low >>> 15)) ^ high;
  }
  high = mix(high ^ (low >>> 7));
  low = mix(low ^ high);
  return { high, low };
}

function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** The bigint column value of a hash, as decimal text (the driver must never make a float of it). */
export const decimalOf = (high: number, low: number): string =>
  ((BigInt(high | 0) << 32n) | BigInt(low >>> 0)).toString();

/** Surrogate key of a resource: primary key of `fhir.resource` and the value part of every reference to it. */
export function resourceKey(type: string, id: string): string {
  const hash = hashText(`${type}/${id}`);
  return decimalOf(hash.high, hash.low);
}

export const combinedKey = (parameter: Hash, value: Hash): string =>
  decimalOf(parameter.high ^ value.high, parameter.low ^ value.low);

/** A signed 32-bit hash, for columns that only narrow down what another column found. */
export const shortHash = (text: string): number => hashText(text).low | 0;

export const xor = (one: Hash, other: Hash): Hash => ({ high: one.high ^ other.high, low: one.low ^ other.low });

/** A part of a composite under its place, so that (a, b) and (b, a) differ: as it is, halves swapped, then multiplied by odd numbers. */
export function placed({ high, low }: Hash, place: number): Hash {
  if (place === 0) return { high, low };
  if (place === 1) return { high: low, low: high };
  return { high: Math.imul(high, 2 * place + 1), low: Math.imul(low, 2 * place + 1) };
}

/** Elements of one resource that a composite with several ordered parts tells apart; the next shares with the first. */
export const ELEMENTS_TOLD = 64;

/** Put onto the parameter of an ordered part's row: which part, and of which element. */
export const partSalt = (place: number): Hash => hashText(`part ${place}`);
export const elementSalt = (ordinal: number): Hash => hashText(`element ${ordinal % ELEMENTS_TOLD}`);
