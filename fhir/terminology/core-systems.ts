import type { ValueSetCompose } from '#fhir/types/resources.gen.ts';
import { isAbstract, isInactive } from './designations.ts';
import { parentsOf, type CodeSystemSource, type Concept, type ListAsked } from './concept.ts';

type ConceptRow = [code: string, display?: string | ConceptRow[], children?: ConceptRow[]];
type Lines = typeof import('#fhir/types/terminology.gen.ts');

/** URL of each line; the lines themselves are parsed when first asked for. */
interface Definitions {
  readonly systems: ReadonlyMap<string, string>;
  readonly valueSets: ReadonlyMap<string, string>;
}

let definitions: Promise<Definitions> | undefined;

const openDefinitions = (): Promise<Definitions> => (definitions ??= import('#fhir/types/terminology.gen.ts').then(indexLines));

const byUrl = (lines: readonly string[]): Map<string, string> => new Map(lines.map((line) => [line.slice(2, line.indexOf('"', 2)), line]));
const indexLines = ({ codeSystemLines, valueSetDefinitionLines }: Lines): Definitions => ({ systems: byUrl(codeSystemLines), valueSets: byUrl(valueSetDefinitionLines) });

const opened = new Map<string, CodeSystemSource>();

/** A code system of the R4 definitions, in the version asked. */
export async function findCoreSystem(url: string, asked?: string): Promise<CodeSystemSource | undefined> {
  const system = opened.get(url) ?? (await openCoreSystem(url));
  return asked === undefined || system?.version === undefined || system.version === asked ? system : undefined;
}

/** The definitions at hand, for whoever cannot wait for each of them (the memory twin). */
export interface CoreTerminology {
  readonly conceptsOf: (url: string) => readonly Concept[] | undefined;
  readonly valueSet: (url: string) => ValueSetDefinition | undefined;
}

export async function openCoreTerminology(): Promise<CoreTerminology> {
  const { systems, valueSets } = await openDefinitions();
  return {
    conceptsOf: (url) => {
      const line = systems.get(url);
      return line === undefined ? undefined : flatten((JSON.parse(line) as [string, string, string, number, ConceptRow[]])[4], undefined);
    },
    valueSet: (url) => valueSetIn(valueSets, url),
  };
}

async function openCoreSystem(url: string): Promise<CodeSystemSource | undefined> {
  const line = (await openDefinitions()).systems.get(url);
  if (line === undefined) return undefined;
  const [, name, version, isCaseSensitive, rows] = JSON.parse(line) as [string, string, string, number, ConceptRow[]];
  const source = memorySystem({ url, name, version, isCaseSensitive: isCaseSensitive === 1 }, flatten(rows, undefined));
  opened.set(url, source);
  return source;
}

export interface ValueSetDefinition {
  readonly url: string;
  readonly version?: string;
  readonly name?: string;
  readonly status?: string;
  readonly compose: ValueSetCompose;
}

/** A value set of the R4 definitions. */
export const findCoreValueSet = async (url: string): Promise<ValueSetDefinition | undefined> => valueSetIn((await openDefinitions()).valueSets, url);

function valueSetIn(lines: ReadonlyMap<string, string>, url: string): ValueSetDefinition | undefined {
  const line = lines.get(url);
  if (line === undefined) return undefined;
  const [, name, version, compose] = JSON.parse(line) as [string, string, string, ValueSetCompose];
  return { url, name, version, compose };
}

function flatten(rows: readonly ConceptRow[], parent: string | undefined): Concept[] {
  return rows.flatMap(([code, display, children]) => [
    { code, ...(typeof display === 'string' && display !== '' ? { display } : {}), ...(parent === undefined ? {} : { parent }) },
    ...flatten(children ?? [], code),
  ]);
}

export interface SystemHead {
  readonly url: string;
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly isCaseSensitive: boolean;
}

/** A code system whose concepts are all in memory. */
export function memorySystem({ url, name, version, isCaseSensitive }: SystemHead, concepts: readonly Concept[]): CodeSystemSource {
  const fold = (code: string): string => (isCaseSensitive ? code : code.toLowerCase());
  const byCode = new Map(concepts.map((concept) => [fold(concept.code), concept]));
  const above = (code: string): string[] => {
    const found = new Set<string>();
    const waiting = [code];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const concept = byCode.get(fold(at));
      const fresh = concept === undefined ? [] : parentsOf(concept).filter((each) => !found.has(each));
      fresh.forEach((each) => found.add(each));
      waiting.push(...fresh);
    }
    return [...found];
  };
  const isBelow = (code: string, ancestor: string): boolean => above(code).some((each) => fold(each) === fold(ancestor));
  return {
    url, ...(version === undefined ? {} : { version }), ...(name === undefined ? {} : { name }),
    find: async (code) => byCode.get(fold(code)),
    list: async (asked) => pageOf(concepts, asked),
    listChildren: async (code) => concepts.filter((concept) => parentsOf(concept).some((parent) => fold(parent) === fold(code))),
    listBelow: async (code) => concepts.filter((concept) => fold(concept.code) === fold(code) || isBelow(concept.code, code)),
    listAbove: async (code) => above(code),
    isBelow: async (code, ancestor) => isBelow(code, ancestor),
  };
}

export function pageOf(concepts: readonly Concept[], { text, isActiveOnly, isSelectableOnly, offset, limit }: ListAsked): { total: number; concepts: readonly Concept[] } {
  const wanted = text?.toLowerCase();
  const active = concepts.filter((concept) => !(isActiveOnly && isInactive(concept)) && !(isSelectableOnly && isAbstract(concept)));
  const found = wanted === undefined ? active : active.filter(({ code, display, properties }) => [code, display ?? '', ...(properties?.designation ?? [])].join(' ').toLowerCase().includes(wanted));
  return { total: found.length, concepts: found.slice(offset, offset + limit) };
}
