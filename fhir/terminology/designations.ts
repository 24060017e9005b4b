import type { CodeSystemConceptDesignation, Coding } from '#fhir/types/resources.gen.ts';
import type { Concept } from './concept.ts';

/** Names of a concept in other languages and for other uses. */
export type Designation = CodeSystemConceptDesignation;

/** Keys of `properties` under which a concept keeps its designations and properties as they were written. */
export const DESIGNATIONS = '$designation';
export const PROPERTIES = '$property';

export const designationsOf = ({ properties }: Concept): Designation[] => (properties?.[DESIGNATIONS] ?? []).map((text) => JSON.parse(text) as Designation);

/** `zh-CN;q=0.9, en` → languages in the order wished. */
const languagesOf = (asked: string): string[] =>
  asked.split(',').map((each) => each.split(';')[0]!.trim().toLowerCase()).filter((each) => each !== '' && each !== '*');

const speaks = (language: string | undefined, asked: string): boolean => language !== undefined && (language.toLowerCase() === asked || language.toLowerCase().startsWith(`${asked}-`));

/** The display in a language if the concept has one, otherwise the display. */
export function displayIn(concept: Concept, language: string | undefined): string | undefined {
  if (language === undefined) return concept.display;
  const designations = designationsOf(concept);
  for (const asked of languagesOf(language)) {
    // What is nearer first: `zh-CN` is answered in `zh` where nothing is nearer (RFC 4647 §3.4).
    for (let range = asked; range !== ''; range = range.replace(/-?[^-]*$/, '')) {
      const found = designations.find((each) => each.language?.toLowerCase() === range) ?? designations.find((each) => speaks(each.language, range));
      if (found) return found.value;
    }
  }
  return concept.display;
}

/** Designations asked for by language (`zh`, `urn:ietf:bcp:47|zh`) or use (`system|code`); all when nothing is asked. */
export function chosenDesignations(concept: Concept, asked: readonly string[]): Designation[] {
  const all = designationsOf(concept);
  return asked.length === 0 ? all : all.filter((each) => asked.some((one) => isChosen(each, one)));
}

function isChosen({ language, use }: Designation, asked: string): boolean {
  const [system, code] = asked.includes('|') ? asked.split('|') as [string, string] : [undefined, asked];
  if (system === undefined || system === 'urn:ietf:bcp:47') return speaks(language, code.toLowerCase());
  return isSame(use, { system, code });
}

const isSame = (a: Coding | undefined, b: Coding): boolean => a?.system === b.system && a?.code === b.code;

const INACTIVE = new Set(['retired', 'inactive', 'entered-in-error']);

export const isInactive = ({ properties }: Concept): boolean =>
  properties?.inactive?.[0] === 'true' || (properties?.status?.some((each) => INACTIVE.has(each)) ?? false);

/** Groups that are no answer themselves (https://hl7.org/fhir/R4/codesystem-concept-properties.html, `notSelectable`). */
export const isAbstract = ({ properties }: Concept): boolean => properties?.notSelectable?.[0] === 'true' || properties?.abstract?.[0] === 'true';
