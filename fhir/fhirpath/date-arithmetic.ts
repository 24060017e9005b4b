const MOMENT = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?)?)?)?(T?)$/;
/** From coarse to fine; a week counts as days. */
const UNITS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'] as const;
const [MONTH, DAY, SECOND, MILLISECOND] = [1, 2, 5, 6];
/** Milliseconds of the units that are always as long. */
const LENGTHS: Readonly<Record<string, number>> = { week: 604_800_000, day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1000, millisecond: 1 };
/** Where the text of a precision ends: `2026-01-01T10` of hours. */
const ENDS = [4, 7, 10, 13, 16, 19, 23];
/** Days of a year and of a month, where a date says no more (FHIRPath 2.0 §6.8). */
const DAYS = [365, 30];

/**
 * Adds a duration to a date or to a local time without its zone (FHIRPath 2.0 §6.8): above seconds only whole units count, what is finer than the precision
 * of the time is cut to it, and a month ends on its last day. Nothing when the text is no time; throws for a result
 * before the year 0001 or after 9999. Units: `year` … `millisecond`, `week`.
 */
export function shiftedTime(local: string, amount: number, unit: string): string | undefined {
  const match = MOMENT.exec(local);
  if (!match) return undefined;
  const fields = match.slice(1, 8).filter((part) => part !== undefined);
  const [year, month, day, hour, minute, second] = [0, 1, 2, 3, 4, 5].map((at) => Number(fields[at] ?? (at === MONTH || at === DAY ? 1 : 0))) as [number, number, number, number, number, number];
  const fraction = fields[MILLISECOND] === undefined ? 0 : Number(fields[MILLISECOND].padEnd(3, '0').slice(0, 3));
  const precision = fields.length - 1;
  const [rank, count] = atPrecision(unit, amount, precision);
  const date = new Date(Date.UTC(2000, month - 1, 1, hour, minute, second, fraction));
  const months = rank === 0 ? count * 12 : rank === MONTH ? count : 0;
  date.setUTCFullYear(year, month - 1 + months, 1);
  date.setUTCDate(Math.min(day, lastDay(date)));
  // Seconds and milliseconds are one precision (FHIRPath 2.0 §6.2.1).
  if (rank > MONTH) date.setTime(date.getTime() + wholeUnits(count * LENGTHS[unit]!, precision >= SECOND ? MILLISECOND : precision));
  if (!(date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999)) throw new Error(`The year is out of range: ${local} and ${amount} ${unit}`);
  return `${date.toISOString().slice(0, ENDS[precision === SECOND && date.getUTCMilliseconds() > 0 ? MILLISECOND : precision])}${match[8]}`;
}

/** The unit's place and how many; of a year or a month without days in whole years or months. */
function atPrecision(unit: string, amount: number, precision: number): [rank: number, count: number] {
  const rank = unit === 'week' ? DAY : UNITS.indexOf(unit as 'day');
  const count = rank < SECOND ? Math.trunc(amount) : amount;
  if (precision >= DAY || rank <= precision) return [rank, count];
  if (rank === MONTH) return [0, Math.trunc(count / 12)];
  return [precision, Math.trunc((count * LENGTHS[unit]!) / LENGTHS.day! / DAYS[precision]!)];
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
