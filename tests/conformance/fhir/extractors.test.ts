import { compile, type Model } from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { extractorOf } from '#fhir/search/extraction/extract.ts';
import { combinedKey, hashText } from '#fhir/search/hash.ts';
import { UNIONS } from '#fhir/search/extraction/main-parameters.ts';
import { parametersOf, type SearchParameterRow } from '#fhir/search/parameter-table.ts';
import { isNumberParameter, valueHash } from '#fhir/search/values/person-numbers.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { hasFhirData, listFiles, readLines } from '../shared-data.ts';

/** Where the two differ for a stated reason. */
const REASONS: readonly { readonly code: RegExp; readonly reason: string }[] = [
  { code: /^CarePlan\.activity-date$/, reason: 'scheduledString is free text and has no date' },
];

const interpreters = new Map<string, (resource: Resource) => unknown[]>();

/** Parts of a union apart: the library compares the parts with each other and fails on quantities with a comparator. */
function partsOf(expression: string): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < expression.length; at += 1) {
    if (expression[at] === '(') depth += 1;
    if (expression[at] === ')') depth -= 1;
    if (expression[at] !== '|' || depth > 0) continue;
    parts.push(expression.slice(start, at));
    start = at + 1;
  }
  return [...parts, expression.slice(start)].map((part) => part.trim());
}

/** `resolve() is T` asks for the type in the address here: nothing is fetched. R4's `as` on lists is `ofType` of FHIRPath 2. */
const asWritten = (expression: string): string =>
  expression
    .replace(/where\(resolve\(\) is (\w+)\)/g, "where(reference.contains('$1/'))")
    .replace(/DateTime\)/g, 'dateTime)')
    .replace(/\((\S+) as (\w+)\)/g, '$1.ofType($2)')
    .replace(/\.as\((\w+)\)/g, '.ofType($1)')
    .replace(/(\S+) as (\w+)/g, '$1.ofType($2)');

function interpreted(parameter: SearchParameterRow, resource: Resource): unknown[] {
  let run = interpreters.get(`${resource.resourceType} ${parameter.expression}`);
  if (!run) {
    const parts = partsOf(parameter.expression)
      .filter((part) => !/^\(?[A-Z]/.test(part) || new RegExp(`^\\(?(?:${resource.resourceType}|Resource|DomainResource)\\b`).test(part))
      .map((part) => compile(asWritten(part), r4 as Model, { resolveInternalTypes: true }));
    interpreters.set(`${resource.resourceType} ${parameter.expression}`, (run = (each) => parts.flatMap((part) => part(each as never) as unknown[])));
  }
  return run(resource);
}

/** An element counts when it can be indexed at all: a reference needs an address, a code a code. */
function isIndexable(kind: SearchParameterRow['type'], value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value !== 'object') return kind !== 'string' || String(value).trim() !== '';
  const element = value as Record<string, unknown>;
  if (kind === 'date') return ['start', 'end', 'event'].some((name) => name in element) || 'boundsPeriod' in ((element.repeat ?? {}) as object);
  if (kind === 'reference') return ['reference', 'identifier', 'display', 'type', 'resourceType'].some((name) => name in element) && !('contentType' in element);
  if (kind === 'string') return Object.values(element).some((each) => each !== undefined);
  return true;
}

const folded = (value: unknown): string => String(value).toLowerCase();

/** Texts that must be among the keys for a value, told from its shape alone; independent of the extractor. */
function textsOf(kind: SearchParameterRow['type'], value: unknown, isContact: boolean): string[] {
  if (typeof value !== 'object' || value === null) return kind === 'token' ? [folded(value)] : kind === 'uri' || kind === 'reference' ? [String(value)] : [];
  const element = value as { coding?: { system?: string; code?: string }[]; system?: string; code?: string; value?: unknown; reference?: string };
  if (kind === 'reference') return typeof element.reference === 'string' && !element.reference.startsWith('#') ? [element.reference.split('/_history/')[0]!] : [];
  if (kind !== 'token') return [];
  if (isContact) return element.value === undefined ? [] : [folded(element.value)];
  const tokens = Array.isArray(element.coding) ? element.coding : [{ system: element.system, code: (element.code ?? element.value) as string | undefined }];
  return tokens.flatMap(({ system, code }) => [...(code === undefined ? [] : [folded(code), `${system ?? ''}|${folded(code)}`]), ...(system === undefined ? [] : [`${system}|`])]);
}

/** Numbers of persons are found by a key of the database. */
let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.close());

interface Tally {
  agreed: number;
  reasoned: number;
  readonly disagreed: string[];
}

function compare(resource: Resource, tally: Tally): void {
  const type = resource.resourceType;
  const values = extractorOf(type)(resource);
  const { present } = values;
  const keys = new Set(values.keys());
  for (const parameter of parametersOf(type).values()) {
    if (parameter.type === 'composite' || parameter.type === 'special' || parameter.expression === '' || UNIONS[`${type}.${parameter.code}`]) continue;
    const elements = interpreted(parameter, resource);
    const wanted = elements.some((value) => isIndexable(parameter.type, value));
    const found = present.has(hashText(parameter.code).low | 0);
    const target = hashText(`${type}.${parameter.code}`);
    const isContact = /telecom|Subscription\.contact/.test(parameter.expression);
    const missing = elements.flatMap((element) => textsOf(parameter.type, element, isContact)).filter((text) => !keys.has(combinedKey(target, valueHash({ isNumber: isNumberParameter(type, parameter.code) }, text))));
    if (missing.length > 0) tally.disagreed.push(`${type}/${resource.id} ${parameter.code}: ${missing.join(', ')} is not among the keys`);
    else if (wanted === found) tally.agreed += 1;
    else if (REASONS.some(({ code }) => code.test(`${type}.${parameter.code}`))) tally.reasoned += 1;
    else tally.disagreed.push(`${type}/${resource.id} ${parameter.code}: compiled ${found ? 'finds' : 'finds nothing'}, interpreted ${wanted ? 'finds' : 'finds nothing'} (${parameter.expression.slice(0, 120)})`);
  }
}

describe.skipIf(!hasFhirData)('compiled extractors against an interpreting library', () => {
  test('every search parameter of every HL7 example: the same elements are found', { timeout: 120_000 }, () => {
    const tally: Tally = { agreed: 0, reasoned: 0, disagreed: [] };
    for (const file of listFiles('hl7-r4-examples')) for (const resource of readLines('hl7-r4-examples', file)) compare(resource, tally);
    console.log(`extractors: ${tally.agreed} agreed, ${tally.disagreed.length} disagreed, ${tally.reasoned} with a written reason`);
    expect(tally.disagreed).toEqual([]);
  });
});
