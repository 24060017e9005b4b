type Fhirpath = typeof import('fhirpath');

interface Decimal {
  readonly toString: () => string;
}

interface Quantity {
  readonly value: Decimal;
  readonly unit: string;
  readonly constructor: { readonly getEquivalentUcumUnitCode: (unit: string) => string };
}

type Prototype = Record<string, (this: Quantity, ...parameters: never[]) => unknown>;
type Converted = { readonly status: string; readonly toVal: number | null };
type Convert = (from: string, value: number, to: string) => Converted;

/** Where the library's quantities and the standard differ. */
export function mendQuantities(prototype: Prototype, fhirpath: Fhirpath): void {
  const units = fhirpath.ucumUtils as unknown as { convertUnitTo: Convert };
  const convert: Convert = (from, value, to) => units.convertUnitTo(from, value, to);
  compareKinds(prototype, convert);
  compareRoughly(prototype, convert);
  refuseTexts(prototype);
}

const codesOf = (one: Quantity, others: readonly string[]): string[] => others.map((unit) => one.constructor.getEquivalentUcumUnitCode(unit).replace(/^'(.*)'$/, '$1'));

/** Whether quantities of different kinds, or of units that nobody knows, are equal cannot be told (FHIRPath 2.0 §6.1.1). */
function compareKinds(prototype: Prototype, convert: Convert): void {
  const equals = prototype.equals as (this: Quantity, other: unknown) => boolean | undefined;
  prototype.equals = function (this: Quantity, other: never): boolean | undefined {
    const found = equals.call(this, other);
    const unit = typeof other === 'number' || 'isInteger' in Object(other) ? "'1'" : (other as Partial<Quantity>).unit;
    if (found !== false || unit === undefined || unit === this.unit) return found;
    const [mine, yours] = codesOf(this, [this.unit, unit]) as [string, string];
    return convert(mine, 1, yours).status === 'succeeded' ? false : undefined;
  };
}

/** Zeros at the end say nothing of the precision (§6.1.2). */
const digitsOf = (value: Decimal): number => value.toString().split('.')[1]?.replace(/0+$/, '').length ?? 0;

/** Equivalence of quantities rounds to the digits of the less precise one: `4 'g' ~ 4040 'mg'` in the coarser unit. */
function compareRoughly(prototype: Prototype, convert: Convert): void {
  const equivalent = prototype.equivalentTo as (this: Quantity, other: unknown) => boolean;
  prototype.equivalentTo = function (this: Quantity, other: never): boolean {
    if (equivalent.call(this, other)) return true;
    const that = other as Partial<Quantity>;
    if (that.unit === undefined || !that.value || that.unit === this.unit) return false;
    const [mine, yours] = codesOf(this, [this.unit, that.unit]) as [string, string];
    const value = Number(that.value.toString());
    const converted = convert(yours, value, mine);
    if (converted.status !== 'succeeded' || converted.toVal === null) return false;
    const isCoarser = Math.abs(converted.toVal) <= Math.abs(value);
    const [coarse, fine] = isCoarser ? [this.value, converted.toVal] : [that.value, convert(mine, Number(this.value.toString()), yours).toVal ?? Number.NaN];
    const digits = digitsOf(coarse);
    return Number(fine).toFixed(digits) === Number(coarse.toString()).toFixed(digits);
  };
}

/** Nothing makes a quantity of a text by itself (§5.5). */
function refuseTexts(prototype: Prototype): void {
  for (const name of ['mul', 'div']) {
    const own = prototype[name] as (this: Quantity, other: unknown) => unknown;
    prototype[name] = function (this: Quantity, other: never): unknown {
      if (typeof other === 'string') throw new Error(`A quantity is not computed with the text ${other as string}`);
      return own.call(this, other);
    };
  }
}
