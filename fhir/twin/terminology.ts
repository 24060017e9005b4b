import type { CodeSystem, ValueSet, ValueSetCompose, ValueSetComposeInclude, ValueSetComposeIncludeFilter } from '#fhir/types/resources.gen.ts';
import { isSafePattern } from '#fhir/fhirpath/safe-pattern.ts';
import { parentsOf, type Concept } from '../terminology/concept.ts';
import type { ValueSetDefinition } from '../terminology/core-systems.ts';
import { conceptsIn } from '../terminology/store-concepts.ts';
import { definitionOf } from '../terminology/value-sets.ts';
import type { Surroundings } from './surroundings.ts';

/** What a value set, or a place in a code system, stands for; a system alone stands for any code of it. */
export interface Meaning {
  readonly system: string;
  readonly code?: string;
}

/** Names a value set or code system that is neither stored nor among the definitions. */
export class UnknownMeaning extends Error {}

const newest = <T extends { meta?: { lastUpdated?: string } }>(found: readonly T[]): T | undefined =>
  [...found].sort((a, b) => Date.parse(b.meta?.lastUpdated ?? '') - Date.parse(a.meta?.lastUpdated ?? ''))[0];

/** The concepts of a code system with what supplements add to them; stored ones win over the definitions. */
function systemOf(url: string, version: string | undefined, { listType, core }: Surroundings): readonly Concept[] {
  const all = listType('CodeSystem') as readonly CodeSystem[];
  const stored = newest(all.filter((each) => each.url === url && !['not-present', 'supplement'].includes(each.content) && (version === undefined || each.version === version)));
  const concepts = stored ? conceptsIn(stored) : core?.conceptsOf(url);
  if (!concepts) throw new UnknownMeaning(url);
  const added = all.filter(({ content, supplements }) => content === 'supplement' && supplements?.split('|')[0] === url).flatMap(conceptsIn);
  return added.length === 0 ? concepts : concepts.map((concept) => added.filter(({ code }) => code === concept.code).reduce(withAdded, concept));
}

