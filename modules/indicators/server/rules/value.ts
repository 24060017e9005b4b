import { add, compare, divide, exact, multiply, subtract, toDecimal, ZERO, type Exact } from '#platform/kernel/decimal.ts';
import type { Definition } from '../../contract/definition.ts';
import { endsOf, yearBefore } from '#platform/kernel/period.ts';

/** Sums of one site and month; decimals as text, without zeros behind the last place. */
export interface MonthRow {
  readonly organisationId: string;
  readonly month: string;
  readonly numerator: string;
  readonly denominator: string;
}

interface Sums {
  readonly numerator: Exact;
  readonly denominator: Exact;
}

export interface Value {
  readonly numerator: string | null;
  readonly denominator: string | null;
  /** Null: not computable, for want of data or because the denominator is zero. */
  readonly value: string | null;
  /** Of a growth: sites that are in both years. */
  readonly likeForLike: number | null;
}

const PLACES = 6;
const plain = (value: Exact): string => toDecimal(value, PLACES).replace(/\.?0+$/, '');

function rowsIn<Row extends { readonly month: string }>(rows: readonly Row[], period: string): Row[] {
  const { first, last } = endsOf(period);
  return rows.filter(({ month }) => month >= first && month <= last);
}

/** Sums over sites and the months of a period. Stocks count as they stand in the last month that has data. */
function sumOver(definition: Definition, rows: readonly MonthRow[], period: string): Sums | undefined {
  const inside = rowsIn(rows, period);
  if (inside.length === 0) return undefined;
  const last = lastStock(definition, inside);
  let sums: Sums = { numerator: ZERO, denominator: ZERO };
  for (const row of inside) {
    const counts = (kind: Definition['numeratorKind']): boolean => kind === 'flow' || row.month === last;
    sums = {
      numerator: counts(definition.numeratorKind) ? add(sums.numerator, exact(row.numerator)) : sums.numerator,
      denominator: counts(definition.denominatorKind) ? add(sums.denominator, exact(row.denominator)) : sums.denominator,
    };
  }
  return sums;
}

/** The last month in which a stock is known. */
function lastStock({ numeratorKind, denominatorKind }: Definition, rows: readonly MonthRow[]): string | undefined {
  const isKnown = (row: MonthRow): boolean => (numeratorKind === 'stock' && denominatorKind === 'flow' ? row.numerator : row.denominator) !== '0';
  const known = rows.filter(isKnown).map(({ month }) => month).sort();
  return known.at(-1) ?? rows.map(({ month }) => month).sort().at(-1);
}

function ratio(definition: Definition, { numerator, denominator }: Sums): Exact | undefined {
  if (definition.shape === 'growth-sum') return numerator;
  return denominator.over === 0n ? undefined : divide(numerator, denominator);
}

/** The value of an indicator over the sites of the rows. `rows` of a growth reach back a year before the period. */
export function valueOf(definition: Definition, rows: readonly MonthRow[], period: string): Value {
  if (definition.shape === 'growth-ratio' || definition.shape === 'growth-sum') return growthOf(definition, rows, period);
  const sums = sumOver(definition, rows, period);
  if (sums === undefined) return { numerator: null, denominator: null, value: null, likeForLike: null };
  const found = definition.shape === 'text' ? undefined : ratio(definition, sums);
  return {
    numerator: plain(sums.numerator), denominator: plain(sums.denominator), likeForLike: null,
    value: found === undefined ? null : toDecimal(multiply(found, exact(definition.multiplier)), definition.places),
  };
}

/** Growth against the same months a year before, over the sites that have both years: a site that joined or left moves nothing. */
function growthOf(definition: Definition, rows: readonly MonthRow[], period: string): Value {
  const before = yearBefore(period);
  const sitesIn = (part: string): Set<string> => new Set(rowsIn(rows, part).map(({ organisationId }) => organisationId));
  const former = sitesIn(before);
  const both = new Set([...sitesIn(period)].filter((site) => former.has(site)));
  const alike = rows.filter(({ organisationId }) => both.has(organisationId));
  const [now, then] = [sumOver(definition, alike, period), sumOver(definition, alike, before)];
  const shown = sumOver(definition, rows, period);
  const base = { numerator: shown ? plain(shown.numerator) : null, denominator: shown ? plain(shown.denominator) : null, likeForLike: both.size };
  const [present, past] = [now && ratio(definition, now), then && ratio(definition, then)];
  if (present === undefined || past === undefined || past.over === 0n) return { ...base, value: null };
  return { ...base, value: toDecimal(multiply(divide(subtract(present, past), past), exact(definition.multiplier)), definition.places) };
}

/** Places of the sites from the best; sites without a value and watched indicators have none. Equal values share a place. */
export function ranked(direction: Definition['direction'], values: readonly (string | null)[]): (number | null)[] {
  if (direction === 0) return values.map(() => null);
  return values.map((value) => {
    if (value === null) return null;
    return 1 + values.filter((other) => other !== null && compare(exact(other), exact(value)) * direction > 0).length;
  });
}
