/** What a table holds under a word from outside; `constructor` and the like are in every object, and are no entries. */
export const ownEntry = <Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined => (Object.hasOwn(table, word) ? table[word] : undefined);
