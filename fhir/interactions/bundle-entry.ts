import type { Bundle, BundleEntry, BundleEntryRequest } from '#fhir/types/resources.gen.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import { fhirProblem } from '../problems.ts';

/** One entry of a batch or transaction, its address taken apart. */
export interface EntryRequest {
  readonly index: number;
  readonly method: BundleEntryRequest['method'];
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
  if (!Array.isArray(entries)) throw entryProblem(0, 'entry 必须是数组。', 'entry must be an array.');
  if (entries.length > ENTRIES_MAX) throw entryProblem(ENTRIES_MAX, `一个集合最多 ${ENTRIES_MAX} 个条目。`, `A bundle has at most ${ENTRIES_MAX} entries.`);
  return entries.map((entry: BundleEntry, index) => entryRequest(entry, index));
}

export const entryProblem = (index: number, zh: string, en: string) =>
  fhirProblem('fhir.invalid', [{ path: `Bundle.entry[${index}]`, message: { zh, en } }]);

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH']);

function entryRequest(entry: BundleEntry, index: number): EntryRequest {
  const request = entry?.request;
  if (typeof request?.url !== 'string') throw entryProblem(index, '条目缺少 request。', 'The entry has no request.');
  const texts = [entry.fullUrl, request.ifMatch, request.ifNoneMatch, request.ifNoneExist];
  if (!METHODS.has(request.method) || texts.some((text) => text !== undefined && typeof text !== 'string')) {
    throw entryProblem(index, 'request 的内容不正确。', 'The request of the entry is not valid.');
  }
  const [path = '', query] = splitOnce(request.url, '?');
  const [type = '', id, history, version] = path.replace(/^\//, '').split('/');
  const isKnown = isResourceType(type) && (history === undefined || history === '_history');
  if (!isKnown && !(type === 'metadata' && request.method === 'GET')) {
    throw entryProblem(index, `地址 ${type} 不是资源类型。`, `The address does not name a resource type.`);
  }
  const read = request.method === 'GET' && id === '_history' ? undefined : id;
  return { index, method: request.method, type, id: read === '' ? undefined : read, version, query, entry, request };
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
