import type { ValueSetComposeIncludeFilter } from '#fhir/types/resources.gen.ts';
import { isSafePattern } from '#fhir/fhirpath/safe-pattern.ts';
import { parentsOf, type CodeSystemSource, type Concept } from './concept.ts';
import { UnknownTerminology } from './unknown-terminology.ts';

/** What filters ask of the hierarchy: of one concept by its own line, of a whole code system by what lies below one code. */
export interface Lineage {
  /** Whether the code lies below the other; itself does not. */
  readonly isBelow: (code: string, above: string) => Promise<boolean>;
  /** Whether the code lies above the other; itself does not. */
  readonly isAbove: (code: string, below: string) => Promise<boolean>;
  readonly childrenOf: (code: string) => Promise<readonly string[]>;
}

/** For one concept: a question each time. */
export const lineageOfOne = (system: CodeSystemSource): Lineage => ({
  isBelow: (code, above) => system.isBelow(code, above),
  isAbove: (code, below) => system.isBelow(below, code),
  childrenOf: async (code) => (await system.listChildren(code)).map((each) => each.code),
});

/** For all concepts of a code system: one question for each code that a filter names, however many concepts there are. */
export function lineageOfMany(system: CodeSystemSource, concepts: readonly Concept[]): Lineage {
  const kept = new Map<string, Promise<ReadonlySet<string>>>();
  const once = (name: string, ask: () => Promise<readonly string[]>): Promise<ReadonlySet<string>> => {
    const found = kept.get(name) ?? ask().then((codes) => new Set(codes));
    kept.set(name, found);
    return found;
  };
  let children: ReadonlyMap<string, readonly string[]> | undefined;
  return {
    isBelow: async (code, above) => code !== above && (await once(`below ${above}`, async () => (await system.listBelow(above)).map((each) => each.code))).has(code),
    isAbove: async (code, below) => code !== below && (await once(`above ${below}`, () => system.listAbove(below))).has(code),
    childrenOf: async (code) => (children ??= childrenAmong(concepts)).get(code) ?? [],
  };
}

function childrenAmong(concepts: readonly Concept[]): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const concept of concepts) for (const parent of parentsOf(concept)) children.set(parent, [...(children.get(parent) ?? []), concept.code]);
  return children;
}

export async function passes(lineage: Lineage, concept: Concept, filters: readonly ValueSetComposeIncludeFilter[]): Promise<boolean> {
  for (const filter of filters) if (!(await passesOne(lineage, concept, filter))) return false;
  return true;
}

/** Filters of R4 (https://hl7.org/fhir/R4/valueset-filter-operator.html). */
async function passesOne(lineage: Lineage, concept: Concept, filter: ValueSetComposeIncludeFilter): Promise<boolean> {
  const { op, value } = filter;
  switch (op) {
    case 'is-a':
      return concept.code === value || lineage.isBelow(concept.code, value);
    case 'descendent-of':
      return lineage.isBelow(concept.code, value);
    case 'is-not-a':
      return !(concept.code === value || (await lineage.isBelow(concept.code, value)));
    case 'generalizes':
      return concept.code === value || lineage.isAbove(concept.code, value);
    default:
      return hasValue(await valuesOf(lineage, concept, filter.property), filter);
  }
}

function hasValue(values: readonly string[], { op, value }: ValueSetComposeIncludeFilter): boolean {
  const isListed = (): boolean => value.split(',').some((each) => values.includes(each.trim()));
  switch (op) {
    case 'in':
      return isListed();
    case 'not-in':
      return !isListed();
    case 'exists':
      return (values.length > 0) === (value === 'true');
    case 'regex':
      if (!isSafePattern(value)) throw new UnknownTerminology(`regex ${value}`);
      return values.some((each) => new RegExp(`^(?:${value})$`, 'su').test(each));
    default:
      return values.includes(value);
  }
}

/** What a concept has for a property: of those that R4 defines for every code system, and of the system's own. */
async function valuesOf(lineage: Lineage, concept: Concept, property: string): Promise<readonly string[]> {
  switch (property) {
    case 'concept':
    case 'code':
      return [concept.code];
    case 'display':
      return [concept.display ?? ''];
    case 'parent':
      return parentsOf(concept);
    case 'child':
      return [...(await lineage.childrenOf(concept.code)), ...(concept.properties?.child ?? [])];
    default:
      return concept.properties?.[property] ?? [];
  }
}
