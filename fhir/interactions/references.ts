import type { Resource } from '#fhir/types/resources.gen.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';

/** Replaces addresses inside resources that come from outside: `urn:uuid:` and fullUrls by what the entries of a transaction become, own ones by relative ones. */

export type Resolve = (reference: string) => string | undefined;

/** Returns the value with every address that `resolve` knows replaced; untouched parts are shared, not copied. */
export const replaceReferences = (value: unknown, resolve: Resolve): unknown => replaceTexts(value, '', (text) => replaceText(text, resolve));

const OF_A_RESOURCE = /^([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/** Whether a reference is a whole address of this server. */
export const isOwn = (reference: string, base: string): boolean => reference.startsWith(base) && reference[base.length] === '/';

/**
 * The resource with references to this server made relative, so that all that follows references sees one address of a resource (decision 0117).
 * A stored Bundle stays as it is: its references are read by the addresses of its entries, and it may be signed.
 */
export function withOwnReferences<T extends Resource>(resource: T, base: string): T {
  if (resource.resourceType === 'Bundle') return resource;
  return replaceTexts(resource, '', (text, name) => {
    if (name !== 'reference' || !isOwn(text, base)) return text;
    const relative = text.slice(base.length + 1);
    return isResourceType(OF_A_RESOURCE.exec(relative)?.[1] ?? '') ? relative : text;
  }) as T;
}

type ReplaceText = (text: string, name: string) => string;

/** `name` is that of the element which the value is, or is one of. */
function replaceTexts(value: unknown, name: string, replace: ReplaceText): unknown {
  if (typeof value === 'string') return replace(value, name);
  if (Array.isArray(value)) return replaceEach(value, name, replace);
  if (typeof value !== 'object' || value === null) return value;
  let copy: Record<string, unknown> | undefined;
  for (const member in value) {
    const inner = (value as Record<string, unknown>)[member];
    const replaced = replaceTexts(inner, member, replace);
    if (replaced === inner) continue;
    copy ??= { ...(value as Record<string, unknown>) };
    copy[member] = replaced;
  }
  return copy ?? value;
}

function replaceEach(values: readonly unknown[], name: string, replace: ReplaceText): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < values.length; index += 1) {
    const replaced = replaceTexts(values[index], name, replace);
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
