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
  compareZones(dateTimes);
  boundZones(dateTimes);
  for (const literal of ['@2026-01-01T00:00:00Z', '@2026-01-01', '@T10:00']) takeQuotedDurations(prototypeOf(literal));
  const quantities = prototypeOf<Quantity>("1 'cm'");
  compareRoughly(quantities, fhirpath);
  rememberQuotients(prototypeOf('1.5'));
}

const ZONE = /(?:([+-])(\d\d):(\d\d)|Z)$/;
const zoneOf = (text: string): RegExpExecArray | null => (text.includes('T') ? ZONE.exec(text) : null);

/** The library adds to a time in UTC and forgets its zone; the same instant is put back into the zone it came from. */
function keepZones(prototype: Prototype<DateTime>): void {
  const plus = prototype.plus as (this: DateTime, quantity: unknown) => DateTime;
  prototype.plus = function (this: DateTime, quantity: never): DateTime {
    const sum = plus.call(this, quantity);
    const zone = zoneOf(this.asStr);
    const time = zone?.[1] === undefined ? Number.NaN : Date.parse(sum.asStr);
    if (!zone || Number.isNaN(time)) return sum;
    const minutes = (Number(zone[2]) * 60 + Number(zone[3])) * (zone[1] === '-' ? -1 : 1);
    const local = new Date(time + minutes * 60_000).toISOString().slice(0, this.asStr.includes('.') ? 23 : 19);
    return new this.constructor(this.ctx, local + zone[0]);
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

const quotients = new WeakSet<object>();

/** `2 / 2` is a decimal, though it looks like an integer. */
export const isQuotient = (item: unknown): boolean => typeof item === 'object' && item !== null && quotients.has(item);

function rememberQuotients(prototype: Prototype<object>): void {
  const div = prototype.div as (this: object, other: unknown) => unknown;
  prototype.div = function (this: object, other: never): unknown {
    const found = div.call(this, other);
    if (typeof found === 'object' && found !== null) quotients.add(found);
    return found;
  };
}

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
