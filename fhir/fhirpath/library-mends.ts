import { shiftedTime } from './date-arithmetic.ts';

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
  keepZones(dateTimes);
  readFractions(Object.getPrototypeOf(dateTimes) as Prototype<object>);
  compareZones(dateTimes);
  boundZones(dateTimes);
  for (const literal of ['@2026-01-01T00:00:00Z', '@2026-01-01', '@T10:00']) takeQuotedDurations(prototypeOf(literal));
  const quantities = prototypeOf<Quantity>("1 'cm'");
  compareRoughly(quantities, fhirpath);
  keepDecimals(prototypeOf('1.5'));
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

/** `.5` is half a second; the library reads five milliseconds. */
function readFractions(prototype: Prototype<object>): void {
  const parts = prototype._getTimeParts as (this: object, match: unknown) => string[];
  prototype._getTimeParts = function (this: object, match: never): string[] {
    const found = parts.call(this, match);
    if (found[3] !== undefined) found[3] = `.${found[3].slice(1).padEnd(3, '0').slice(0, 3)}`;
    return found;
  };
}

/** Whether a time with a zone equals one without cannot be known (FHIRPath 2.0 §6.1.1). */
function compareZones(prototype: Prototype<DateTime>): void {
  const equals = prototype.equals as (this: DateTime, other: unknown) => boolean | undefined;
  prototype.equals = function (this: DateTime, other: never): boolean | undefined {
    const text = (other as Partial<DateTime> | undefined)?.asStr;
    const isTimed = this.asStr.includes('T') && text?.includes('T') === true;
    return isTimed && (zoneOf(this.asStr) === null) !== (zoneOf(text) === null) ? undefined : equals.call(this, other);
  };
}

/** Without a zone the earliest moment is that of the first zone (+14:00), the latest that of the last (-12:00). */
function boundZones(prototype: Prototype<DateTime>): void {
  for (const [name, zone] of [['lowBoundary', '+14:00'], ['highBoundary', '-12:00']] as const) {
    const bound = prototype[name] as (this: DateTime, precision?: number) => DateTime | null;
    prototype[name] = function (this: DateTime, precision: never): DateTime | null {
      const found = bound.call(this, precision);
      if (!found || zoneOf(this.asStr) !== null || !/T\d/.test(found.asStr)) return found;
      return new found.constructor(found.ctx, found.asStr + zone);
    };
  }
}

/** `1 'month'` is no unit of UCUM and can only be meant as the calendar's. */
function takeQuotedDurations(prototype: Prototype<object>): void {
  const plus = prototype.plus as (this: object, quantity: unknown) => unknown;
  prototype.plus = function (this: object, quantity: never): unknown {
    const { unit, value, ctx, constructor } = quantity as Quantity;
    const word = /^'([a-z]{3,}s?)'$/.exec(unit)?.[1];
    const isDuration = word !== undefined && constructor.dateTimeArithmeticDurationUnits[word] !== undefined;
    return plus.call(this, isDuration ? new constructor(ctx, value, word) : quantity);
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

const [INTEGER_MIN, INTEGER_MAX] = [-2_147_483_648, 2_147_483_647];
const isBeyond = (found: unknown): boolean => Number(String(found)) > INTEGER_MAX || Number(String(found)) < INTEGER_MIN;

const digitsOf = (value: Decimal): number => value.toString().split('.')[1]?.length ?? 0;

/** Equivalence of quantities rounds to the digits of the less precise one: `4 'g' ~ 4040 'mg'` in the coarser unit. */
function compareRoughly(prototype: Prototype<Quantity>, fhirpath: Fhirpath): void {
  const equivalent = prototype.equivalentTo as (this: Quantity, other: unknown) => boolean;
  const units = fhirpath.ucumUtils as unknown as { convertUnitTo: (from: string, value: number, to: string) => { status: string; toVal: number | null } };
  prototype.equivalentTo = function (this: Quantity, other: never): boolean {
    if (equivalent.call(this, other)) return true;
    const that = other as Partial<Quantity>;
    if (that.unit === undefined || !that.value || that.unit === this.unit) return false;
    const [mine, yours] = [this.unit, that.unit].map((unit) => this.constructor.getEquivalentUcumUnitCode(unit).replace(/^'(.*)'$/, '$1')) as [string, string];
    const value = Number(that.value.toString());
    const converted = units.convertUnitTo(yours, value, mine);
    if (converted.status !== 'succeeded' || converted.toVal === null) return false;
    const isCoarser = Math.abs(converted.toVal) <= Math.abs(value);
    const [coarse, fine] = isCoarser ? [this.value, converted.toVal] : [that.value, units.convertUnitTo(mine, Number(this.value.toString()), yours).toVal ?? Number.NaN];
    const digits = digitsOf(coarse);
    return fine.toFixed(digits) === Number(coarse.toString()).toFixed(digits);
  };
}
