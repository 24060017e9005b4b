import { addDays } from './period.ts';

/** Festivals that the law gives days off for. */
export type Festival = 'new-year' | 'spring' | 'qingming' | 'labour' | 'dragon-boat' | 'mid-autumn' | 'national';

/** Spring Festival, Dragon Boat and Mid-Autumn. Not computed: the lunar calendar of ICU is a day off where a new moon falls near midnight (2027-02-06). */
const LUNAR: Readonly<Record<number, readonly [string, string, string]>> = {
  2025: ['01-29', '05-31', '10-06'], 2026: ['02-17', '06-19', '09-25'], 2027: ['02-06', '06-09', '09-15'], 2028: ['01-26', '05-28', '10-03'],
  2029: ['02-13', '06-16', '09-22'], 2030: ['02-03', '06-05', '09-12'], 2031: ['01-23', '06-24', '10-01'], 2032: ['02-11', '06-12', '09-19'],
  2033: ['01-31', '06-01', '09-08'], 2034: ['02-19', '06-20', '09-27'], 2035: ['02-08', '06-10', '09-16'],
};
const FIXED = [['01-01', 'new-year'], ['05-01', 'labour'], ['05-02', 'labour'], ['10-01', 'national'], ['10-02', 'national'], ['10-03', 'national']] as const;
const IN_FORCE_FROM = 2025;

/** True where the days of the lunar festivals are known too; later they stand only in the notice of the year. */
export const knowsLunarDays = (year: number): boolean => LUNAR[year] !== undefined;

/**
 * Days off that the law itself names, by State Council Order 795 (in force 2025-01-01): New Year's Day, four days from
 * the eve of the Spring Festival, Qingming, 1–2 May, Dragon Boat, Mid-Autumn, 1–3 October. What each year's notice adds
 * (bridging days, make-up days) follows no rule and is loaded in the room of regions, as are lunar days after 2035.
 */
export function statutoryDaysOff(year: number): ReadonlyMap<string, Festival> {
  const known = daysOff.get(year) ?? daysOffOf(year);
  daysOff.set(year, known);
  return known;
}

const daysOff = new Map<number, ReadonlyMap<string, Festival>>();

function daysOffOf(year: number): ReadonlyMap<string, Festival> {
  if (year < IN_FORCE_FROM) return new Map();
  const [spring, dragonBoat, midAutumn] = LUNAR[year] ?? [];
  const eve = spring === undefined ? [] : [-1, 0, 1, 2].map((step) => [addDays(`${year}-${spring}`, step), 'spring'] as const);
  const lunar = dragonBoat === undefined || midAutumn === undefined ? [] : ([[dragonBoat, 'dragon-boat'], [midAutumn, 'mid-autumn']] as const);
  const fixed = [...lunar, ...FIXED, [qingmingOf(year), 'qingming'] as const].map(([day, festival]) => [`${year}-${day}`, festival] as const);
  // Mid-Autumn on a day of National Day is called by the longer one.
  return new Map([...fixed, ...eve].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** Solar term, by the formula that holds for 2000 to 2099. */
const qingmingOf = (year: number): string => `04-0${Math.floor((year % 100) * 0.2422 + 4.81) - Math.floor((year % 100) / 4)}`;

/** What the notices of the years say: `YYYY-MM-DD` → worked. Days that it does not name follow week-ends and the law. */
export type DayCalendar = ReadonlyMap<string, boolean>;

export function isWorkingDay(day: string, notices: DayCalendar): boolean {
  const stated = notices.get(day);
  if (stated !== undefined) return stated;
  return !isWeekend(day) && !statutoryDaysOff(Number(day.slice(0, 4))).has(day);
}

export function isWeekend(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}
