import type { Bundle, BundleEntry, BundleEntryRequest } from '#fhir/types/resources.gen.ts';
import type { Problem } from '#platform/kernel/problem.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import { fhirProblem } from '../../problems.ts';

/** One entry of a batch or transaction, its address taken apart. */
export interface EntryRequest {
  readonly index: number;
  readonly method: BundleEntryRequest['method'];
  /** Empty for a search over several types. */
  readonly type: string;
  /** Absent for create, search and conditional interactions. */
  readonly id: string | undefined;
  /** After the id: `_history/3`. */
  readonly version: string | undefined;
  /** `_history` of the instance, the type or the whole system. */
  readonly isHistory: boolean;
  /** Of `Patient/1/Observation` what is searched for in the compartment. */
  readonly member: string | undefined;
  /** The steps of an address that calls an operation. */
  readonly operation: readonly string[] | undefined;
  readonly query: string | undefined;
  readonly entry: BundleEntry;
  readonly request: BundleEntryRequest;
  /** Why the address leads nowhere: of a batch the trouble of this entry alone. */
  readonly problem?: Problem;
}

/** Whether the entry is answered after all that write. */
export const isReading = ({ method, operation }: EntryRequest): boolean => method === 'GET' || method === 'HEAD' || operation !== undefined;

/** Entries in one bundle; the body limit stops most earlier. */
const ENTRIES_MAX = 20_000;

export function entriesOf(bundle: Bundle): EntryRequest[] {
  const entries: unknown = bundle.entry ?? [];
  if (!Array.isArray(entries)) throw entryProblem('Bundle.entry', 'entry 必须是数组。', 'entry must be an array.');
  if (entries.length > ENTRIES_MAX) throw entryProblem('Bundle.entry', `一个集合最多 ${ENTRIES_MAX} 个条目。`, `A bundle has at most ${ENTRIES_MAX} entries.`);
  const requests = entries.map((entry: BundleEntry, index) => entryRequest(entry, index));
  const misled = requests.find(({ problem, request }) => problem !== undefined && (bundle.type !== 'batch' || request.url === ''));
  if (misled) throw misled.problem!;
  requireOwnUrls(requests);
  return requests;
}

/** bdl-7: one fullUrl names one resource. */
function requireOwnUrls(requests: readonly EntryRequest[]): void {
  const seen = new Set<string>();
  for (const { entry, index } of requests) {
    if (entry.fullUrl === undefined) continue;
    const name = `${entry.fullUrl} ${entry.resource?.meta?.versionId ?? ''}`;
    if (seen.has(name)) throw entryProblem(`Bundle.entry[${index}].fullUrl`, 'fullUrl 重复（bdl-7）。', 'Another entry has this fullUrl (bdl-7).');
    seen.add(name);
  }
}

/** `at` is the number of the entry, or the place in the bundle. */
export const entryProblem = (at: number | string, zh: string, en: string) =>
  fhirProblem('fhir.invalid', [{ path: typeof at === 'number' ? `Bundle.entry[${at}]` : at, message: { zh, en } }]);

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH']);

function entryRequest(entry: BundleEntry, index: number): EntryRequest {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) throw entryProblem(index, '条目必须是对象。', 'An entry is an object.');
  const { request } = entry;
  const at = `Bundle.entry[${index}].request`;
  if (typeof request !== 'object' || request === null) throw entryProblem(at, '条目缺少 request。', 'The entry has no request.');
  if (typeof request.url !== 'string') throw entryProblem(`${at}.url`, '条目缺少 request.url。', 'The request has no url.');
  if (!METHODS.has(request.method)) throw entryProblem(`${at}.method`, '没有这种方法。', 'There is no such method.');
  const texts = [entry.fullUrl, request.ifMatch, request.ifNoneMatch, request.ifNoneExist];
  if (texts.some((text) => text !== undefined && typeof text !== 'string')) {
    throw entryProblem(at, 'request 的内容不正确。', 'The request of the entry is not valid.');
  }
  const [path = '', query] = splitOnce(request.url, '?');
  const steps = stepsOf(path);
  const place = placeIn(steps ?? ['/']);
  const problem = isServed(place, request.method, query) ? undefined : entryProblem(`${at}.url`, `地址 ${request.url} 不能这样使用。`, `The address does not name a resource type, or cannot be asked like this.`);
  return { index, ...place, method: place.isSearch ? 'GET' : request.method, query, entry, request, ...(problem ? { problem } : {}) };
}

/** Steps of the address, unescaped; undefined where it cannot be. */
function stepsOf(path: string): string[] | undefined {
  try {
    return path.replace(/^\//, '').split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

interface EntryPlace extends Pick<EntryRequest, 'type' | 'id' | 'version' | 'isHistory' | 'member' | 'operation'> {
  /** Written with `_search`, by GET or POST. */
  readonly isSearch: boolean;
}

const NOWHERE: EntryPlace = { type: '/', id: undefined, version: undefined, isHistory: false, member: undefined, operation: undefined, isSearch: false };

/** `Type/id/_history/version` apart; the history of something has no version, a member of a compartment neither. */
function placeIn(steps: readonly string[]): EntryPlace {
  const place = { ...NOWHERE, type: steps[0]! };
  if (steps.some((step) => step.startsWith('$')) || (steps.length === 1 && steps[0] === 'metadata')) return { ...place, type: '', operation: steps };
  const at = steps.indexOf('_history');
  if (at >= 0) {
    const [type = '', id] = steps.slice(0, at);
    const version = steps[at + 1] === '' ? undefined : steps[at + 1];
    return at > 2 || steps.length > at + 2 ? NOWHERE : { ...place, type, id, version, isHistory: version === undefined };
  }
  const isSearch = steps.length > 0 && steps.at(-1) === '_search';
  const [type = '', id, member, ...more] = isSearch ? steps.slice(0, -1) : steps;
  if (more.length > 0 || (isSearch && id !== undefined && member === undefined)) return NOWHERE;
  return { ...place, type, id: id === '' ? undefined : id, member: member === '' ? undefined : member, isSearch };
}

function isServed({ type, id, version, isHistory, member, operation, isSearch }: EntryPlace, method: string, query: string | undefined): boolean {
  if (operation !== undefined) return true;
  const isGet = method === 'GET' || method === 'HEAD';
  if (isHistory) return method === 'GET' && (type === '' || isResourceType(type));
  if (member !== undefined) return isResourceType(type) && (isGet || (isSearch && method === 'POST'));
  if (isSearch && !isGet && method !== 'POST') return false;
  if (type === '') return id === undefined && (isSearch || (method === 'GET' && query !== undefined));
  return isResourceType(type) && (version === undefined || isGet) && (method !== 'POST' || id === undefined);
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
