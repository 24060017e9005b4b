import { parseFhirJson, printFhirJson } from '#fhir/types/decimal-json.ts';
import { structureOf } from '#fhir/types/structure-table.ts';
import { parseParameters } from '#fhir/search/query-string.ts';
import { parseSearch, type SearchRequest } from '#fhir/search/search-request.ts';
import type { Answer } from './answer.ts';

const SUBSETTED = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };

/** `_summary` and `_elements` of a read (R4 §3.1.0.1.8); `count` and `false` ask for nothing less. Throws `fhir.search-invalid`. */
export function readSubset(answer: Answer, query: string): Answer {
  if (!/(^|[?&])_(summary|elements)=/.test(`?${query}`) || answer.status !== 200 || answer.body === undefined) return answer;
  const asked = parseSearch('Basic', parseParameters(query).filter(({ name }) => name === '_summary' || name === '_elements'));
  if (asked.elements.length === 0 && (asked.summary === 'false' || asked.summary === 'count')) return answer;
  const { etag, lastModified } = answer;
  return { status: 200, body: subsetText(answer.body, asked), ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) };
}

/** `_elements` and `_summary`: mandatory elements stay, and the resource is tagged as incomplete. */
export function subsetText(content: string, { summary, elements }: Pick<SearchRequest, 'summary' | 'elements'>): string {
  const resource = parseFhirJson(content) as Record<string, unknown> & { resourceType: string; meta?: { tag?: unknown[] } };
  const rows = structureOf(resource.resourceType).elements;
  const named = elements.map((element) => (element.startsWith(`${resource.resourceType}.`) ? element.slice(resource.resourceType.length + 1) : element));
  const mandatory = rows.filter((row) => row.min > 0).map((row) => row.name);
  const keep = new Set(['resourceType', 'id', 'meta', ...mandatory, ...chosen(rows, summary, named)]);
  const choices = rows.filter((row) => row.choice && keep.has(row.name)).map((row) => row.name);
  const isKept = (name: string): boolean => {
    const plain = name.startsWith('_') ? name.slice(1) : name;
    return keep.has(plain) || choices.some((choice) => plain.startsWith(choice) && /^[A-Z]/.test(plain.slice(choice.length)));
  };
  const kept = { ...resource };
  for (const name of Object.keys(resource)) if (!isKept(name)) delete (kept as Record<string, unknown>)[name];
  return printFhirJson({ ...kept, meta: { ...resource.meta, tag: [...(resource.meta?.tag ?? []), SUBSETTED] } });
}

function chosen(rows: readonly { name: string; summary: boolean }[], summary: SearchRequest['summary'], elements: readonly string[]): string[] {
  if (elements.length > 0) return elements.map((element) => element.split('.')[0]!);
  if (summary === 'text') return ['text'];
  if (summary === 'data') return rows.map((row) => row.name).filter((name) => name !== 'text');
  return rows.filter((row) => row.summary).map((row) => row.name);
}
