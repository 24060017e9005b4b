/**
 * An exact number: a quotient of whole numbers, `under` always above zero. Nothing is rounded until somebody asks for
 * decimals, so that money and points never pass through a binary float.
 */
export interface Exact {
  readonly over: bigint;
  readonly under: bigint;
}

const DECIMAL = /^([+-]?)(\d{1,24})(?:\.(\d{1,24}))?$/;
/** Longer quotients are reduced to their lowest terms. */
const REDUCE_ABOVE = 1n << 256n;

export const ZERO: Exact = { over: 0n, under: 1n };
export const ONE: Exact = { over: 1n, under: 1n };

/** Reads a decimal as people write it (`-12.50`); undefined for anything else, exponents included. */
export function parseDecimal(text: string): Exact | undefined {
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const places = match[3] ?? '';
  const digits = BigInt(`${match[2] ?? ''}${places}`);
  return { over: match[1] === '-' ? -digits : digits, under: 10n ** BigInt(places.length) };
}

/** The exact number of a decimal text that is known to be one, or of a whole number. Throws for anything else. */
export function exact(value: string | number | bigint): Exact {
  if (typeof value === 'bigint') return { over: value, under: 1n };
  const parsed = typeof value === 'number' && !Number.isSafeInteger(value) ? undefined : parseDecimal(String(value));
  if (!parsed) throw new Error('not an exact decimal');
  return parsed;
}

const lengthOf = (value: bigint): bigint => (value < 0n ? -value : value);

function commonDivisor(first: bigint, second: bigint): bigint {
  let [a, b] = [lengthOf(first), lengthOf(second)];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

function quotient(over: bigint, under: bigint): Exact {
  if (under < REDUCE_ABOVE) return { over, under };
  const divisor = commonDivisor(over, under);
  return { over: over / divisor, under: under / divisor };
}

export const add = (a: Exact, b: Exact): Exact =>
  a.under === b.under ? { over: a.over + b.over, under: a.under } : quotient(a.over * b.under + b.over * a.under, a.under * b.under);

const negate = (value: Exact): Exact => ({ over: -value.over, under: value.under });

export const subtract = (a: Exact, b: Exact): Exact => add(a, negate(b));

export const multiply = (a: Exact, b: Exact): Exact => quotient(a.over * b.over, a.under * b.under);

/** `b` must not be zero. */
export function divide(a: Exact, b: Exact): Exact {
  if (b.over === 0n) throw new Error('division by zero');
  return b.over < 0n ? quotient(-a.over * b.under, a.under * -b.over) : quotient(a.over * b.under, a.under * b.over);
}

/** Below zero: a < b; zero: equal; above zero: a > b. */
export const compare = (a: Exact, b: Exact): number => {
  const difference = a.over * b.under - b.over * a.under;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

export const sumOf = (values: Iterable<Exact>): Exact => {
  let sum = ZERO;
  for (const value of values) sum = add(sum, value);
  return sum;
};

export const smaller = (a: Exact, b: Exact): Exact => (compare(a, b) <= 0 ? a : b);
export const larger = (a: Exact, b: Exact): Exact => (compare(a, b) >= 0 ? a : b);

/** The value times 10^places, rounded half up (a half goes away from zero, as in Chinese accounts). */
export function scaled(value: Exact, places: number): bigint {
  const over = value.over * 10n ** BigInt(places);
  const whole = (2n * lengthOf(over) + value.under) / (2n * value.under);
  return over < 0n ? -whole : whole;
}

/** A whole number of 10^-places as text: 1234 with 2 places is `12.34`. */
export function scaledText(value: bigint, places: number): string {
  const digits = lengthOf(value).toString().padStart(places + 1, '0');
  const sign = value < 0n ? '-' : '';
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** The value with exactly this many decimals, rounded half up. */
export const toDecimal = (value: Exact, places: number): string => scaledText(scaled(value, places), places);

/** The value rounded half up to this many decimals, exact again. */
export const rounded = (value: Exact, places: number): Exact => ({ over: scaled(value, places), under: 10n ** BigInt(places) });

/** Square root of a value not below zero, rounded half up to this many decimals. */
export function squareRoot(value: Exact, places: number): string {
  const scale = 10n ** BigInt(places);
  // The root times 2·scale, rounded down; half of it decides the rounding.
  const doubled = wholeRoot((4n * value.over * scale * scale) / value.under);
  return scaledText((doubled + 1n) / 2n, places);
}

function wholeRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
