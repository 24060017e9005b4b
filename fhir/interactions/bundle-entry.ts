import type { Bundle, BundleEntry, BundleEntryRequest } from '#fhir/types/resources.gen.ts';
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
  readonly query: string | undefined;
  readonly entry: BundleEntry;
  readonly request: BundleEntryRequest;
}

/** Entries in one bundle; the body limit stops most earlier. */
const ENTRIES_MAX = 20_000;

export function entriesOf(bundle: Bundle): EntryRequest[] {
  const entries: unknown = bundle.entry ?? [];
  if (!Array.isArray(entries)) throw entryProblem('Bundle.entry', 'entry 必须是数组。', 'entry must be an array.');
  if (entries.length > ENTRIES_MAX) throw entryProblem('Bundle.entry', `一个集合最多 ${ENTRIES_MAX} 个条目。`, `A bundle has at most ${ENTRIES_MAX} entries.`);
  const requests = entries.map((entry: BundleEntry, index) => entryRequest(entry, index));
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
  const [type = '', id, history, version] = path.replace(/^\//, '').split('/');
  const isKnown = isResourceType(type) && (history === undefined || history === '_history');
  const isWhole = type === 'metadata' || (type === '' && query !== undefined);
  if (!isKnown && !(isWhole && request.method === 'GET')) {
    throw entryProblem(`${at}.url`, `地址 ${type} 不是资源类型。`, `The address does not name a resource type.`);
  }
  const read = request.method === 'GET' && id === '_history' ? undefined : id;
  return { index, method: request.method, type, id: read === '' ? undefined : read, version, query, entry, request };
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
