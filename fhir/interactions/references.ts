/** Replaces addresses inside a transaction's resources: `urn:uuid:` and fullUrls by what the entries become. */

export type Resolve = (reference: string) => string | undefined;

/** Returns the value with every address that `resolve` knows replaced; untouched parts are shared, not copied. */
export function replaceReferences(value: unknown, resolve: Resolve): unknown {
  if (typeof value === 'string') return replaceText(value, resolve);
  if (Array.isArray(value)) return replaceEach(value, resolve);
  if (typeof value !== 'object' || value === null) return value;
  let copy: Record<string, unknown> | undefined;
  for (const name in value) {
    const inner = (value as Record<string, unknown>)[name];
    const replaced = replaceReferences(inner, resolve);
    if (replaced === inner) continue;
    copy ??= { ...(value as Record<string, unknown>) };
    copy[name] = replaced;
  }
  return copy ?? value;
}

function replaceEach(values: readonly unknown[], resolve: Resolve): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < values.length; index += 1) {
    const replaced = replaceReferences(values[index], resolve);
    if (replaced !== values[index]) (copy ??= [...values])[index] = replaced;
  }
  return copy ?? values;
}

/** Whole addresses, with a fragment, and links in narratives. */
export function replaceText(text: string, resolve: Resolve): string {
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
export function findReferences(value: unknown, path: string, isWanted: (reference: string) => boolean): FoundReference[] {
  const found: FoundReference[] = [];
  walk(value, { path, isWanted, trail: [], found });
  return found;
}

export interface FoundReference {
  readonly path: string;
  readonly reference: string;
}

interface Walk {
  readonly path: string;
  readonly isWanted: (reference: string) => boolean;
  /** Names and indexes on the way; a path is written only for what is found, since most elements are no references. */
  readonly trail: string[];
  readonly found: FoundReference[];
}

function walk(value: unknown, at: Walk): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) step(value[index], `[${index}]`, at);
    return;
  }
  for (const name in value) {
    const inner = (value as Record<string, unknown>)[name];
    if (typeof inner === 'object') step(inner, name, at);
    else if (name === 'reference' && typeof inner === 'string' && at.isWanted(inner)) at.found.push({ path: `${at.path}${pathOf(at.trail)}.reference`, reference: inner });
  }
}

function step(value: unknown, name: string, at: Walk): void {
  if (typeof value !== 'object' || value === null) return;
  at.trail.push(name);
  walk(value, at);
  at.trail.pop();
}

const pathOf = (trail: readonly string[]): string => trail.map((name) => (name.startsWith('[') ? name : `.${name}`)).join('');
