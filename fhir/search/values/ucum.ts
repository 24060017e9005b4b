import { ownEntry } from '#platform/kernel/own-entry.ts';

/**
 * Units of measure (https://ucum.org) that are of one kind, for searching quantities: those of the clinic, by a table of our own. A search asks for
 * every spelling of its unit that can be reached by prefixes and by the table, so that a write costs nothing. What only a molar mass could
 * convert (mg/dL, mmol/L) is compared as written.
 */
export const UCUM = 'http://unitsofmeasure.org';

/** How many of another unit one of the asked makes up, exactly: `times / per`; between temperatures `shift` is added. */
export interface Ratio {
  readonly times: bigint;
  readonly per: bigint;
  readonly shift?: Ratio;
}

interface Size {
  readonly family: string;
  readonly size: Ratio;
}

const PREFIXES: Readonly<Record<string, number>> = { '': 0, M: 6, k: 3, h: 2, d: -1, c: -2, m: -3, u: -6, n: -9, p: -12, f: -15 };
/** Those that are usual in units of several parts; all of them times all of them would be hundreds. */
const USUAL = new Set(['', 'k', 'd', 'm', 'u', 'n', 'p', 'f']);

/** Units that take prefixes; the spellings of a family are equally large. */
const METRIC: Readonly<Record<string, readonly string[]>> = {
  mass: ['g'], volume: ['L', 'l'], length: ['m'], amount: ['mol'], pressure: ['Pa'], energy: ['J'], time: ['s'], equivalents: ['eq'], enzyme: ['U'], international: ['[iU]', '[IU]'],
  frequency: ['Hz'], potential: ['V'], current: ['A'], power: ['W'], dose: ['Gy'], equivalentDose: ['Sv'], activity: ['Bq'], osmoles: ['osm'], katal: ['kat'],
};

/** Others, in the unit of their family; counts are of nothing. */
const NAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  mass: { t: '1000000', '[lb_av]': '453.59237', '[oz_av]': '28.349523125', '[gr]': '0.06479891' },
  length: { '[in_i]': '0.0254', '[ft_i]': '0.3048' },
  volume: { cm3: '0.001', dm3: '1', m3: '1000', mm3: '0.000001' },
  pressure: { 'mm[Hg]': '133.322', 'cm[H2O]': '98.0665', bar: '100000', mbar: '100', atm: '101325' },
  energy: { cal: '4.184', kcal: '4184', '[Cal]': '4184' },
  time: { min: '60', h: '3600', d: '86400', wk: '604800', mo: '2629800', a: '31557600' },
  count: { 1: '1', '%': '0.01', '[ppth]': '0.001', '[ppm]': '0.000001', '[ppb]': '0.000000001', '10*3': '1000', '10*6': '1000000', '10*9': '1000000000', '10*12': '1000000000000', '10^3': '1000', '10^6': '1000000', '10^9': '1000000000', '10^12': '1000000000000' },
};
/** What stands in units of several parts besides metric units. */
const TIMES = new Set(['min', 'h', 'd', 'wk', 'mm3']);

/** Temperatures as kelvins: `value * times / per + zero`. Only by themselves: `J/K` knows no zero. */
const TEMPERATURES: Readonly<Record<string, { readonly times: bigint; readonly per: bigint; readonly zero: Ratio }>> = {
  K: { times: 1n, per: 1n, zero: { times: 0n, per: 1n } },
  Cel: { times: 1n, per: 1n, zero: { times: 27_315n, per: 100n } },
  '[degF]': { times: 5n, per: 9n, zero: { times: 45_967n, per: 180n } },
  '[degR]': { times: 5n, per: 9n, zero: { times: 0n, per: 1n } },
};

const greatest = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : greatest(b, a % b));
const ratio = (times: bigint, per: bigint): Ratio => {
  const common = greatest(times, per);
  return { times: times / common, per: per / common };
};
const multiplied = (a: Ratio, b: Ratio): Ratio => ratio(a.times * b.times, a.per * b.per);
const inverse = ({ times, per }: Ratio): Ratio => ({ times: per, per: times });
const powered = (base: Ratio, exponent: number): Ratio => ratio(base.times ** BigInt(exponent), base.per ** BigInt(exponent));
const tenTo = (exponent: number): Ratio => (exponent >= 0 ? ratio(10n ** BigInt(exponent), 1n) : ratio(1n, 10n ** BigInt(-exponent)));

function sizeIn(text: string): Ratio {
  const [whole = '', fraction = ''] = text.split('.');
  return ratio(BigInt(whole + fraction), 10n ** BigInt(fraction.length));
}

/** One temperature scale in the others: through kelvins and back. */
function temperaturesFrom(code: string): [string, Ratio][] {
  const own = ownEntry(TEMPERATURES, code);
  if (!own) return [];
  return Object.entries(TEMPERATURES).map(([symbol, other]) => {
    const [factor, { times, per }] = [ratio(own.times * other.per, own.per * other.times), difference(own.zero, other.zero)];
    const shift = multiplied({ times, per }, { times: other.per, per: other.times });
    return [symbol, shift.times === 0n ? factor : { ...factor, shift }];
  });
}

