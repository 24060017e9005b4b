import { addDays } from '#platform/kernel/period.ts';

/** Spring Festival, Dragon Boat and Mid-Autumn. Not computed: the lunar calendar of ICU is a day off where a new moon falls near midnight (2027-02-06). */
const LUNAR: Readonly<Record<number, readonly [string, string, string]>> = {
  2025: ['01-29', '05-31', '10-06'], 2026: ['02-17', '06-19', '09-25'], 2027: ['02-06', '06-09', '09-15'], 2028: ['01-26', '05-28', '10-03'],
  2029: ['02-13', '06-16', '09-22'], 2030: ['02-03', '06-05', '09-12'], 2031: ['01-23', '06-24', '10-01'], 2032: ['02-11', '06-12', '09-19'],
  2033: ['01-31', '06-01', '09-08'], 2034: ['02-19', '06-20', '09-27'], 2035: ['02-08', '06-10', '09-16'],
};
const FIXED = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'];

/**
 * Days off that the law itself names, by State Council Order 795 (in force 2025-01-01): New Year's Day, four days from
 * the eve of the Spring Festival, Qingming, 1–2 May, Dragon Boat, Mid-Autumn, 1–3 October. What each year's notice adds
 * (bridging days, make-up days) follows no rule and stands in `referral.calendar_day`, as do lunar days after 2035.
 */
export function isStatutoryDayOff(day: string): boolean {
  const year = Number(day.slice(0, 4));
  const known = daysOff.get(year) ?? daysOffOf(year);
  daysOff.set(year, known);
  return known.has(day);
}

const daysOff = new Map<number, ReadonlySet<string>>();

function daysOffOf(year: number): ReadonlySet<string> {
  if (year < 2025) return new Set();
  const [spring, ...others] = LUNAR[year] ?? [];
  const festival = spring === undefined ? [] : [-1, 0, 1, 2].map((step) => addDays(`${year}-${spring}`, step));
  return new Set([...festival, ...[...FIXED, ...others, qingmingOf(year)].map((rest) => `${year}-${rest}`)]);
}

/** Solar term, by the formula that holds for 2000 to 2099. */
const qingmingOf = (year: number): string => `04-0${Math.floor((year % 100) * 0.2422 + 4.81) - Math.floor((year % 100) / 4)}`;
