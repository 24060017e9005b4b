import { parseParameters, type RawParameter } from '#fhir/search/query-string.ts';
import { searchProblem, valueProblem } from '#fhir/search/search-problem.ts';
import { parseSearch, type SearchRequest } from '#fhir/search/search-request.ts';
import { compartmentTable, requireCompartment, type Compartment } from '#fhir/search/special/compartment.ts';
import { resourceTypes } from '#fhir/types/resources.gen.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import { bundleText, etagOf, type Answer } from '../interactions/answer.ts';
import { isUnchanged } from '../interactions/read.ts';
import { addressOf, entryText } from '../interactions/search.ts';
import { namedIn, parseHistory } from '../interactions/history/history-request.ts';
import type { List } from '#fhir/types/resources.gen.ts';
import { subsetText } from '../interactions/subset.ts';
import { fhirProblem } from '../problems.ts';
import type { FoundRow } from '../repository/includes.ts';
import type { SearchPage } from '../repository/search.ts';
import { spanOf } from './spans.ts';
import type { Version } from './store.ts';
import type { Twin } from './twin.ts';

export interface ReadAsked {
  readonly type: string;
  readonly id: string;
  readonly version?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: string | undefined;
}

/** read and vread. */
export function read({ store }: Twin, { type, id, version, ifNoneMatch, ifModifiedSince }: ReadAsked): Answer {
  const address = `${type}/${id}`;
  const found = version === undefined ? store.current(address) : store.versionsOf(address).find((each) => String(each.version) === version);
  if (!found) throw fhirProblem('fhir.not-found');
  if (found.deleted) throw fhirProblem('fhir.deleted');
  const answer = { etag: etagOf(found.version), lastModified: new Date(found.lastUpdated) };
  if (version === undefined && isUnchanged({ version: found.version, lastUpdated: answer.lastModified }, { ifNoneMatch, ifModifiedSince })) return { ...answer, status: 304 };
  return { ...answer, status: 200, body: found.content };
}

export interface SearchAsked {
  readonly type: string;
  readonly parameters: readonly RawParameter[];
  readonly isStrict: boolean;
  readonly compartment?: Compartment | undefined;
}

/** search-type, also in a compartment. */
export function searchType(twin: Twin, { type, compartment, ...asked }: SearchAsked): Answer {
  requireCompartment(compartment, type);
  return searchTypes(twin, { ...asked, types: [type], compartment, path: compartment ? `${compartment.type}/${compartment.id}/${type}` : type });
}

/** search-system: over the types of `_type`, otherwise all; `Patient/1/*` over what can belong to a compartment. */
export function searchSystem(twin: Twin, { parameters, compartment, ...asked }: Omit<SearchAsked, 'type'>): Answer {
  requireCompartment(compartment, '*');
  const named = parameters.filter(({ name }) => name === '_type').flatMap(({ value }) => value.split(',').filter(Boolean));
  const possible = named.length > 0 ? [...new Set(named)] : resourceTypes;
  const types = compartment ? possible.filter((type) => !isResourceType(type) || compartmentTable(compartment.type).has(type)) : possible;
  if (types.length === 0) throw searchProblem('_type', '这些类型不属于该范围。', 'These types do not belong to the compartment.');
  return searchTypes(twin, { ...asked, parameters: parameters.filter(({ name }) => name !== '_type'), asWritten: parameters, types, compartment, path: compartment ? `${compartment.type}/${compartment.id}/*` : '' });
}

interface TypesAsked extends Omit<SearchAsked, 'type'> {
  readonly types: readonly string[];
  /** Below the base. */
  readonly path: string;
  /** With those that said the types. */
  readonly asWritten?: readonly RawParameter[];
}

function searchTypes(twin: Twin, { types, path, parameters: filters, asWritten: parameters = filters, isStrict, compartment }: TypesAsked): Answer {
  const requests: SearchRequest[] = types.map((type) => ({ ...parseSearch(type, filters), ...(compartment ? { compartment } : {}) }));
  const request = requests[0]!;
  const page = twin.search(requests);
  const unknown = page.unknownParameters[0];
  if (unknown !== undefined && isStrict) throw searchProblem(unknown, '该类型没有此检索参数。', 'The type has no such search parameter.');
  const links = [{ relation: 'self', url: addressOf(twin.base, path, parameters) }];
  if (page.nextCursor !== undefined) {
    links.push({ relation: 'next', url: addressOf(twin.base, path, [...parameters.filter(({ name }) => name !== '_cursor'), { name: '_cursor', value: page.nextCursor }]) });
  }
  return { status: 200, body: bundleText({ type: 'searchset', total: page.total, links, entries: entriesOf(twin, page, request) }) };
}

