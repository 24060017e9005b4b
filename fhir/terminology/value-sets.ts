import type { Sql } from '#platform/database/transaction.ts';
import type { Coding, ValueSet, ValueSetCompose, ValueSetComposeInclude, ValueSetComposeIncludeFilter } from '#fhir/types/resources.gen.ts';
import { isSafePattern } from '#fhir/fhirpath/safe-pattern.ts';
import type { CodeSystemSource, Concept, ListAsked } from './concept.ts';
import { findCoreSystem, findCoreValueSet, pageOf, type ValueSetDefinition } from './core-systems.ts';
import { DESIGNATIONS } from './designations.ts';
import { valueSetOf, implicitValueSet } from './implicit-value-sets.ts';
import { findStoredSystem, findSystemOfValueSet } from './stored-systems.ts';
import { findStoredCanonical } from './stored-value-sets.ts';
import { withSupplements } from './supplements.ts';

/** Stored code systems win over those of the definitions; supplements add to both. */
export async function findCodeSystem(sql: Sql | undefined, url: string, version?: string): Promise<CodeSystemSource | undefined> {
  const found = (sql && (await findStoredSystem(sql, url, version))) ?? (await findCoreSystem(url, version));
  return withSupplements(sql, found);
}

/** A value set by its canonical address: stored, that of a code system (`CodeSystem.valueSet`), of the definitions, or implied by a code system. */
export async function findValueSet(sql: Sql | undefined, canonical: string): Promise<ValueSetDefinition | undefined> {
  const [url, version] = canonical.split('|') as [string, string?];
  if (sql) {
    const stored = await findStoredCanonical<ValueSet>(sql, 'ValueSet', { url, ...(version === undefined ? {} : { version }) });
    if (stored) return definitionOf(stored);
    const whole = await findSystemOfValueSet(sql, url, version);
    if (whole) return valueSetOf(url, { system: whole.url, ...(whole.version === null ? {} : { version: whole.version }) });
  }
  return (await findCoreValueSet(url)) ?? implicitValueSet(url);
}

/** A value set without a compose is the list of its expansion. */
export function definitionOf(valueSet: ValueSet): ValueSetDefinition {
  const { url = '', version, name, status, compose, expansion } = valueSet;
  const listed = (expansion?.contains ?? []).map(({ system, code, display }) => ({ system: system!, concept: [{ code: code!, ...(display === undefined ? {} : { display }) }] }));
  return { url, ...(version === undefined ? {} : { version }), ...(name === undefined ? {} : { name }), status, compose: compose ?? ({ include: listed } as unknown as ValueSetCompose) };
}

/** Thrown when a part of a value set is not known here; names the address. */
export class UnknownTerminology extends Error {}

export interface CodedConcept extends Concept {
  readonly system: string;
}

/** Thrown where a value set is larger than what is gathered of it. */
export class TooManyConcepts extends Error {}

/** Concepts of one include that are gathered in memory; more is refused as too costly. */
const GATHER_MAX = 100_000;
/** Value sets in value sets. */
const DEPTH_MAX = 8;

/** The page of an expansion. A value set of one whole code system is paged by the database. */
export async function expandValueSet(sql: Sql | undefined, { compose }: ValueSetDefinition, asked: ListAsked): Promise<{ total: number; concepts: readonly CodedConcept[] }> {
  return expandCompose(sql, compose, { asked, depth: 0 });
}

async function expandCompose(sql: Sql | undefined, compose: ValueSetCompose, { asked, depth }: { asked: ListAsked; depth: number }): Promise<{ total: number; concepts: readonly CodedConcept[] }> {
  const [only, ...others] = compose.include;
  const wanted = compose.inactive === false ? { ...asked, isActiveOnly: true } : asked;
  if (only && others.length === 0 && !compose.exclude && isWhole(only)) {
    const { total, concepts } = await (await getSystem(sql, only)).list(wanted);
    return { total, concepts: concepts.map((concept) => ({ ...concept, system: only.system! })) };
  }
  const alone = only && others.length === 0 && !compose.exclude && only.system === undefined && only.valueSet?.length === 1 ? only.valueSet[0]! : undefined;
  if (alone !== undefined && depth < DEPTH_MAX) {
    const inner = await findValueSet(sql, alone);
    if (!inner) throw new UnknownTerminology(alone);
    return expandCompose(sql, inner.compose, { asked: wanted, depth: depth + 1 });
  }
  const page = pageOf(await gather(sql, compose, depth), wanted);
  return { total: page.total, concepts: page.concepts as CodedConcept[] };
}