function withAdded(concept: Concept, { properties = {} }: Concept): Concept {
  const both = Object.entries(properties).map(([name, values]) => [name, [...(concept.properties?.[name] ?? []), ...values]] as const);
  return { ...concept, properties: { ...concept.properties, ...Object.fromEntries(both) } };
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Codes above one, the nearest first. */
function above(concepts: readonly Concept[], code: string): string[] {
  const found: string[] = [];
  const parents = (of: string): readonly string[] => concepts.filter((each) => same(each.code, of)).flatMap(parentsOf).filter((each) => !found.includes(each));
  for (let level = [...parents(code)]; level.length > 0; level = level.flatMap(parents)) found.push(...new Set(level));
  return found;
}

const isAbove = (concepts: readonly Concept[], code: string, ancestor: string): boolean => above(concepts, code).some((each) => same(each, ancestor));

/** The code and everything below, or above it. */
export function meaningsAround(direction: 'above' | 'below', { system, code }: { system: string; code: string }, around: Surroundings): Meaning[] {
  const concepts = systemOf(system, undefined, around);
  const others = direction === 'above' ? above(concepts, code) : concepts.filter((each) => isAbove(concepts, each.code, code)).map((each) => each.code);
  return [code, ...others].map((each) => ({ system, code: each }));
}

/** What a value set stands for; with `isListed` whole code systems are listed too. */
export function meaningsOf(address: string, isListed: boolean, around: Surroundings): Meaning[] {
  const definition = valueSetOf(address, around) ?? localValueSet(address, around);
  if (!definition) throw new UnknownMeaning(address);
  const { include, exclude } = definition.compose;
  const whole = isListed || exclude ? [] : include.filter(isWhole);
  const rest = include.filter((each) => !whole.includes(each));
  return [...whole.map(({ system }) => ({ system: system! })), ...(rest.length === 0 ? [] : gather({ ...definition.compose, include: rest as ValueSetCompose['include'] }, [definition.url], around))];
}

const isWhole = ({ system, concept, filter, valueSet }: ValueSetComposeInclude): boolean => system !== undefined && !concept && !filter && !valueSet;

function valueSetOf(canonical: string, { listType, core }: Surroundings): ValueSetDefinition | undefined {
  const [url = '', version] = canonical.split('|');
  const stored = newest((listType('ValueSet') as readonly ValueSet[]).filter((each) => each.url === url && (version === undefined || each.version === version)));
  return stored ? definitionOf(stored) : core?.valueSet(url);
}

function localValueSet(address: string, { find }: Surroundings): ValueSetDefinition | undefined {
  const id = /^(?:.*\/)?ValueSet\/([A-Za-z0-9\-.]{1,64})$/.exec(address)?.[1];
  const stored = id === undefined ? undefined : (find(`ValueSet/${id}`) as ValueSet | undefined);
  return stored && definitionOf(stored);
}

const nameOf = ({ system, code }: Meaning): string => `${system}|${code ?? ''}`;

/** The path holds the addresses of the value sets that we are in. */
function gather({ include, exclude = [] }: ValueSetCompose, path: readonly string[], around: Surroundings): Meaning[] {
  const found = new Map<string, Meaning>();
  for (const each of include) for (const meaning of gatherInclude(each, path, around)) found.set(nameOf(meaning), meaning);
  for (const each of exclude) for (const meaning of gatherInclude(each, path, around)) found.delete(nameOf(meaning));
  return [...found.values()];
}

/** The codes of its system that are also in each of its value sets. */
function gatherInclude(include: ValueSetComposeInclude, path: readonly string[], around: Surroundings): Meaning[] {
  const { system, valueSet = [] } = include;
  const sets = system === undefined ? [] : [codesOf(system, include, around).map((code) => ({ system, code }))];
  for (const url of valueSet) {
    const inner = path.includes(url) ? undefined : valueSetOf(url, around);
    if (!inner) throw new UnknownMeaning(url);
    sets.push(gather(inner.compose, [...path, url], around) as { system: string; code: string }[]);
  }
  const [first = [], ...rest] = sets;
  return first.filter((meaning) => rest.every((set) => set.some((each) => nameOf(each) === nameOf(meaning))));
}

function codesOf(system: string, { version, concept, filter = [] }: ValueSetComposeInclude, around: Surroundings): string[] {
  if (concept) return concept.map(({ code }) => code);
  const concepts = systemOf(system, version, around);
  return concepts.filter((each) => filter.every((one) => passes(concepts, each, one))).map(({ code }) => code);
}

function valuesOf(concepts: readonly Concept[], concept: Concept, property: string): readonly string[] {
  if (property === 'concept' || property === 'code') return [concept.code];
  if (property === 'display') return [concept.display ?? ''];
  if (property === 'parent') return parentsOf(concept);
  const stated = concept.properties?.[property] ?? [];
  return property === 'child' ? [...concepts.filter((each) => parentsOf(each).includes(concept.code)).map(({ code }) => code), ...stated] : stated;
}

function passes(concepts: readonly Concept[], concept: Concept, { property, op, value }: ValueSetComposeIncludeFilter): boolean {
  const isSame = concept.code === value;
  const own = valuesOf(concepts, concept, property);
  const listed = value.split(',').map((each) => each.trim());
  switch (op) {
    case 'is-a':
      return isSame || isAbove(concepts, concept.code, value);
    case 'descendent-of':
      return !isSame && isAbove(concepts, concept.code, value);
    case 'is-not-a':
      return !isSame && !isAbove(concepts, concept.code, value);
    case 'generalizes':
      return isSame || isAbove(concepts, value, concept.code);
    case '=':
      return own.includes(value);
    case 'in':
      return listed.some((each) => own.includes(each));
    case 'not-in':
      return !listed.some((each) => own.includes(each));
    case 'exists':
      return (own.length > 0) === (value === 'true');
    case 'regex':
      if (!isSafePattern(value)) throw new UnknownMeaning(`regex ${value}`);
      return own.some((each) => new RegExp(`^(?:${value})$`, 'su').test(each));
  }
}
