import type { TerminologyCapabilities } from '#fhir/types/resources.gen.ts';
import type { RawParameter } from '#fhir/search/query-string.ts';
import { inputProblem } from './terminology-input.ts';

const EXPANSION_PARAMETERS = [
  'filter', 'offset', 'count', 'activeOnly', 'includeDesignations', 'designation', 'displayLanguage', 'includeDefinition', 'excludeNested', 'exclude-system', 'system-version', 'check-system-version', 'force-system-version',
];

/** What the terminology operations can do (https://hl7.org/fhir/R4/terminologycapabilities.html). */
export const terminologyCapabilities = (base: string, softwareVersion: string): TerminologyCapabilities => ({
  resourceType: 'TerminologyCapabilities',
  status: 'active',
  date: '2026-11-23',
  kind: 'instance',
  software: { name: 'Yigong', version: softwareVersion },
  implementation: { description: 'Yigong 医共 FHIR R4', url: base },
  expansion: { hierarchical: false, paging: true, incomplete: false, parameter: EXPANSION_PARAMETERS.map((name) => ({ name })), textFilter: 'Part of code, display or designation, in any case.' },
  codeSearch: 'all',
  validateCode: { translations: true },
  translation: { needsMap: true },
  closure: { translation: false },
});

/** `mode` of `/metadata`: `terminology` asks for these capabilities, anything else of R4 for the statement. Throws `fhir.search-invalid`. */
export function isAboutTerminology(parameters: readonly RawParameter[]): boolean {
  const mode = parameters.find(({ name }) => name === 'mode')?.value ?? 'full';
  if (!['full', 'normative', 'terminology'].includes(mode)) throw inputProblem('mode', 'mode 为 full、normative 或 terminology。', 'mode is full, normative or terminology.');
  return mode === 'terminology';
}