export interface TokensAsked {
  readonly limit: number;
  /** Whole code systems are listed too; otherwise one is a token without a code. */
  readonly isListed: boolean;
}

/** The tokens of a value set for a search: `system|code`, and `system|` for a code system that it includes whole. */
export async function tokensOfValueSet(sql: Sql, { compose, ...definition }: ValueSetDefinition, { limit, isListed }: TokensAsked): Promise<{ system: string; code?: string }[]> {
  const whole = isListed || compose.exclude ? [] : compose.include.filter(isWhole);
  const include = compose.include.filter((each) => !whole.includes(each));
  const { concepts } = include.length === 0 ? { concepts: [] } : await expandValueSet(sql, { ...definition, compose: { ...compose, include: include as ValueSetCompose['include'] } }, { offset: 0, limit });
  return [...whole.map(({ system }) => ({ system: system! })), ...concepts.map(({ system, code }) => ({ system, code }))];
}

const isWhole = ({ system, concept, filter, valueSet }: ValueSetComposeInclude): boolean => system !== undefined && !concept && !filter && !valueSet;

async function getSystem(sql: Sql | undefined, { system, version }: ValueSetComposeInclude): Promise<CodeSystemSource> {
  const found = await findCodeSystem(sql, system!, version);
  if (!found) throw new UnknownTerminology(system);
  return found;
}

async function gather(sql: Sql | undefined, { include, exclude = [] }: ValueSetCompose, depth: number): Promise<CodedConcept[]> {
  const found = new Map<string, CodedConcept>();
  for (const each of include) for (const concept of await gatherInclude(sql, each, depth)) found.set(`${concept.system}|${concept.code}`, concept);
  for (const each of exclude) for (const concept of await gatherInclude(sql, each, depth)) found.delete(`${concept.system}|${concept.code}`);
  return [...found.values()];
}

async function gatherInclude(sql: Sql | undefined, include: ValueSetComposeInclude, depth: number): Promise<CodedConcept[]> {
  const sets: CodedConcept[][] = [];
  if (include.system !== undefined) sets.push((await gatherSystem(sql, include)).map((concept) => ({ ...concept, system: include.system! })));
  for (const url of include.valueSet ?? []) {
    const inner = depth < DEPTH_MAX ? await findValueSet(sql, url) : undefined;
    if (!inner) throw new UnknownTerminology(url);
    sets.push(await gather(sql, inner.compose, depth + 1));
  }
  const [first = [], ...rest] = sets;
  const others = rest.map((set) => new Set(set.map((concept) => `${concept.system}|${concept.code}`)));
  return first.filter((concept) => others.every((set) => set.has(`${concept.system}|${concept.code}`)));
}

async function gatherSystem(sql: Sql | undefined, include: ValueSetComposeInclude): Promise<readonly Concept[]> {
  if (include.concept) return nameConcepts(include, await findCodeSystem(sql, include.system!, include.version));
  const system = await getSystem(sql, include);
  const [first, ...rest] = include.filter ?? [];
  const isBelow = first?.property === 'concept' && (first.op === 'is-a' || first.op === 'descendent-of');
  const start = isBelow ? await system.listBelow(first.value) : await everyConcept(system);
  const filters = isBelow && first.op === 'is-a' ? rest : (include.filter ?? []);
  const kept: Concept[] = [];
  for (const concept of start) if (await passes(system, concept, filters)) kept.push(concept);
  return kept;
}

async function everyConcept(system: CodeSystemSource): Promise<readonly Concept[]> {
  const { total, concepts } = await system.list({ offset: 0, limit: GATHER_MAX });
  if (total > GATHER_MAX) throw new TooManyConcepts(system.url);
  return concepts;
}

