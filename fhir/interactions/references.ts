/** Replaces addresses inside a transaction's resources: `urn:uuid:` and fullUrls by what the entries become. */

export type Resolve = (reference: string) => string | undefined;

/** Returns the value with every address that `resolve` knows replaced; untouched parts are shared, not copied. */
export function replaceReferences(value: unknown, resolve: Resolve): unknown {
  if (typeof value === 'string') return replaceText(value, resolve);
  if (Array.isArray(value)) {
    const mapped = value.map((each) => replaceReferences(each, resolve));
    return mapped.some((each, index) => each !== value[index]) ? mapped : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [name, inner] of Object.entries(value)) {
    const replaced = replaceReferences(inner, resolve);
    if (replaced === inner) continue;
    copy ??= { ...(value as Record<string, unknown>) };
    copy[name] = replaced;
  }
  return copy ?? value;
}

/** Whole addresses, with a fragment, and links in narratives. */
function replaceText(text: string, resolve: Resolve): string {
  if (text.startsWith('<div')) {
    return text.replace(/\b(href|src)="([^"]+)"/g, (found, attribute: string, address: string) => {
      const target = resolve(address);
      return target === undefined ? found : `${attribute}="${target}"`;
    });
  }
  const hash = text.indexOf('#');
  if (hash < 0) return resolve(text) ?? text;
  const target = resolve(text.slice(0, hash));
  return target === undefined ? text : target + text.slice(hash);
}

/** Places of `reference` elements whose text satisfies a test, with their FHIRPath-like paths. */
export function findReferences(value: unknown, path: string, isWanted: (reference: string) => boolean): { path: string; reference: string }[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => findReferences(each, `${path}[${index}]`, isWanted));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const place = `${path}.${name}`;
    if (name === 'reference' && typeof inner === 'string') return isWanted(inner) ? [{ path: place, reference: inner }] : [];
    return findReferences(inner, place, isWanted);
  });
}
