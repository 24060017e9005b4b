import { z } from 'zod';
import { command, query } from '#platform/kernel/contract.ts';

const FILE_MAX = 400_000;
/** Qingming is known by its formula for these years. */
const yearSchema = z.coerce.number().int().min(2000).max(2099);

/** Why a day differs from its weekday: the law gives it off, the notice of the year gives it off, or it is worked in exchange. */
export const dayKinds = ['law', 'off', 'worked'] as const;
export type DayKind = (typeof dayKinds)[number];

const festivals = ['new-year', 'spring', 'qingming', 'labour', 'dragon-boat', 'mid-autumn', 'national'] as const;

export const calendarDaySchema = z.object({ day: z.string(), kind: z.enum(dayKinds), festival: z.enum(festivals).nullable(), name: z.string().nullable() });
export type CalendarDay = z.infer<typeof calendarDaySchema>;

const noticeSchema = z.object({ version: z.number().int(), source: z.string(), loadedAt: z.string(), loadedBy: z.string(), daysOff: z.number().int(), daysWorked: z.number().int() });
export type CalendarNotice = z.infer<typeof noticeSchema>;

export const calendarYearSchema = z.object({
  year: z.number().int(),
  /** Days off and make-up days, oldest first. */
  days: z.array(calendarDaySchema),
  /** Newest first: the first is in force. */
  notices: z.array(noticeSchema),
  /** Of each month, January first. */
  workingDays: z.array(z.number().int()),
  /** False where the lunar festivals of the year are known only from its notice. */
  lunarKnown: z.boolean(),
  /** Years of which a notice is loaded. */
  years: z.array(z.number().int()),
});
export type CalendarYear = z.infer<typeof calendarYearSchema>;

export const loadCalendarYear = command({
  name: 'loadCalendarYear',
  path: '/calendar-years/{year}',
  permission: 'regions.load-calendar',
  event: 'regions.calendar-loaded',
  summary: { zh: '载入年度放假调休安排', en: 'Load the notice of a year: bridging days off and make-up working days' },
  input: z.object({
    year: yearSchema,
    /** The notice as people cite it: number and title. */
    source: z.string().trim().min(4).max(200),
    /** A CSV or Excel file with the columns date, until (may be absent), kind and name (may be absent). */
    contentBase64: z.base64().min(4).max(FILE_MAX),
  }),
  output: calendarYearSchema,
});

export const getCalendarYear = query({
  name: 'getCalendarYear',
  path: '/calendar-years/{year}',
  permission: 'regions.read',
  summary: { zh: '节假日与调休', en: 'Days off and make-up working days of a year' },
  input: z.object({ year: yearSchema }),
  output: calendarYearSchema,
});
