/** A period is `2026-03`, `2026Q1` or `2026`. */
export function monthsOf(period: string): string[] {
  const quarter = /^(\d{4})Q([1-4])$/.exec(period);
  if (quarter) return [1, 2, 3].map((index) => monthName(Number(quarter[1]), (Number(quarter[2]) - 1) * 3 + index));
  if (/^\d{4}$/.test(period)) return Array.from({ length: 12 }, (_, index) => monthName(Number(period), index + 1));
  return [period];
}

const monthName = (year: number, month: number): string => `${year}-${String(month).padStart(2, '0')}`;

export function addMonths(month: string, count: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return monthName(Math.floor(index / 12), (index % 12) + 1);
}

export const yearBefore = (period: string): string => `${Number(period.slice(0, 4)) - 1}${period.slice(4)}`;

/** The months up to and with `last`, oldest first. */
export const monthsUntil = (last: string, count: number): string[] => Array.from({ length: count }, (_, index) => addMonths(last, index + 1 - count));

/** The period of the indicator's own length that the month lies in. */
export function periodOf(length: 'month' | 'quarter' | 'year', month: string): string {
  if (length === 'month') return month;
  return length === 'year' ? month.slice(0, 4) : `${month.slice(0, 4)}Q${Math.ceil(Number(month.slice(5, 7)) / 3)}`;
}
