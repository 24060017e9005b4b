import { parseSearch, type SearchRequest } from '#fhir/search/search-request.ts';
import type { RawParameter } from '#fhir/search/query-string.ts';
import { searchProblem } from '#fhir/search/search-problem.ts';
import { isCompartment, type Compartment } from '#fhir/search/special/compartment.ts';
import { fhirProblem } from '../problems.ts';
import { isDirectoryType } from '../repository/access.ts';
import type { FoundRow } from '../repository/includes.ts';
import { searchTexts, type SearchPage } from '../repository/search.ts';
import type { Answer } from './answer.ts';
import type { Interaction } from './dependencies.ts';
import { groundOf } from './ground.ts';
import { mayUse, requireInteraction } from './permission.ts';
import { subsetText } from './subset.ts';

export interface SearchAsked {
  readonly type: string;
  readonly parameters: readonly RawParameter[];
  /** `Prefer: handling=strict` refuses parameters that the type does not have; otherwise they are named in the answer. */
  readonly isStrict: boolean;
  /** `Patient/1/Observation`: members of a compartment only. */
  readonly compartment?: Compartment;
}

/** search-type: a searchset put together from stored texts. */
export async function searchType(interaction: Interaction, { type, parameters, isStrict, compartment }: SearchAsked): Promise<Answer> {
  const { subject, sql, clock, base, audit } = interaction;
  requireInteraction(subject, type, 's');
  if (compartment && !isCompartment(compartment.type)) throw fhirProblem('fhir.unsupported');
  const request = { ...parseSearch(type, parameters), ...(compartment ? { compartment } : {}) };
  const page = await searchTexts(sql, request, { subject, now: clock.now(), bases: [base], mayRead: (each) => mayUse(subject, each, 'r') });
  const unknown = page.unknownParameters[0];
  if (unknown !== undefined && isStrict) throw searchProblem(unknown, '该类型没有此检索参数。', 'The type has no such search parameter.');
  if (!isDirectoryType(type) || page.included.length > 0) {
    const personId = compartment?.type === 'Patient' ? compartment.id : personOf(type, parameters);
    const basis = await groundOf(interaction, personId);
    await audit(subject, { action: 'fhir.search', outcome: 'success', resource: type, personId, basis, detail: { parameters: names(parameters), matches: page.matches.length } });
  }
  return { status: 200, body: bundleText({ page, request, parameters, base }) };
}

/** Names only: values may hold names and numbers of people. */
const names = (parameters: readonly RawParameter[]): string[] => [...new Set(parameters.map(({ name }) => name))].slice(0, 20);

/** The person whose record a search is about, when it names one. */
function personOf(type: string, parameters: readonly RawParameter[]): string | null {
  const wanted = type === 'Patient' ? ['_id'] : ['patient', 'subject'];
  const value = parameters.find(({ name }) => wanted.includes(name))?.value;
  const match = value === undefined ? null : /^(?:Patient\/)?([A-Za-z0-9\-.]{1,64})$/.exec(value);
  return match?.[1] ?? null;
}

interface BundleParts {
  readonly page: SearchPage;
  readonly request: SearchRequest;
  readonly parameters: readonly RawParameter[];
  readonly base: string;
}

function bundleText({ page, request, parameters, base }: BundleParts): string {
  const shape = (row: FoundRow): string => (request.summary === 'false' && request.elements.length === 0 ? row.content : subsetText(row.content, request));
  const entries = [
    ...page.matches.map((row) => entryText(base, row, { content: shape(row), mode: 'match' })),
    ...page.included.map((row) => entryText(base, row, { content: row.content, mode: 'include' })),
    ...page.unknownParameters.map((name) => ignoredText(name)),
  ];
  const path = request.compartment ? `${request.compartment.type}/${request.compartment.id}/${request.type}` : request.type;
  const links = [{ relation: 'self', url: addressOf(base, path, parameters) }];
  if (page.nextCursor !== undefined) {
    const rest = parameters.filter(({ name }) => name !== '_cursor');
    links.push({ relation: 'next', url: addressOf(base, path, [...rest, { name: '_cursor', value: page.nextCursor }]) });
  }
  const total = page.total === undefined ? '' : `"total":${page.total},`;
  const entry = entries.length === 0 ? '' : `,"entry":[${entries.join(',')}]`;
  return `{"resourceType":"Bundle","type":"searchset",${total}"link":${JSON.stringify(links)}${entry}}`;
}

export const entryText = (base: string, row: FoundRow, { content, mode }: { content: string; mode: string }): string =>
  `{"fullUrl":${JSON.stringify(`${base}/${row.type}/${row.id}`)},"resource":${content},"search":{"mode":"${mode}"}}`;

function ignoredText(name: string): string {
  const issue = { severity: 'warning', code: 'not-supported', diagnostics: `参数 ${name} 不被支持，已忽略。The parameter ${name} is not supported and was ignored.` };
  return JSON.stringify({ resource: { resourceType: 'OperationOutcome', issue: [issue] }, search: { mode: 'outcome' } });
}

export function addressOf(base: string, path: string, parameters: readonly RawParameter[]): string {
  const query = new URLSearchParams(parameters.map(({ name, value }) => [name, value])).toString();
  return query === '' ? `${base}/${path}` : `${base}/${path}?${query}`;
}
