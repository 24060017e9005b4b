import type { AuditEntry } from './audit.ts';

/** Ids of one entry; a longer answer has an entry for each so many. */
const NAMED_MAX = 100;
/** Persons of one answer that are named; of more the trail has the number. */
const PERSONS_MAX = 1000;

/**
 * The entries about an answer on which several persons stand: the person itself where it is one, otherwise all of them as `detail.ids`, by which
 * each of them finds who looked. `count` is told where some of them have no id.
 */
export function entriesOfList(entry: AuditEntry, ids: Iterable<string | null | undefined>, count?: number): AuditEntry[] {
  const persons = [...new Set([...ids].filter((id) => id != null && id !== ''))] as string[];
  const total = count ?? persons.length;
  if (total === 0) return [entry];
  if (total === 1) return [{ ...entry, personId: persons[0] ?? null, detail: { ...entry.detail, persons: 1 } }];
  const named = persons.slice(0, PERSONS_MAX);
  if (named.length === 0) return [{ ...entry, detail: { ...entry.detail, persons: total } }];
  return Array.from({ length: Math.ceil(named.length / NAMED_MAX) }, (_, part) => ({
    ...entry, detail: { ...entry.detail, persons: total, ids: named.slice(part * NAMED_MAX, (part + 1) * NAMED_MAX) },
  }));
}
