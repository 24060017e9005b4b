import { addDays } from '#platform/kernel/period.ts';
import { isWorkingDay, knowsLunarDays, statutoryDaysOff } from '#platform/kernel/working-days.ts';
import type { CalendarDay, CalendarYear } from '../../contract/calendar.ts';
import type { NoticeRow } from '../store/calendar.ts';

/** What holds in a year: the days of the law, and over them the newest notice. */
export function calendarYearOf(year: number, notices: readonly NoticeRow[], years: readonly number[]): CalendarYear {
  const law = statutoryDaysOff(year);
  const stated = new Map((notices[0]?.days ?? []).map((day) => [day.day, day]));
  const days = [...new Set([...law.keys(), ...stated.keys()])].sort().map((day): CalendarDay => {
    const [notice, festival] = [stated.get(day), law.get(day) ?? null];
    return { day, kind: notice?.worked === true ? 'worked' : festival === null ? 'off' : 'law', festival, name: notice?.name ?? null };
  });
  const calendar = new Map([...stated].map(([day, { worked }]) => [day, worked]));
  const workingDays = Array.from({ length: 12 }, () => 0);
  for (let day = `${year}-01-01`; day.startsWith(`${year}-`); day = addDays(day, 1)) {
    if (isWorkingDay(day, calendar)) workingDays[Number(day.slice(5, 7)) - 1]! += 1;
  }
  return {
    year, days, workingDays, lunarKnown: knowsLunarDays(year), years: [...years],
    notices: notices.map(({ days: rows, version, source, loadedAt, loadedBy }) => {
      const daysWorked = rows.filter(({ worked }) => worked).length;
      return { version, source, loadedAt, loadedBy, daysOff: rows.length - daysWorked, daysWorked };
    }),
  };
}