/** Displays of listed concepts come from their code system when the value set has none. */
async function nameConcepts({ concept = [] }: ValueSetComposeInclude, system: CodeSystemSource | undefined): Promise<Concept[]> {
  return Promise.all(concept.map(async ({ code, display, designation }) => {
    const known = await system?.find(code);
    const named = designation && { ...known?.properties, designation: [...(known?.properties?.designation ?? []), ...designation.map(({ value }) => value)], [DESIGNATIONS]: [...(known?.properties?.[DESIGNATIONS] ?? []), ...designation.map((each) => JSON.stringify(each))] };
    return { ...known, code, ...(display === undefined ? {} : { display }), ...(named ? { properties: named } : {}) };
  }));
}

async function passes(system: CodeSystemSource, concept: Concept, filters: readonly ValueSetComposeIncludeFilter[]): Promise<boolean> {
  for (const filter of filters) if (!(await passesOne(system, concept, filter))) return false;
  return true;
}

async function passesOne(system: CodeSystemSource, concept: Concept, { property, op, value }: ValueSetComposeIncludeFilter): Promise<boolean> {
  const values = property === 'concept' || property === 'code' ? [concept.code] : property === 'display' ? [concept.display ?? ''] : (concept.properties?.[property] ?? (property === 'parent' && concept.parent ? [concept.parent] : []));
  switch (op) {
    case 'is-a':
      return concept.code === value || system.isBelow(concept.code, value);
    case 'descendent-of':
      return concept.code !== value && system.isBelow(concept.code, value);
    case 'is-not-a':
      return !(concept.code === value || (await system.isBelow(concept.code, value)));
    case 'generalizes':
      return concept.code === value || system.isBelow(value, concept.code);
    case '=':
      return values.includes(value);
    case 'in':
      return value.split(',').some((each) => values.includes(each.trim()));
    case 'not-in':
      return !value.split(',').some((each) => values.includes(each.trim()));
    case 'exists':
      return (values.length > 0) === (value === 'true');
    case 'regex':
      if (!isSafePattern(value)) throw new UnknownTerminology(`regex ${value}`);
      return values.some((each) => new RegExp(`^(?:${value})$`, 'su').test(each));
  }
}

/**
 * The concept of a coding if it is in the value set, null if it is not; throws UnknownTerminology when that cannot be
 * known. A code without a system counts in any system of the value set.
 */
export const findInValueSet = (sql: Sql | undefined, { compose }: ValueSetDefinition, coding: Coding): Promise<CodedConcept | null> => findInCompose(sql, compose, { coding, depth: 0 });

interface CodeAsked {
  readonly coding: Coding;
  readonly depth: number;
}

async function findInCompose(sql: Sql | undefined, compose: ValueSetCompose, asked: CodeAsked): Promise<CodedConcept | null> {
  for (const exclude of compose.exclude ?? []) if (await findInInclude(sql, exclude, asked)) return null;
  let unknown: UnknownTerminology | undefined;
  for (const include of compose.include) {
    try {
      const found = await findInInclude(sql, include, asked);
      if (found) return found;
    } catch (error) {
      if (!(error instanceof UnknownTerminology)) throw error;
      unknown = error;
    }
  }
  if (unknown) throw unknown;
  return null;
}

async function findInInclude(sql: Sql | undefined, include: ValueSetComposeInclude, { coding, depth }: CodeAsked): Promise<CodedConcept | null> {
  let found: CodedConcept | null = null;
  if (include.system !== undefined) {
    const concept = coding.system === undefined || coding.system === include.system ? await findInSystem(sql, include, coding.code ?? '') : undefined;
    if (!concept) return null;
    found = { ...concept, system: include.system };
  }
  for (const url of include.valueSet ?? []) {
    const inner = depth < DEPTH_MAX ? await findValueSet(sql, url) : undefined;
    if (!inner) throw new UnknownTerminology(url);
    const concept = await findInCompose(sql, inner.compose, { coding, depth: depth + 1 });
    if (!concept) return null;
    found ??= concept;
  }
  return found;
}

async function findInSystem(sql: Sql | undefined, include: ValueSetComposeInclude, code: string): Promise<Concept | undefined> {
  if (include.concept) {
    const listed = include.concept.find((concept) => concept.code === code);
    return listed && (await nameConcepts({ ...include, concept: [listed] }, await findCodeSystem(sql, include.system!, include.version)))[0];
  }
  const system = await getSystem(sql, include);
  const concept = await system.find(code);
  return concept && (await passes(system, concept, include.filter ?? [])) ? concept : undefined;
}
