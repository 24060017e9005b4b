import type { Bill } from '../../../contract/bill-rules.ts';

const DAY_MS = 86_400_000;

/** Days between admission and discharge, at least one; undefined while the person is still in. */
export function daysOfStay({ admittedOn, dischargedOn }: Pick<Bill, 'admittedOn' | 'dischargedOn'>): number | undefined {
  if (dischargedOn === null) return undefined;
  return Math.max(1, Math.round((Date.parse(dischargedOn) - Date.parse(admittedOn)) / DAY_MS));
}

const WILDCARD = '*';

/** Whether a code is one of the list; `301*` stands for every code that begins with 301. */
export const isListed = (code: string, list: readonly string[]): boolean =>
  list.some((each) => (each.endsWith(WILDCARD) ? code.startsWith(each.slice(0, -1)) : code === each));
