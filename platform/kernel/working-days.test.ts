import { describe, expect, it } from 'vitest';
import { addDays } from './period.ts';
import { isWeekend, isWorkingDay, knowsLunarDays, statutoryDaysOff } from './working-days.ts';

const daysOf = (year: number): string[] => [...statutoryDaysOff(year).keys()].map((day) => day.slice(5));

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

describe('a working day', () => {
  it('is one from Monday to Friday that the law does not give off', () => {
    expect(['2026-02-13', '2026-02-14', '2026-02-16', '2026-02-20'].map((day) => isWorkingDay(day, new Map()))).toEqual([true, false, false, true]);
  });

  it('is what the notice of the year says, before anything else', () => {
    const notice = new Map([['2026-02-14', true], ['2026-02-20', false], ['2026-10-01', true]]);
    expect(['2026-02-14', '2026-02-20', '2026-10-01', '2026-02-21'].map((day) => isWorkingDay(day, notice))).toEqual([true, false, true, false]);
  });

  it.each([2025, 2026, 2027, 2030, 2035])('there are 13 days off by law in %i, fewer only where festivals meet', (year) => {
    const days = [...statutoryDaysOff(year).keys()];
    expect(days).toHaveLength(13);
    expect([...days].sort()).toEqual(days);
    const weekdays = Array.from({ length: 366 }, (_, index) => addDays(`${year}-01-01`, index)).filter((day) => day.startsWith(`${year}-`) && !isWeekend(day));
    expect(weekdays.filter((day) => isWorkingDay(day, new Map()))).toHaveLength(weekdays.length - days.filter((day) => !isWeekend(day)).length);
  });

  it('of the lunar festivals is known until 2035', () => {
    expect([2024, 2025, 2035, 2036].map(knowsLunarDays)).toEqual([false, true, true, false]);
  });
});
