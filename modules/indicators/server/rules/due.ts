import { DEFINITIONS } from '../../contract/definitions/all.ts';
import type { Definition } from '../../contract/definition.ts';
import { addMonths } from '#platform/kernel/period.ts';

/** Values of a month are due on this day of the next. */
const DUE_DAY = '15';

export const dueOn = (month: string): string => `${addMonths(month, 1)}-${DUE_DAY}`;

/** Indicators of a list that somebody must enter for the month: a quarter's in its last month, a year's in December. */
export function dueIndicators(list: Definition['list'], month: string): string[] {
  const isDue = (length: Definition['period']): boolean => length === 'month' || (length === 'quarter' ? Number(month.slice(5)) % 3 === 0 : month.endsWith('-12'));
  return DEFINITIONS.filter((each) => each.list === list && each.source !== 'measure' && each.shape !== 'text' && isDue(each.period)).map(({ id }) => id);
}
