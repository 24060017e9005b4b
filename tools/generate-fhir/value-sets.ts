import { conceptCodes, type Source, type ValueSetInclude } from './source.ts';

/** Code system → its codes that belong to the value set. */
export type CodesBySystem = Map<string, Set<string>>;

/** Beyond this a list is checked by a terminology service, not by a compiled table. */
const CODES_MAX = 1200;

/** Expands a value set to a list, or nothing when it is open-ended (filters, external systems such as UCUM). */
export function expandValueSet(source: Source, canonical: string): CodesBySystem | undefined {
  const codes: CodesBySystem = new Map();
  if (!addValueSet(stripVersion(canonical), { source, codes, depth: 0 })) return undefined;
  let total = 0;
  for (const set of codes.values()) total += set.size;
  return total === 0 || total > CODES_MAX ? undefined : codes;
}

export const stripVersion = (canonical: string): string => canonical.split('|')[0]!;

interface Expansion {
  readonly source: Source;
  readonly codes: CodesBySystem;
  readonly depth: number;
}

function addValueSet(url: string, expansion: Expansion): boolean {
  const { source, codes, depth } = expansion;
  const valueSet = source.valueSets.get(url);
  if (!valueSet?.compose || depth > 5) return false;
  for (const include of valueSet.compose.include) {
    if (!addInclude(include, expansion)) return false;
  }
  for (const exclude of valueSet.compose.exclude ?? []) {
    for (const concept of exclude.concept ?? []) codes.get(exclude.system ?? '')?.delete(concept.code);
  }
  return true;
}

function addInclude(include: ValueSetInclude, { source, codes, depth }: Expansion): boolean {
  if (include.filter) return false;
  if (include.valueSet && !include.system) {
    return include.valueSet.every((url) => addValueSet(stripVersion(url), { source, codes, depth: depth + 1 }));
  }
  if (!include.system) return false;
  const listed = include.concept?.map((concept) => concept.code) ?? conceptCodes(source.codeSystems.get(include.system)?.concept);
  if (listed.length === 0) return false;
  const set = codes.get(include.system) ?? new Set<string>();
  for (const code of listed) set.add(code);
  codes.set(include.system, set);
  return true;
}
