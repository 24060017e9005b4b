import { requireYear, shiftedTime } from './date-arithmetic.ts';
import { INTEGER_MAX } from './parse.ts';
import { mendQuantities } from './quantity-mends.ts';

type Fhirpath = typeof import('fhirpath');

interface Decimal {
  readonly toString: () => string;
  readonly compare: (other: Decimal) => number;
  readonly lowBoundary: (precision?: number) => Decimal | null;
  readonly highBoundary: (precision?: number) => Decimal | null;
}

interface Quantity {
  readonly value: Decimal;
  readonly unit: string;
  readonly ctx: { readonly getDecimal: (value: unknown) => Decimal };
  readonly _fhirQuantityInfo?: { readonly calendarUnit?: string };
  readonly constructor: QuantityClass;
}

interface QuantityClass {
  new (context: unknown, value: unknown, unit: string): Quantity;
  readonly dateTimeArithmeticDurationUnits: Readonly<Record<string, string>>;
  readonly getEquivalentUcumUnitCode: (unit: string) => string;
}

interface DateTime {
  readonly asStr: string;
  readonly ctx: unknown;
  readonly constructor: new (context: unknown, text: string) => DateTime;
}

type Method<This> = (this: This, ...parameters: never[]) => unknown;
type Prototype<This> = Record<string, Method<This>>;

/** Where the library and the standard differ, the classes of its values are mended once, when it is loaded. */
export function mendLibrary(fhirpath: Fhirpath): void {
  const prototypeOf = <This>(literal: string): Prototype<This> => {
    const [sample] = fhirpath.evaluate({}, literal, {}, undefined, { resolveInternalTypes: false, preciseMath: true } as never) as unknown as [object];
    return Object.getPrototypeOf(sample) as Prototype<This>;
  };
  const dateTimes = prototypeOf<DateTime>('@2026-01-01T00:00:00Z');
  for (const prototype of [dateTimes, prototypeOf<DateTime>('@2026-01-01')]) keepZones(prototype);
  // A date has the method of a time, which is mended once.
  readEarlyYears(dateTimes);
  readFractions(Object.getPrototypeOf(dateTimes) as Prototype<object>);
  compareZones(dateTimes);
  boundZones(dateTimes);
  for (const literal of ['@2026-01-01T00:00:00Z', '@2026-01-01', '@T10:00']) takeQuotedDurations(prototypeOf(literal));
  mendQuantities(prototypeOf("1 'cm'"), fhirpath);
  keepDecimals(prototypeOf('1.5'));
  writeDigits(prototypeOf('1.5'));
}

const ZONE = /(?:([+-])(\d\d):(\d\d)|Z)$/;
const zoneOf = (text: string): RegExpExecArray | null => (text.includes('T') ? ZONE.exec(text) : null);

/** The library adds in UTC and forgets the zone: a month later is the same wall time, in the zone it came from. */
function keepZones(prototype: Prototype<DateTime>): void {
  const plus = prototype.plus as (this: DateTime, quantity: unknown) => DateTime;
  const ofTime = prototype.constructor as unknown as DateTime['constructor'];
  prototype.plus = function (this: DateTime, quantity: never): DateTime {
    const { unit, value, constructor, _fhirQuantityInfo: info } = quantity as Quantity;
    const units = constructor.dateTimeArithmeticDurationUnits;
    const duration = units[unit] ?? units[info?.calendarUnit ?? ''];
    const zone = zoneOf(this.asStr)?.[0] ?? '';
    const local = duration === undefined ? undefined : shiftedTime(this.asStr.slice(0, this.asStr.length - zone.length), Number(value.toString()), duration);
    return local === undefined ? plus.call(this, quantity) : new ofTime(this.ctx, local + zone);
  };
}

/** Of years before 100 JavaScript makes those of the last century: the same day four centuries later falls on the same weekday of a calendar that repeats itself. */
function readEarlyYears(prototype: Prototype<DateTime>): void {
  const own = prototype._dateAtPrecision as (this: DateTime, precision: number) => Date;
  prototype._dateAtPrecision = function (this: DateTime, precision: never): Date {
    if (!this.asStr.startsWith('00')) return own.call(this, precision);
    const date = own.call(new this.constructor(this.ctx, this.asStr.replace(/^00/, '04')), precision);
    date.setFullYear(date.getFullYear() - 400);
    return date;
  };
}

/** `.5` is half a second; the library reads five milliseconds. */
function readFractions(prototype: Prototype<object>): void {
  const parts = prototype._getTimeParts as (this: object, match: unknown) => string[];
  prototype._getTimeParts = function (this: object, match: never): string[] {
    const found = parts.call(this, match);
    if (found[3] !== undefined) found[3] = `.${found[3].slice(1).padEnd(3, '0').slice(0, 3)}`;
    return found;
  };
}

/** Where a time without a zone can lie: in the first of them, or in the last. */
const ZONES = ['+14:00', '-12:00'] as const;

