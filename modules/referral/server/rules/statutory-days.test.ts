import { describe, expect, it } from 'vitest';
import { addDays } from '#platform/kernel/period.ts';
import { isStatutoryDayOff } from './statutory-days.ts';

const daysOf = (year: number): string[] => Array.from({ length: 366 }, (_, index) => addDays(`${year}-01-01`, index)).filter((day) => day.startsWith(`${year}`) && isStatutoryDayOff(day)).map((day) => day.slice(5));

describe('the days off that the law names', () => {
  it.each([
    [2025, ['01-01', '01-28', '01-29', '01-30', '01-31', '04-04', '05-01', '05-02', '05-31', '10-01', '10-02', '10-03', '10-06']],
    [2026, ['01-01', '02-16', '02-17', '02-18', '02-19', '04-05', '05-01', '05-02', '06-19', '09-25', '10-01', '10-02', '10-03']],
    [2027, ['01-01', '02-05', '02-06', '02-07', '02-08', '04-05', '05-01', '05-02', '06-09', '09-15', '10-01', '10-02', '10-03']],
    [2028, ['01-01', '01-25', '01-26', '01-27', '01-28', '04-04', '05-01', '05-02', '05-28', '10-01', '10-02', '10-03']],
  ])('are those of %i', (year, days) => {
    expect(daysOf(year)).toEqual(days);
  });
});