function entriesOf({ base }: Twin, page: SearchPage, request: SearchRequest): string[] {
  const isWhole = request.summary === 'false' && request.elements.length === 0;
  const shape = ({ content }: FoundRow): string => (isWhole ? content : subsetText(content, request));
  const ignored = (name: string): string => {
    const issue = { severity: 'warning', code: 'not-supported', diagnostics: `参数 ${name} 不被支持，已忽略。The parameter ${name} is not supported and was ignored.` };
    return JSON.stringify({ resource: { resourceType: 'OperationOutcome', issue: [issue] }, search: { mode: 'outcome' } });
  };
  return [
    ...page.matches.map((row) => entryText(base, row, { content: shape(row), mode: 'match' })),
    ...page.included.map((row) => entryText(base, row, { content: row.content, mode: 'include' })),
    ...page.unknownParameters.map(ignored),
  ];
}

export interface HistoryAsked {
  readonly type?: string | undefined;
  readonly id?: string | undefined;
  readonly query: string;
  readonly isStrict?: boolean;
}

/** history of one resource, a type or everything; newest first unless asked otherwise, by pages. */
export function history({ store, base }: Twin, { type, id, query, isStrict = false }: HistoryAsked): Answer {
  const parameters = parseParameters(query);
  const { count, isCount, isOldestFirst, isCounted, subset, list } = parseHistory(parameters, isStrict);
  const value = (name: string): string | undefined => parameters.find((each) => each.name === name)?.value;
  const all = id === undefined ? store.all().filter((each) => type === undefined || each.type === type) : store.versionsOf(`${type}/${id}`);
  if (type !== undefined && !isResourceType(type)) throw fhirProblem('fhir.unknown-type');
  if (id !== undefined && all.length === 0) throw fhirProblem('fhir.not-found');
  const named = list === undefined ? undefined : namedIn(JSON.parse(store.current(`List/${list}`)?.content || '{}') as List);
  const isNamed = (version: Version): boolean => named === undefined || named.some((each) => each.type === version.type && each.id === version.id && (each.version ?? version.version) === version.version);
  const sorted = all.filter(whenTest(all, { since: value('_since'), at: value('_at') })).filter(isNamed).sort(newestFirst);
  if (isOldestFirst) sorted.reverse();
  const start = value('_cursor') === undefined ? 0 : sorted.findIndex((each) => nameOf(each) === value('_cursor')) + 1;
  if (start === 0 && value('_cursor') !== undefined) throw valueProblem('_cursor', 'page link');
  const page = isCount ? [] : sorted.slice(start, start + count);
  const path = [type, id, '_history'].filter((part) => part !== undefined).join('/');
  const links = [{ relation: 'self', url: addressOf(base, path, parameters) }];
  if (!isCount && start + count < sorted.length) {
    links.push({ relation: 'next', url: addressOf(base, path, [...parameters.filter(({ name }) => name !== '_cursor'), { name: '_cursor', value: nameOf(page.at(-1)!) }]) });
  }
  const total = isCount || isCounted || (start === 0 && sorted.length <= count) ? { total: sorted.length } : {};
  return { status: 200, body: bundleText({ type: 'history', ...total, links, entries: page.map((each) => versionText(base, subset && !each.deleted ? { ...each, content: subsetText(each.content, subset) } : each)) }) };
}

const nameOf = ({ type, id, version }: Version): string => `${type}/${id}/${version}`;

const newestFirst = (a: Version, b: Version): number =>
  Date.parse(b.lastUpdated) - Date.parse(a.lastUpdated) || `${b.type}/${b.id}`.localeCompare(`${a.type}/${a.id}`) || b.version - a.version;

/** `_since`: written from then on. `_at`: the version that was current at some time in the span. */
function whenTest(all: readonly Version[], { since, at }: { since: string | undefined; at: string | undefined }): (version: Version) => boolean {
  const [from, span] = [since, at].map((text) => (text === undefined ? undefined : spanOf(text)));
  if (since !== undefined && !from) throw valueProblem('_since', 'instant');
  if (at !== undefined && !span) throw valueProblem('_at', 'dateTime');
  const writtenAt = ({ lastUpdated }: Version): bigint => spanOf(lastUpdated)!.from;
  return (version) => {
    if (from && writtenAt(version) < from.from) return false;
    if (!span) return true;
    const later = all.find((each) => each.type === version.type && each.id === version.id && each.version === version.version + 1);
    return writtenAt(version) < span.until && !(later && writtenAt(later) <= span.from);
  };
}

function versionText(base: string, version: Version): string {
  const address = `${version.type}/${version.id}`;
  const [method, status] = version.deleted ? ['DELETE', '204'] : version.version === 1 ? ['POST', '201'] : ['PUT', '200'];
  const request = JSON.stringify({ method, url: method === 'POST' ? version.type : address });
  const response = JSON.stringify({ status, etag: etagOf(version.version), lastModified: version.lastUpdated });
  const resource = version.deleted ? '' : `"resource":${version.content},`;
  return `{"fullUrl":${JSON.stringify(`${base}/${address}`)},${resource}"request":${request},"response":${response}}`;
}
