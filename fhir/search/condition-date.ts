import type { Bindings } from './bindings.ts';
import { parseDateRange, timestampText, type DateRange } from './values/date-range.ts';
import { valueProblem } from './search-problem.ts';

const PREFIXES = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'] as const;
export type Prefix = (typeof PREFIXES)[number];

export function splitPrefix(value: string): { prefix: Prefix; rest: string } {
  const prefix = PREFIXES.find((each) => value.startsWith(each));
  return prefix === undefined ? { prefix: 'eq', rest: value } : { prefix, rest: value.slice(2) };
}

/** `10:00+08:00` in an address that does not escape its `+` arrives with a space. */
export const plusMended = (text: string): string => text.replace(/(?<=T[\d:.]+) (?=\d\d:\d\d$)/, '+');

/** Columns (or expressions) that hold the target's range. */
export interface RangeColumns {
  readonly low: string;
  readonly high: string;
}

export interface DateQuery {
  readonly name: string;
  readonly value: string;
  readonly now: Date;
  /** Asks whether the two have a time in common (`po` of filters); the value then has no prefix. */
  readonly overlaps?: boolean;
}

/**
 * Compares the target range [low, high) with the search range by R4 §3.1.1.4.7: `eq` is containment, `gt`/`lt` ask
 * whether the part above/below intersects the target, `sa`/`eb` whether the target lies wholly after/before.
 * A target with low = high is a point.
 */
export function dateCondition(query: DateQuery, columns: RangeColumns, bindings: Bindings): string {
  const { prefix, rest } = query.overlaps ? { prefix: 'eq' as const, rest: query.value } : splitPrefix(query.value);
  const range = parseDateRange(plusMended(rest));
  if (!range) throw valueProblem(query.name, 'date');
  if (query.overlaps) return compare('ap', range, { columns, bindings });
  return compare(prefix, prefix === 'ap' ? widened(range, query.now) : range, { columns, bindings });
}

function compare(prefix: Prefix, range: DateRange, { columns, bindings }: { columns: RangeColumns; bindings: Bindings }): string {
  const { low, high } = columns;
  const from = bindings.bind(timestampText(range.low), 'timestamptz');
  const until = bindings.bind(timestampText(range.high), 'timestamptz');
  const isPoint = range.exact && range.low === range.high;
  const within = isPoint ? `(${low} = ${from} and ${high} = ${from})` : `(${low} >= ${from} and ${low} < ${until} and ${high} <= ${until})`;
  const equal = range.exact ? within : 'false';
  const below = `${low} < ${range.exact ? from : until}`;
  // A period up to this very instant is stored with an end of a microsecond later.
  const above = isPoint ? `(${high} > ${until} + interval '1 microsecond' or ${low} > ${until})` : `(${high} > ${until} or ${low} >= ${until})`;
  switch (prefix) {
    case 'eq':
      return equal;
    case 'ne':
      return `not ${equal}`;
    case 'lt':
      return below;
    case 'le':
      return `(${below} or ${equal})`;
    case 'gt':
      return above;
    case 'ge':
      return `(${above} or ${equal})`;
    case 'sa':
      return isPoint ? `${low} > ${from}` : `${low} >= ${until}`;
    case 'eb':
      return range.exact ? `(${high} <= ${from} and ${low} < ${from})` : `${high} < ${until}`;
    case 'ap':
      return `(${low} < ${until} and (${high} > ${from} or ${low} >= ${from}))`;
  }
}

/** The same over one instant: plain comparisons, which an index on the column answers. */
export function instantCondition({ name, value, now }: DateQuery, column: string, bindings: Bindings): string {
  const { prefix, rest } = splitPrefix(value);
  const parsed = parseDateRange(plusMended(rest));
  if (!parsed) throw valueProblem(name, 'date');
  const range = prefix === 'ap' ? widened(parsed, now) : parsed;
  const from = bindings.bind(timestampText(range.low), 'timestamptz');
  const until = bindings.bind(timestampText(range.high), 'timestamptz');
  const isPoint = range.low === range.high;
  const within = isPoint ? `${column} = ${from}` : `(${column} >= ${from} and ${column} < ${until})`;
  switch (prefix) {
    case 'eq':
    case 'ap':
      return within;
    case 'ne':
      return `not ${within}`;
    case 'lt':
    case 'eb':
      return `${column} < ${from}`;
    case 'le':
      return `${column} ${isPoint ? '<=' : '<'} ${until}`;
    case 'gt':
    case 'sa':
      return `${column} ${isPoint ? '>' : '>='} ${until}`;
    case 'ge':
      return `${column} >= ${from}`;
  }
}

/** "Approximately": within a tenth of the distance from now (the factor that R4 suggests). */
function widened(range: DateRange, now: Date): DateRange {
  const gap = Math.abs(now.getTime() - range.low) / 10;
  return { low: Math.floor(range.low - gap), high: Math.ceil(range.high + gap), exact: true };
}
