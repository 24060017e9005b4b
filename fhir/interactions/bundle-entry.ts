import type { Bundle, BundleEntry, BundleEntryRequest } from '#fhir/types/resources.gen.ts';
import type { Problem } from '#platform/kernel/problem.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import { fhirProblem } from '../problems.ts';

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
  readonly query: string | undefined;
  readonly entry: BundleEntry;
  readonly request: BundleEntryRequest;
  /** Why the address leads nowhere: of a batch the trouble of this entry alone. */
  readonly problem?: Problem;
}

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
  const { type = '', id, version, isHistory } = placeIn(path.replace(/^\//, '').split('/'));
  const isWhole = type === '' && request.method === 'GET' && (isHistory || query !== undefined);
  const isOdd = isHistory ? request.method !== 'GET' : version !== undefined && request.method !== 'GET' && request.method !== 'HEAD';
  const isPlain = (isResourceType(type) || isWhole) && !isOdd && (request.method !== 'POST' || id === undefined || id === '_search');
  const problem = isPlain ? undefined : entryProblem(`${at}.url`, `地址 ${request.url} 不能这样使用。`, `The address does not name a resource type, or cannot be asked like this.`);
  // A search may be written with `_search`, by POST too.
  const isSearch = id === '_search';
  return { index, method: isSearch ? 'GET' : request.method, type, id: isSearch ? undefined : id, version, isHistory, query, entry, request, ...(problem ? { problem } : {}) };
}

type EntryPlace = Partial<Pick<EntryRequest, 'type' | 'id' | 'version'>> & { readonly isHistory: boolean };

/** `Type/id/_history/version` apart; the history of something has no version. */
function placeIn(parts: readonly string[]): EntryPlace & { readonly id: string | undefined; readonly version: string | undefined } {
  const at = parts.indexOf('_history');
  const [type, id] = at < 0 ? parts : parts.slice(0, at);
  const version = at < 0 ? undefined : parts[at + 1];
  const isHistory = at >= 0 && (version === undefined || version === '');
  const isTooLong = parts.length > (at < 0 ? 2 : at + 2);
  return { type: isTooLong ? '/' : (type ?? ''), id: id === '' ? undefined : id, version: isHistory ? undefined : version, isHistory };
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
