/** The persons who stand in an answer, each once: by id, and those without one (`personName` alone) as a number. */
export function personsShown(answer: unknown): { readonly count: number; readonly ids: readonly string[] } {
  const ids = new Set<string>();
  let nameless = 0;
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) return value.forEach(walk);
    const { personId, personName, recordOpen, id } = value as { personId?: unknown; personName?: unknown; recordOpen?: unknown; id?: unknown };
    // A line of the person index is the person, and says whether the record is open.
    if (typeof recordOpen === 'boolean' && typeof id === 'string') ids.add(id);
    if (typeof personId === 'string' && personId !== '') ids.add(personId);
    else if (typeof personName === 'string' && personName !== '') nameless += 1;
    for (const inner of Object.values(value)) walk(inner);
  };
  walk(answer);
  return { count: ids.size + nameless, ids: [...ids] };
}
