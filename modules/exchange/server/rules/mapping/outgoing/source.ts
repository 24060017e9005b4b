/** One element of FHIR as it was parsed. */
export type Element = unknown;

const STEP = /([a-z][A-Za-z]*)(?:\[([^\]]+)\])?(?:\.|$)/gy;

/** Everything at a dotted path; lists are gone through, `[n]` takes one and `[name=value]` those that say so. */
export function elementsAt(root: Element, path: string): Element[] {
  if (path === '$') return root === undefined || root === null ? [] : [root];
  let found: Element[] = [root];
  for (const [, name = '', filter] of path.replace(/^\//, '').matchAll(STEP)) {
    found = found.flatMap((each) => {
      const value = typeof each === 'object' && each !== null && !Array.isArray(each) ? (each as Record<string, unknown>)[name] : undefined;
      const all = value === undefined || value === null ? [] : Array.isArray(value) ? (value as unknown[]) : [value];
      return filtered(all, filter);
    });
  }
  return found;
}

function filtered(all: readonly Element[], filter: string | undefined): Element[] {
  if (filter === undefined) return [...all];
  if (/^\d+$/.test(filter)) return all.slice(Number(filter), Number(filter) + 1);
  const at = filter.indexOf('=');
  const [name, value] = [filter.slice(0, at), filter.slice(at + 1)];
  return at < 0 ? [] : all.filter((each) => typeof each === 'object' && each !== null && String((each as Record<string, unknown>)[name] ?? '') === value);
}
