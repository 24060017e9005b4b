import { isPrimitive } from '#fhir/validation/primitives.ts';
import { literalIn } from '#fhir/types/decimal-json.ts';
import type { Parameters, ParametersParameter } from '#fhir/types/resources.gen.ts';
import { isResourceElement } from '#fhir/types/structure-table.ts';
import { membersOf, valuePart, type Content, type Given, type Member } from './patch-parts.ts';

/**
 * A FHIRPath Patch that turns the first resource into the second, both of one type and valid R4. Lists are matched at both
 * ends and then place by place, so that a change within an item is a change within, and an item more is an insertion.
 */
export function patchBetween(from: Content, to: Content): Parameters {
  const operations: ParametersParameter[] = [];
  compareObjects(operations, { path: String(from.resourceType), structure: String(from.resourceType), from, to });
  return { resourceType: 'Parameters', ...(operations.length === 0 ? {} : { parameter: operations }) };
}

interface Pair {
  readonly path: string;
  readonly structure: string;
  readonly from: Content;
  readonly to: Content;
}

const text = (name: string, valueString: string): ParametersParameter => ({ name, valueString });
const code = (valueCode: string): ParametersParameter => ({ name: 'type', valueCode });
const operation = (...part: ParametersParameter[]): ParametersParameter => ({ name: 'operation', part } as ParametersParameter);

const add = (path: string, name: string, given: Given): ParametersParameter => operation(code('add'), text('path', path), text('name', name), valuePart('value', given));
const remove = (path: string): ParametersParameter => operation(code('delete'), text('path', path));
const replace = (path: string, given: Given): ParametersParameter => operation(code('replace'), text('path', path), valuePart('value', given));
const insert = (path: string, index: number, given: Given): ParametersParameter =>
  operation(code('insert'), text('path', path), { name: 'index', valueInteger: index }, valuePart('value', given));

function compareObjects(out: ParametersParameter[], { path, structure, from, to }: Pair): void {
  const [before, after] = [membersByName(from, structure), membersByName(to, structure)];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    compareMembers(out, { holder: path, path: `${path}.${name}`, before: before.get(name), after: after.get(name) });
  }
}

/** Of a choice at most one is present; it is known by its name without type. */
const membersByName = (content: Content, structure: string): Map<string, Member> =>
  new Map(membersOf(content, structure).map((member) => [member.row.name, member]));

interface Members {
  /** Path of the object that holds them. */
  readonly holder: string;
  readonly path: string;
  readonly before: Member | undefined;
  readonly after: Member | undefined;
}

function compareMembers(out: ParametersParameter[], { holder, path, before, after }: Members): void {
  const [old, fresh] = [before?.given ?? [], after?.given ?? []];
  const { row } = (before ?? after)!;
  if (row.max !== 1) return compareLists(out, { holder, path, name: row.name, old, fresh });
  const [was, is] = [old[0], fresh[0]];
  if (was === undefined && is !== undefined) out.push(add(holder, row.name, is));
  else if (was !== undefined && is === undefined) out.push(remove(path));
  else if (was !== undefined && is !== undefined) compareGiven(out, path, { was, is });
}

interface Lists {
  readonly holder: string;
  readonly path: string;
  readonly name: string;
  readonly old: readonly Given[];
  readonly fresh: readonly Given[];
}

function compareLists(out: ParametersParameter[], { holder, path, name, old, fresh }: Lists): void {
  const shorter = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < shorter && isSame(old[head]!, fresh[head]!)) head += 1;
  let tail = 0;
  while (tail < shorter - head && isSame(old.at(-1 - tail)!, fresh.at(-1 - tail)!)) tail += 1;
  const [oldEnd, freshEnd] = [old.length - tail, fresh.length - tail];
  const both = Math.min(oldEnd, freshEnd);
  for (let at = head; at < both; at += 1) compareGiven(out, `${path}[${at}]`, { was: old[at]!, is: fresh[at]! });
  for (let at = oldEnd - 1; at >= both; at -= 1) out.push(remove(`${path}[${at}]`));
  for (let at = both; at < freshEnd; at += 1) {
    const isLast = at >= (old.length === 0 ? 0 : old.length - (oldEnd - both) + (at - both));
    out.push(isLast ? add(holder, name, fresh[at]!) : insert(path, at, fresh[at]!));
  }
}

/** One value that is there before and after. */
function compareGiven(out: ParametersParameter[], path: string, { was, is }: { was: Given; is: Given }): void {
  if (isSame(was, is)) return;
  const isWithin = was.type === is.type && !isPrimitive(was.type) && was.type !== 'xhtml';
  const structure = isResourceElement(was.type) ? String((was.value as Content).resourceType) : was.type;
  const isOneType = !isResourceElement(was.type) || structure === (is.value as Content).resourceType;
  if (isWithin && isOneType) compareObjects(out, { path, structure, from: was.value as Content, to: is.value as Content });
  else out.push(replace(path, is));
}

/** Equal content, decimals by their written form; the order of members does not matter. */
function isSame(a: Given, b: Given): boolean {
  if (a.property !== b.property || !isEqual(a.value, b.value) || !isEqual(a.sibling, b.sibling)) return false;
  return typeof a.value !== 'number' || literalIn(a.holder, a.property) === literalIn(b.holder, b.property);
}

export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  for (const name of names) {
    const [left, right] = [(a as Content)[name], (b as Content)[name]];
    if (!isEqual(left, right)) return false;
    if (typeof left === 'number' && literalIn(a, name) !== literalIn(b, name)) return false;
  }
  return true;
}