const difference = (a: Ratio, b: Ratio): Ratio => ratio(a.times * b.per - b.times * a.per, a.per * b.per);

interface Spelling extends Size {
  readonly symbol: string;
  /** Also within units of several parts. */
  readonly isUsual: boolean;
}

const spellings: readonly Spelling[] = [
  ...Object.entries(METRIC).flatMap(([family, symbols]) =>
    symbols.flatMap((symbol) => Object.entries(PREFIXES).map(([prefix, exponent]) => ({ family, symbol: prefix + symbol, size: tenTo(exponent), isUsual: USUAL.has(prefix) || symbol + prefix === 'mc' })))),
  ...Object.entries(NAMED).flatMap(([family, units]) =>
    Object.entries(units).map(([symbol, size]) => ({ family, symbol, size: sizeIn(size), isUsual: family === 'count' || TIMES.has(symbol) }))),
];
const bySymbol = new Map(spellings.map((each) => [each.symbol, each]));

interface Component {
  /** Empty before the first, `.` or `/`. */
  readonly operator: string;
  readonly symbol: string;
  readonly exponent: number;
}

/** `mg/dL` apart; undefined for what has brackets of another kind, and what is no unit. Words in braces say nothing about the size. */
function componentsOf(code: string): Component[] | undefined {
  // `mg/(kg.d)` is `mg/kg/d`.
  const bare = code.replace(/\{[^{}]*\}/g, '').replace(/\/\(([^()/]*)\)/g, (_, inner: string) => `/${inner.replaceAll('.', '/')}`);
  if (/[(){}\s]/.test(bare) || code === '') return undefined;
  const parts = bare.split(/([./])/);
  const found: Component[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const part = parts[index]!;
    const written = part === '' ? '1' : part;
    const [, symbol = written, exponent = '1'] = bySymbol.has(written) ? [] : (/^([A-Za-z]+)([23])$/.exec(written) ?? []);
    found.push({ operator: parts[index - 1] ?? '', symbol, exponent: Number(exponent) });
  }
  return found.length <= COMPONENTS_MAX ? found : undefined;
}

const COMPONENTS_MAX = 3;
const SPELLINGS_MAX = 1_000;
const REMEMBERED_MAX = 500;
const remembered = new Map<string, ReadonlyMap<string, Ratio>>();

/** Codes of the same kind of unit, each with how many of it one of `code` is; at least the code itself. */
export function alikeUnits(code: string): ReadonlyMap<string, Ratio> {
  let alike = remembered.get(code);
  if (!alike) {
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    remembered.set(code, (alike = new Map([...(spelledOut(componentsOf(code) ?? []) ?? []), ...temperaturesFrom(code), [code, { times: 1n, per: 1n }]])));
  }
  return alike;
}

function spelledOut(components: readonly Component[]): Map<string, Ratio> | undefined {
  const choices = components.map(({ symbol, exponent }) => optionsFor(symbol, exponent, components.length > 1));
  // Where everything may vary too widely, the first part does.
  const isWide = choices.reduce((count, each) => count * each.length, 1) > SPELLINGS_MAX;
  let found = new Map<string, Ratio>([['', { times: 1n, per: 1n }]]);
  for (const [index, { operator, symbol, exponent }] of components.entries()) {
    const options = isWide && index > 0 ? [{ symbol, size: { times: 1n, per: 1n } }] : choices[index]!;
    const next = new Map<string, Ratio>();
    for (const [before, size] of found) {
      for (const option of options) {
        const written = option.symbol + (exponent === 1 ? '' : String(exponent));
        next.set(before + operator + written, multiplied(size, operator === '/' ? inverse(option.size) : option.size));
      }
    }
    found = next;
  }
  // `mg/kg/d` is `mg/(kg.d)` and `mg/d/kg`.
  if (components.length === 3 && components[1]!.operator === '/' && components[2]!.operator === '/') {
    for (const [written, size] of Array.from(found)) {
      const [above, first, second] = written.split('/') as [string, string, string];
      for (const other of [`${above}/(${first}.${second})`, `${above}/(${second}.${first})`, `${above}/${second}/${first}`]) if (!found.has(other)) found.set(other, size);
    }
  }
  // `/uL` is written without its one.
  for (const [written, size] of Array.from(found)) if (written.startsWith('1/')) found.set(written.slice(1), size);
  return found.size === 0 ? undefined : found;
}

/** What may stand in a part instead, with how many of it the part is. */
function optionsFor(symbol: string, exponent: number, isOneOfSeveral: boolean): { symbol: string; size: Ratio }[] {
  const own = bySymbol.get(symbol);
  if (!own) return [{ symbol, size: { times: 1n, per: 1n } }];
  return spellings
    .filter((each) => each.family === own.family && (!isOneOfSeveral || each.isUsual || each.symbol === symbol))
    .map((each) => ({ symbol: each.symbol, size: powered(multiplied(own.size, inverse(each.size)), exponent) }));
}
