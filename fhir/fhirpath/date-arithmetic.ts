const MOMENT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?$/;
/** From coarse to fine; a week counts as days. */
const UNITS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'] as const;
const [SECOND, MILLISECOND] = [5, 6];
/** Milliseconds of the units that are always as long. */
const LENGTHS: Readonly<Record<string, number>> = { week: 604_800_000, day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1000, millisecond: 1 };
/** Where the text of a precision ends: `2026-01-01T10` of hours. */
const ENDS = [4, 7, 10, 13, 16, 19, 23];

/**
 * Adds a duration to a local time without its zone (FHIRPath 2.0 §6.8): above seconds only whole units count, what is finer than the precision
 * of the time is cut to it, and a month ends on its last day. Nothing when the text is no time. Units: `year` … `millisecond`, `week`.
 */
export function shiftedTime(local: string, amount: number, unit: string): string | undefined {
  const match = MOMENT.exec(local);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
  const fraction = match[7] === undefined ? 0 : Number(match[7].padEnd(3, '0').slice(0, 3));
  const precision = match.slice(1).filter((part) => part !== undefined).length - 1;
  const rank = unit === 'week' ? 2 : UNITS.indexOf(unit as 'day');
  const count = rank < SECOND ? Math.trunc(amount) : amount;
  const date = new Date(Date.UTC(2000, month - 1, 1, hour, minute, second, fraction));
  const months = rank === 0 ? count * 12 : rank === 1 ? count : 0;
  date.setUTCFullYear(year, month - 1 + months, 1);
  date.setUTCDate(Math.min(day, lastDay(date)));
  // Seconds and milliseconds are one precision (FHIRPath 2.0 §6.2.1).
  if (rank > 1) date.setTime(date.getTime() + wholeUnits(count * LENGTHS[unit]!, precision >= SECOND ? MILLISECOND : precision));
  return date.toISOString().slice(0, ENDS[precision === SECOND && date.getUTCMilliseconds() > 0 ? MILLISECOND : precision]);
}

const lastDay = (date: Date): number => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();

/** A duration in milliseconds, cut to whole units of a precision. */
function wholeUnits(milliseconds: number, precision: number): number {
  const length = LENGTHS[UNITS[precision]!]!;
  return Math.trunc(Math.round(milliseconds * 1000) / 1000 / length) * length;
}

/** Dates go from year 0001 to 9999. Throws for a result beyond. */
export function requireYear<T extends { asStr?: unknown }>(found: T): T {
  const text = String(found.asStr ?? '');
  if (/^[+-]?\d{4,}/.test(text) && !/^(?!0000)\d{4}(?!\d)/.test(text)) throw new Error(`The year is out of range: ${text}`);
  return found;
}
