import type { Text } from '#platform/kernel/problem.ts';
import type { Choice } from '#platform/web/form/choice-fields.tsx';
import type { FilterChoice } from '#platform/web/table/columns.ts';
import type { Say } from '#platform/web/text/messages.ts';

type Table = Readonly<Record<string, Text>>;

/** The word of a code; a code of a later version is shown as it is. */
export const wordOf = (table: Table, code: string): Text => table[code] ?? { zh: code, en: code };

export const choicesOf = (table: Table, say: Say): Choice[] => Object.entries(table).map(([value, text]) => ({ value, label: say(text) }));

export const filterChoicesOf = (table: Table): FilterChoice[] => Object.entries(table).map(([value, label]) => ({ value, label }));