/** A time with a zone and one without are told apart only where every zone gives the same answer (FHIRPath 2.0 §6.1.1). */
function compareZones(prototype: Prototype<DateTime>): void {
  const own = Object.fromEntries(['equals', 'equivalentTo', 'compare'].map((name) => [name, prototype[name] as (this: DateTime, other: unknown) => unknown]));
  const orderIn = (one: DateTime, other: Partial<DateTime> | undefined): number | null | undefined => {
    const text = other?.asStr;
    if (text === undefined || !/T\d/.test(one.asStr) || !/T\d/.test(text) || (zoneOf(one.asStr) === null) === (zoneOf(text) === null)) return undefined;
    const orders = ZONES.map((zone) => {
      const [left, right] = [one, other as DateTime].map((each) => (zoneOf(each.asStr) === null ? new each.constructor(each.ctx, each.asStr + zone) : each)) as [DateTime, DateTime];
      return Math.sign(own.compare!.call(left, right) as number);
    });
    return orders[0] === orders[1] ? orders[0]! : null;
  };
  const rules: Readonly<Record<string, (order: number | null) => unknown>> = { equals: (order) => (order === null ? undefined : false), equivalentTo: () => false, compare: (order) => order };
  for (const [name, answer] of Object.entries(rules)) {
    prototype[name] = function (this: DateTime, other: never): unknown {
      const order = orderIn(this, other as Partial<DateTime> | undefined);
      return order === undefined ? own[name]!.call(this, other) : answer(order);
    };
  }
}

/** Without a zone the earliest moment is that of the first zone (+14:00), the latest that of the last (-12:00). */
function boundZones(prototype: Prototype<DateTime>): void {
  for (const [name, zone] of [['lowBoundary', ZONES[0]], ['highBoundary', ZONES[1]]] as const) {
    const bound = prototype[name] as (this: DateTime, precision?: number) => DateTime | null;
    prototype[name] = function (this: DateTime, precision: never): DateTime | null {
      const found = bound.call(this, precision);
      if (!found || zoneOf(this.asStr) !== null || !/T\d/.test(found.asStr)) return found;
      return new found.constructor(found.ctx, found.asStr + zone);
    };
  }
}

/** `1 'month'` is no unit of UCUM and can only be meant as the calendar's. A year out of range is a mistake (§6.8). */
function takeQuotedDurations(prototype: Prototype<object>): void {
  const plus = prototype.plus as (this: object, quantity: unknown) => unknown;
  prototype.plus = function (this: object, quantity: never): unknown {
    const { unit, value, ctx, constructor } = quantity as Quantity;
    const word = /^'([a-z]{3,}s?)'$/.exec(unit)?.[1];
    const isDuration = word !== undefined && constructor.dateTimeArithmeticDurationUnits[word] !== undefined;
    return requireYear(plus.call(this, isDuration ? new constructor(ctx, value, word) : quantity) as { asStr?: unknown });
  };
}

/** The quantity that an item of a result is or holds. */
export function quantityIn(item: unknown): Quantity | undefined {
  const node = item as { convertData?: () => unknown } | null;
  const value = (typeof node?.convertData === 'function' ? node.convertData() : node) as Partial<Quantity> | null;
  return typeof value?.unit === 'string' && value.value !== undefined ? (value as Quantity) : undefined;
}

/** `2 / 2` and `2.5 - 0.5` are decimals, though they look like integers. */
export function asDecimal<T>(item: T): T {
  if (typeof item === 'object' && item !== null && 'isInteger' in item && !isFractional(item)) Object.defineProperty(item, 'isInteger', { value: () => false });
  return item;
}

const isFractional = (item: unknown): boolean =>
  typeof item === 'number' ? !Number.isInteger(item) : (item as { isInteger?: () => boolean } | null)?.isInteger?.() === false;

/** Results that are decimals whatever their value: of `/` and of functions always, of the others where an operand is one. */
function keepDecimals(prototype: Prototype<object>): void {
  const rules: Readonly<Record<string, (one: unknown, other: unknown) => boolean>> = Object.fromEntries([
    ...['div', 'sqrt', 'ln', 'log', 'exp', 'round'].map((name) => [name, () => true] as const),
    ...['plus', 'minus', 'mul', 'mod', 'power', 'negate', 'abs'].map((name) => [name, (one: unknown, other: unknown) => isFractional(one) || isFractional(other)] as const),
  ]);
  for (const [name, isDecimal] of Object.entries(rules)) {
    const own = prototype[name] as (this: object, other: unknown) => unknown;
    prototype[name] = function (this: object, other: never): unknown {
      // `1 + '2'`: nothing makes a number of a string by itself (FHIRPath 2.0 §5.5).
      if (typeof other === 'string') throw new Error(`A number is not computed with the text ${other as string}`);
      const found = own.call(this, other);
      // What is too great for an integer is nothing (FHIRPath 2.0 §6.6).
      if (!isDecimal(this, other) && isBeyond(found)) return [];
      return isDecimal(this, other) ? asDecimal(found) : found;
    };
  }
}

const isBeyond = (found: unknown): boolean => Number(String(found)) > INTEGER_MAX || Number(String(found)) < -INTEGER_MAX - 1;

/** Decimals are written without exponents (§5.5.3). */
function writeDigits(prototype: Prototype<object>): void {
  const own = prototype.toString as (this: object) => string;
  prototype.toString = function (this: object): string {
    const text = own.call(this);
    const [, sign, digits, fraction, power] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/i.exec(text) ?? [];
    if (digits === undefined) return text;
    const [point, all] = [digits.length + Number(power), digits + (fraction ?? '')];
    const padded = point <= 0 ? `0.${'0'.repeat(-point)}${all}` : `${all.slice(0, point).padEnd(point, '0')}${all.length > point ? `.${all.slice(point)}` : ''}`;
    return `${sign}${padded}`;
  };
}
