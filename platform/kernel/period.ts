/** True for a real calendar day written `YYYY-MM-DD`; 2026-02-31 is not one. */
export function isCalendarDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const SHANGHAI_OFFSET_MS = 8 * 3600_000;

/** The calendar day in China at an instant. China has had no summer time since 1991. */
export const chinaDate = (instant: Date): string => new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);

/** The calendar day in China of a date or a time as it is written: an instant of before eight in the morning stands there under the day before in UTC. */
export function chinaDayOf(written: string): string {
  // A day that there is not stays one: the engine would read the third of March in 2026-02-31.
  const instant = /T.*(?:Z|[+-]\d{2}:\d{2})$/.test(written) && isCalendarDate(written.slice(0, 10)) ? Date.parse(written) : Number.NaN;
  return Number.isNaN(instant) ? written.slice(0, 10) : chinaDate(new Date(instant));
}

export function addDays(date: string, days: number): string {
  const shifted = new Date(`${date}T00:00:00Z`);
  shifted.setUTCDate(shifted.getUTCDate() + days);
  return shifted.toISOString().slice(0, 10);
}

/** Whole years from birth to a day. */
export function ageInYears(birthDate: string, onDate: string): number {
  const years = Number(onDate.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return onDate.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** What numbers are told for: a month `2026-03`, a quarter `2026Q1` or a year `2026`. */
export type PeriodLength = 'month' | 'quarter' | 'year';

const LENGTHS: readonly (readonly [PeriodLength, RegExp, number])[] = [['month', /^\d{4}-(0[1-9]|1[0-2])$/, 1], ['quarter', /^\d{4}Q[1-4]$/, 3], ['year', /^\d{4}$/, 12]];

export const fitsPeriod = (length: PeriodLength, period: string): boolean => LENGTHS.some(([each, shape]) => each === length && shape.test(period));

const monthsIn = (period: string): number => LENGTHS.find(([, shape]) => shape.test(period))?.[2] ?? 1;
/** Months are numbered from the year 0. */
const monthAt = (index: number): string => `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
const firstIndex = (period: string): number => {
  const year = Number(period.slice(0, 4)) * 12;
  if (period.length === 4) return year;
  return period.includes('Q') ? year + (Number(period.slice(5)) - 1) * 3 : year + Number(period.slice(5, 7)) - 1;
};

/** The months of a period, oldest first. */
export const monthsOf = (period: string): string[] => Array.from({ length: monthsIn(period) }, (_, index) => monthAt(firstIndex(period) + index));

/** The first and the last month of a period. */
export const endsOf = (period: string): { first: string; last: string } => ({ first: monthAt(firstIndex(period)), last: monthAt(firstIndex(period) + monthsIn(period) - 1) });

/** Also takes a day, of which the month counts. */
export const addMonths = (month: string, count: number): string => monthAt(firstIndex(month) + count);

/** The months up to and with `last`, oldest first. */
export const monthsUntil = (last: string, count: number): string[] => Array.from({ length: count }, (_, index) => addMonths(last, index + 1 - count));

/** The period of a length that the month lies in. */
export function periodOf(length: PeriodLength, month: string): string {
  if (length === 'month') return month.slice(0, 7);
  return length === 'year' ? month.slice(0, 4) : `${month.slice(0, 4)}Q${Math.ceil(Number(month.slice(5, 7)) / 3)}`;
}

/** The period of the same length before it. */
export function periodBefore(period: string): string {
  const month = monthAt(firstIndex(period) - monthsIn(period));
  return periodOf(LENGTHS.find(([, shape]) => shape.test(period))?.[0] ?? 'month', month);
}

/** The same part of the year before. */
export const yearBefore = (period: string): string => `${Number(period.slice(0, 4)) - 1}${period.slice(4)}`;

export const firstDay = (period: string): string => `${monthAt(firstIndex(period))}-01`;

export const lastDay = (period: string): string => addDays(`${monthAt(firstIndex(period) + monthsIn(period))}-01`, -1);
