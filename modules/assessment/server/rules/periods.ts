import { addDays } from '#platform/kernel/period.ts';

const SHAPES = { month: /^\d{4}-\d{2}$/, quarter: /^\d{4}Q[1-4]$/, year: /^\d{4}$/ } as const;

export const fitsPeriod = (length: keyof typeof SHAPES, period: string): boolean => SHAPES[length].test(period);

const monthName = (index: number): string => `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
const firstMonth = (period: string): number => {
  const year = Number(period.slice(0, 4)) * 12;
  if (period.includes('Q')) return year + (Number(period.slice(5)) - 1) * 3;
  return period.length === 4 ? year : year + Number(period.slice(5)) - 1;
};
const monthsIn = (period: string): number => (period.includes('Q') ? 3 : period.length === 4 ? 12 : 1);

/** The period of the same length before it. */
export function periodBefore(period: string): string {
  const first = firstMonth(period) - monthsIn(period);
  const year = Math.floor(first / 12);
  if (period.length === 4) return String(year);
  return period.includes('Q') ? `${year}Q${Math.floor((first % 12) / 3) + 1}` : monthName(first);
}

export const yearBefore = (period: string): string => `${Number(period.slice(0, 4)) - 1}${period.slice(4)}`;

/** The last day of the period. */
export const lastDay = (period: string): string => addDays(`${monthName(firstMonth(period) + monthsIn(period))}-01`, -1);
