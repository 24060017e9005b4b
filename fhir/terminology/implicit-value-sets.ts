import type { ValueSetComposeInclude } from '#fhir/types/resources.gen.ts';
import type { ValueSetDefinition } from './core-systems.ts';

const SNOMED = 'http://snomed.info/sct';
/** Code systems that define a value set of themselves by adding `/vs` (https://hl7.org/fhir/R4/terminologies-systems.html). */
const WITH_VS: ReadonlySet<string> = new Set([
  'http://loinc.org', 'http://unitsofmeasure.org', 'http://www.nlm.nih.gov/research/umls/rxnorm', 'http://hl7.org/fhir/ndfrt', 'http://hl7.org/fhir/sid/ndc', 'http://hl7.org/fhir/sid/cvx',
  'http://hl7.org/fhir/sid/icd-10', 'http://hl7.org/fhir/sid/icd-10-cm', 'http://hl7.org/fhir/sid/icd-9-cm', 'http://www.ama-assn.org/go/cpt',
]);

/** The value set of one part of a code system, or of all of it. */
export const valueSetOf = (url: string, include: ValueSetComposeInclude): ValueSetDefinition => ({ url, status: 'active', compose: { include: [include] } });

/**
 * A value set that its address alone defines: `http://loinc.org/vs`, LOINC answer lists (by the property `LIST`) and parts (by its hierarchy),
 * `http://snomed.info/sct?fhir_vs`, `=isa/…` (https://hl7.org/fhir/R4/snomedct.html#implicit, https://hl7.org/fhir/R4/loinc.html#implicit).
 * Whether the code system is known here is asked when the value set is used.
 */
export function implicitValueSet(url: string): ValueSetDefinition | undefined {
  const snomed = /^(http:\/\/snomed\.info\/x?sct(?:\/\d+(?:\/version\/\d+)?)?)\?fhir_vs(?:=(.*))?$/.exec(url);
  if (snomed) return snomedSet(url, snomed[1]!, snomed[2]);
  const [, list] = /^http:\/\/loinc\.org\/vs\/(LL[\d-]+)$/.exec(url) ?? [];
  if (list !== undefined) return valueSetOf(url, { system: 'http://loinc.org', filter: [{ property: 'LIST', op: '=', value: list }] });
  const [, part] = /^http:\/\/loinc\.org\/vs\/(LP[\d-]+)$/.exec(url) ?? [];
  if (part !== undefined) return valueSetOf(url, { system: 'http://loinc.org', filter: [{ property: 'concept', op: 'descendent-of', value: part }] });
  const system = url.endsWith('/vs') ? url.slice(0, -'/vs'.length) : '';
  return WITH_VS.has(system) ? valueSetOf(url, { system }) : undefined;
}

/** An edition and version of SNOMED CT is the version of the code system. ECL and lists of reference sets are left unknown. */
function snomedSet(url: string, edition: string, asked: string | undefined): ValueSetDefinition | undefined {
  const version = edition === SNOMED ? {} : { version: edition };
  const system = { system: SNOMED, ...version };
  if (asked === undefined || asked === '') return valueSetOf(url, system);
  const [, code] = /^isa\/(\d{6,18})$/.exec(asked) ?? [];
  if (code !== undefined) return valueSetOf(url, { ...system, filter: [{ property: 'concept', op: 'is-a', value: code }] });
  return undefined;
}
