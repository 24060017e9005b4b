import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { CalendarYear, getCalendarYear as operation } from '../../contract/calendar.ts';
import { calendarYearOf } from '../rules/calendar-year.ts';
import { listNotices, listNoticeYears } from '../store/calendar.ts';

export async function getCalendarYear({ sql }: QueryContext, { year }: InputOf<typeof operation>): Promise<CalendarYear> {
  return calendarYearOf(year, await listNotices(sql, year), await listNoticeYears(sql));
}
