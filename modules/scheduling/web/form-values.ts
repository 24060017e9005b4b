import { addDays, chinaDate } from '#platform/kernel/period.ts';
import type { Text } from '#platform/kernel/problem.ts';
import type { Choice } from '#platform/web/form/choice-fields.tsx';
import type { FormValues } from '#platform/web/form/use-draft-form.ts';
import type { FilterChoice } from '#platform/web/table/columns.ts';
import type { Say } from '#platform/web/text/messages.ts';
import { SPECIALITY_CODES, specialityText } from '../contract/words.ts';

/** Without fields left empty: the contract knows them as absent, not as empty text. */
export const filledIn = (values: FormValues): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null && value !== undefined));

export const today = (): string => chinaDate(new Date());

/** Monday of the week in which a day lies. */
export function mondayOf(day: string): string {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

/** A word table of the contract as choices of a field. */
export const choicesOf = (words: Readonly<Record<string, Text>>, say: Say): Choice[] =>
  Object.entries(words).map(([value, label]) => ({ value, label: say(label) }));

/** A word table of the contract as choices of a filter. */
export const filterChoices = (words: Readonly<Record<string, Text>>): FilterChoice[] => Object.entries(words).map(([value, label]) => ({ value, label }));

export const specialityChoices = (say: Say): Choice[] => SPECIALITY_CODES.map((value) => ({ value, label: say(specialityText(value)) }));

export const specialityFilter: readonly FilterChoice[] = SPECIALITY_CODES.map((value) => ({ value, label: specialityText(value) }));
