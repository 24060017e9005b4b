import type { Sql } from '#platform/database/transaction.ts';
import type { CodeSystemSource, Concept, ConceptPage, ListAsked } from './concept.ts';
import { isAbstract, isInactive } from './designations.ts';
import { findSupplements } from './stored-systems.ts';

/** Concepts that a filter finds by the words of a supplement alone; more are left out. */
const BY_SUPPLEMENT_MAX = 1000;

/**
 * A code system with what stored supplements add to its concepts: designations (the Chinese names of a foreign system) and
 * properties (https://hl7.org/fhir/R4/codesystem.html#supplements). They add no codes.
 */
export async function withSupplements(sql: Sql | undefined, source: CodeSystemSource | undefined): Promise<CodeSystemSource | undefined> {
  if (!source || !sql) return source;
  const supplements = await findSupplements(sql, source.url, source.version);
  if (supplements.length === 0) return source;
  const add = async (concept: Concept): Promise<Concept> => {
    const found = await Promise.all(supplements.map((each) => each.find(concept.code)));
    return found.reduce<Concept>((whole, each) => (each === undefined ? whole : merged(whole, each)), concept);
  };
  const addAll = (concepts: readonly Concept[]): Promise<Concept[]> => Promise.all(concepts.map(add));
  return {
    ...source,
    find: async (code) => {
      const concept = await source.find(code);
      return concept && add(concept);
    },
    list: async (asked) => {
      const page = asked.text === undefined ? await source.list(asked) : await listFiltered(source, supplements, asked);
      return { ...page, concepts: await addAll(page.concepts) };
    },
    listChildren: async (code) => addAll(await source.listChildren(code)),
    listBelow: async (code) => addAll(await source.listBelow(code)),
  };
}

function merged(concept: Concept, { display, properties }: Concept): Concept {
  const both: Record<string, readonly string[]> = { ...concept.properties };
  for (const [name, values] of Object.entries(properties ?? {})) both[name] = [...new Set([...(both[name] ?? []), ...values])];
  const named = concept.display === undefined && display !== undefined ? { display } : {};
  return { ...concept, ...named, ...(Object.keys(both).length === 0 ? {} : { properties: both }) };
}

/** What the system finds, then what only the words of a supplement find. */
async function listFiltered(source: CodeSystemSource, supplements: readonly CodeSystemSource[], asked: ListAsked): Promise<ConceptPage> {
  const page = await source.list(asked);
  const words = await Promise.all(supplements.map((each) => each.list({ text: asked.text!, offset: 0, limit: BY_SUPPLEMENT_MAX })));
  const codes = [...new Set(words.flatMap(({ concepts }) => concepts.map(({ code }) => code)))];
  const found = (await Promise.all(codes.map((code) => source.find(code)))).filter((each) => each !== undefined);
  const only = found.filter((concept) => !holds(concept, asked.text!) && !(asked.isActiveOnly && isInactive(concept)) && !(asked.isSelectableOnly && isAbstract(concept)));
  const from = Math.max(0, asked.offset - page.total);
  return { total: page.total + only.length, concepts: [...page.concepts, ...only.slice(from, from + asked.limit - page.concepts.length)] };
}

const holds = ({ code, display = '', properties }: Concept, text: string): boolean =>
  [code, display, ...(properties?.designation ?? [])].join(' ').toLowerCase().includes(text.toLowerCase());
