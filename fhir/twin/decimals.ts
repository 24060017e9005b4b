import type { Ratio } from '#fhir/search/values/ucum.ts';

/** An exact decimal: `units` divided by ten to the power of `scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const WRITTEN = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

export function decimalIn(text: string): Decimal | undefined {
  const match = WRITTEN.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const units = BigInt(`${whole}${fraction}`);
  return { units: sign === '-' ? -units : units, scale: fraction.length - Number(exponent) };
}

/** Below 0, 0 or above 0, as `a` is less than, equal to or more than `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const [left, right] = [a, b].map(({ units, scale: own }) => units * 10n ** BigInt(scale - own)) as [bigint, bigint];
  return left < right ? -1 : left > right ? 1 : 0;
}

const add = (a: Decimal, b: Decimal): Decimal => {
  const scale = Math.max(a.scale, b.scale);
  return { units: a.units * 10n ** BigInt(scale - a.scale) + b.units * 10n ** BigInt(scale - b.scale), scale };
};

const minus = ({ units, scale }: Decimal): Decimal => ({ units: -units, scale });

/** What a resource says; null is an open end. */
export interface Amount {
  readonly low: Decimal | null;
  readonly high: Decimal | null;
  /** How many of its unit one of the asked unit is, as a fraction, and what is added (between temperatures); one when absent. */
  readonly ratio?: Ratio | undefined;
}

const ONE: Ratio = { times: 1n, per: 1n };
const NOTHING = { times: 0n, per: 1n };
const multiplied = ({ units, scale }: Decimal, factor: bigint): Decimal => ({ units: units * factor, scale });

/** Compares by prefix; `eq` counts the digits written: 100 means 99.5 up to, but without, 100.5 (R4 §3.1.1.4.6). */
export function compareAmounts(prefix: string, { low, high, ratio: { times, per, shift = NOTHING } = ONE }: Amount, asked: Decimal): boolean {
  const unmoved = (end: Decimal): Decimal => add(multiplied(end, shift.per), { units: -shift.times, scale: 0 });
  const compared = (end: Decimal, bound: Decimal): number => compareDecimals(multiplied(unmoved(end), per), multiplied(bound, times * shift.per));
  const above = (bound: Decimal, orEqual = false): boolean => low !== null && compared(low, bound) >= (orEqual ? 0 : 1);
  const below = (bound: Decimal, orEqual = false): boolean => high !== null && compared(high, bound) <= (orEqual ? 0 : -1);
  const half: Decimal = { units: 5n, scale: asked.scale + 1 };
  const within = above(add(asked, minus(half)), true) && below(add(asked, half));
  const tenth: Decimal = { units: asked.units < 0n ? -asked.units : asked.units, scale: asked.scale + 1 };
  switch (prefix) {
    case 'ne':
      return !within;
    case 'gt':
      return !below(asked, true);
    case 'ge':
      return !below(asked);
    case 'lt':
      return !above(asked, true);
    case 'le':
      return !above(asked);
    case 'sa':
      return above(asked);
    case 'eb':
      return below(asked);
    case 'ap':
      return !above(add(asked, tenth)) && !below(add(asked, minus(tenth)));
    default:
      return within;
  }
}
