import type { Sql } from '#platform/database/transaction.ts';
import type { Coding, ValueSet, ValueSetCompose, ValueSetComposeInclude } from '#fhir/types/resources.gen.ts';
import type { CodeSystemSource, Concept, ListAsked } from './concept.ts';
import { findCoreSystem, findCoreValueSet, pageOf, type ValueSetDefinition } from './core-systems.ts';
import { DESIGNATIONS } from './designations.ts';
import { lineageOfMany, lineageOfOne, passes } from './filters.ts';
import { valueSetOf, implicitValueSet } from './implicit-value-sets.ts';
import { findStoredSystem, findSystemOfValueSet } from './stored-systems.ts';
import { findStoredCanonical } from './stored-value-sets.ts';
import { withSupplements } from './supplements.ts';
import { CircularValueSet, UnknownTerminology } from './unknown-terminology.ts';

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

export interface CodedConcept extends Concept {
  readonly system: string;
}

/** Thrown where a value set is larger than what is gathered of it. */
export class TooManyConcepts extends Error {}

/** Concepts of one include that are gathered in memory; more is refused as too costly. */
const GATHER_MAX = 100_000;
/** Value sets in value sets. */
const DEPTH_MAX = 8;

/** On the way through value sets that include others. */
interface Way<T> {
  readonly sql: Sql | undefined;
  /** Addresses from the outermost to here: one that comes again includes itself. */
  readonly path: readonly string[];
  /** What was found of a value set, which others may include too: each is gone through once. */
  readonly found: Map<string, Promise<T>>;
}

const newWay = <T>(sql: Sql | undefined): Way<T> => ({ sql, path: [], found: new Map() });

/** Goes into a value set that another one includes; throws UnknownTerminology. */
function enter<T>(way: Way<T>, url: string, inside: (compose: ValueSetCompose, way: Way<T>) => Promise<T>): Promise<T> {
  if (way.path.includes(url)) throw new CircularValueSet(url);
  if (way.path.length >= DEPTH_MAX) throw new UnknownTerminology(url);
  const go = async (): Promise<T> => {
    const definition = await findValueSet(way.sql, url);
    if (!definition) throw new UnknownTerminology(url);
    return inside(definition.compose, { ...way, path: [...way.path, url] });
  };
  const found = way.found.get(url) ?? go();
  way.found.set(url, found);
  return found;
}

/** The page of an expansion. A value set of one whole code system is paged by the database. */
export async function expandValueSet(sql: Sql | undefined, { url, compose }: ValueSetDefinition, asked: ListAsked): Promise<{ total: number; concepts: readonly CodedConcept[] }> {
  return expandCompose({ ...newWay(sql), path: url === '' ? [] : [url] }, compose, asked);
}

type Gathering = Way<readonly CodedConcept[]>;

async function expandCompose(way: Gathering, compose: ValueSetCompose, asked: ListAsked): Promise<{ total: number; concepts: readonly CodedConcept[] }> {
  const { sql, path } = way;
  const [only, ...others] = compose.include;
  const wanted = compose.inactive === false ? { ...asked, isActiveOnly: true } : asked;
  if (only && others.length === 0 && !compose.exclude && isWhole(only)) {
    const { total, concepts } = await (await getSystem(sql, only)).list(wanted);
    return { total, concepts: concepts.map((concept) => ({ ...concept, system: only.system! })) };
  }
  const alone = only && others.length === 0 && !compose.exclude && only.system === undefined && only.valueSet?.length === 1 ? only.valueSet[0]! : undefined;
  if (alone !== undefined && !path.includes(alone) && path.length < DEPTH_MAX) {
    const inner = await findValueSet(sql, alone);
    if (!inner) throw new UnknownTerminology(alone);
    return expandCompose({ ...way, path: [...path, alone] }, inner.compose, wanted);
  }
  const page = pageOf(await gather(compose, way), wanted);
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

async function gather({ include, exclude = [] }: ValueSetCompose, way: Gathering): Promise<readonly CodedConcept[]> {
  const found = new Map<string, CodedConcept>();
  for (const each of include) for (const concept of await gatherInclude(each, way)) found.set(`${concept.system}|${concept.code}`, concept);
  for (const each of exclude) for (const concept of await gatherInclude(each, way)) found.delete(`${concept.system}|${concept.code}`);
  return [...found.values()];
}

async function gatherInclude(include: ValueSetComposeInclude, way: Gathering): Promise<readonly CodedConcept[]> {
  const sets: (readonly CodedConcept[])[] = [];
  if (include.system !== undefined) sets.push((await gatherSystem(way.sql, include)).map((concept) => ({ ...concept, system: include.system! })));
  for (const url of include.valueSet ?? []) sets.push(await enter(way, url, gather));
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
  const lineage = lineageOfMany(system, start);
  const kept: Concept[] = [];
  for (const concept of start) if (await passes(lineage, concept, filters)) kept.push(concept);
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

/**
 * The concept of a coding if it is in the value set, null if it is not; throws UnknownTerminology when that cannot be
 * known. A code without a system counts in any system of the value set.
 */
export async function findInValueSet(sql: Sql | undefined, { url, compose }: ValueSetDefinition, coding: Coding): Promise<CodedConcept | null> {
  return findInCompose(coding, compose, { ...newWay(sql), path: url === '' ? [] : [url] });
}

type Finding = Way<CodedConcept | null>;

async function findInCompose(coding: Coding, compose: ValueSetCompose, way: Finding): Promise<CodedConcept | null> {
  for (const exclude of compose.exclude ?? []) if (await findInInclude(coding, exclude, way)) return null;
  let unknown: UnknownTerminology | undefined;
  for (const include of compose.include) {
    try {
      const found = await findInInclude(coding, include, way);
      if (found) return found;
    } catch (error) {
      if (!(error instanceof UnknownTerminology)) throw error;
      unknown = error;
    }
  }
  if (unknown) throw unknown;
  return null;
}

async function findInInclude(coding: Coding, include: ValueSetComposeInclude, way: Finding): Promise<CodedConcept | null> {
  let found: CodedConcept | null = null;
  if (include.system !== undefined) {
    const concept = coding.system === undefined || coding.system === include.system ? await findInSystem(way.sql, include, coding.code ?? '') : undefined;
    if (!concept) return null;
    found = { ...concept, system: include.system };
  }
  for (const url of include.valueSet ?? []) {
    const concept = await enter(way, url, (compose, inner) => findInCompose(coding, compose, inner));
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
  return concept && (await passes(lineageOfOne(system), concept, include.filter ?? [])) ? concept : undefined;
}
