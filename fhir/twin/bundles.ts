import type { Bundle, Resource } from '#fhir/types/resources.gen.ts';
import { parseParameters } from '#fhir/search/query-string.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { etagOf, writtenAnswer, type Answer } from '../interactions/answer.ts';
import { entriesOf, entryProblem, isReading, type EntryRequest } from '../interactions/entries/bundle-entry.ts';
import { outcomeOf, statusOf } from '../interactions/outcome.ts';
import { patchIn } from '../interactions/patch/patch-resource.ts';
import { findReferences, replaceReferences } from '../interactions/references.ts';
import { readSubset } from '../interactions/subset.ts';
import { responseText } from '../interactions/transaction.ts';
import { preconditionOf } from '../interactions/writes/preconditions.ts';
import { fhirProblem } from '../problems.ts';
import { history, read, searchSystem, searchType } from './read-interactions.ts';
import type { Twin } from './twin.ts';
import { create, findMatch, patch, patched, remove, update, writeOutside } from './write-interactions.ts';

const bundleOf = (type: string, entries: readonly string[]): Answer =>
  ({ status: 200, body: `{"resourceType":"Bundle","type":"${type}"${entries.length === 0 ? '' : `,"entry":[${entries.join(',')}]`}}` });

/** batch: each entry on its own. */
export function runBatch(twin: Twin, bundle: Bundle): Answer {
  return bundleOf('batch-response', entriesOf(bundle).map((request) => {
    try {
      return responseText(runEntry(twin, request));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return JSON.stringify({ response: { status: String(statusOf(error)), outcome: outcomeOf(error) } });
    }
  }));
}

function runEntry(twin: Twin, { method, type, id, version, member, operation, isHistory, query, entry, request, index, problem }: EntryRequest): Answer {
  if (problem) throw problem;
  if (operation) throw fhirProblem('fhir.no-endpoint');
  if (isHistory) return history(twin, { type: type === '' ? undefined : type, id, query: query ?? '' });
  const { ifNoneExist, ifNoneMatch, ifModifiedSince } = request;
  if (method === 'GET' || method === 'HEAD') {
    const asked = { parameters: parseParameters(query ?? ''), isStrict: false, ...(member === undefined ? {} : { compartment: { type, id: id! } }) };
    if (member !== undefined) return member === '*' ? searchSystem(twin, asked) : searchType(twin, { ...asked, type: member });
    if (id !== undefined) return readSubset(read(twin, { type, id, version, ifNoneMatch, ifModifiedSince }), query ?? '');
    return type === '' ? searchSystem(twin, asked) : searchType(twin, { ...asked, type });
  }
  if (method === 'POST') return create(twin, { type, body: entry.resource, ifNoneExist });
  if (id === undefined && query === undefined) throw entryProblem(index, '地址中缺少 id。', 'The address lacks an id.');
  const change = method === 'PUT' ? update : method === 'DELETE' ? remove : patch;
  return change(twin, { type, id, query, body: method === 'PATCH' ? patchIn(entry.resource) : entry.resource, precondition: preconditionOf(request) });
}

/** What an entry is about to do. */
interface Plan {
  readonly request: EntryRequest;
  readonly id: string;
  readonly isExisting: boolean;
  readonly resource: Resource | undefined;
}

/** The order of the standard, whatever that of the entries (https://hl7.org/fhir/R4/http.html#trules). */
const TURNS: Readonly<Record<string, number>> = { DELETE: 0, POST: 1, PUT: 2, PATCH: 2 };

/** transaction: all or nothing. Conditions and conditional references are asked of the state before it. */
export function runTransaction(twin: Twin, bundle: Bundle): Answer {
  const requests = entriesOf(bundle);
  for (const { method, type, entry, index } of requests) {
    const isWrite = (method === 'POST' || method === 'PUT') && type !== '';
    if (isWrite && entry.resource?.resourceType !== type) throw entryProblem(index, `条目必须带有 ${type} 资源。`, `The entry needs a ${type} resource.`);
  }
  const answers = new Map<number, Answer>();
  twin.store.undoing(() => {
    const plans = requests.filter((request) => !isReading(request)).map((request) => planOf(twin, request));
    requireDistinct(plans);
    const resolve = resolverOf(twin, plans);
    const inTurn = [...plans].sort((a, b) => TURNS[a.request.method]! - TURNS[b.request.method]!);
    for (const plan of inTurn) answers.set(plan.request.index, carryOut(twin, plan, resolve));
    for (const request of requests) if (isReading(request)) answers.set(request.index, runEntry(twin, request));
  });
  return bundleOf('transaction-response', requests.map(({ index }) => responseText(answers.get(index)!)));
}

function planOf(twin: Twin, request: EntryRequest): Plan {
  const { method, type, query, entry, index, request: { ifNoneExist } } = request;
  if (method === 'POST') {
    const match = ifNoneExist === undefined ? undefined : findMatch(twin, type, ifNoneExist);
    return { request, id: match ?? twin.newId(), isExisting: match !== undefined, resource: entry.resource };
  }
  const match = request.id === undefined && query !== undefined ? findMatch(twin, type, query) : undefined;
  const id = request.id ?? match ?? (method === 'PUT' && query !== undefined ? (entry.resource?.id ?? twin.newId()) : undefined);
  if (id === undefined) throw query === undefined ? entryProblem(index, '地址中缺少 id。', 'The address lacks an id.') : fhirProblem('fhir.not-found');
  if (method === 'PUT' && entry.resource?.id !== undefined && entry.resource.id !== id) {
    throw entryProblem(index, '资源的 id 与地址不一致。', 'The id of the resource differs from the address.');
  }
  return { request, id, isExisting: false, resource: method === 'PATCH' ? patched(twin, { type, id, patch: patchIn(entry.resource) }) : entry.resource };
}

function requireDistinct(plans: readonly Plan[]): void {
  const written = plans.filter(({ isExisting }) => !isExisting).map(({ request, id }) => `${request.type}/${id}`);
  const twice = written.find((address, index) => written.indexOf(address) !== index);
  if (twice !== undefined) throw fhirProblem('fhir.invalid', [{ path: twice, message: { zh: '同一批次中同一资源出现了两次。', en: 'The same resource occurs twice in one batch.' } }]);
}

const CONDITIONAL = /^[A-Z][A-Za-z]+\?/;

/** fullUrls and conditional references → what they become. */
function resolverOf(twin: Twin, plans: readonly Plan[]): (reference: string) => string | undefined {
  const addresses = new Map<string, string>();
  for (const { request, id, resource } of plans) {
    const target = `${request.type}/${id}`;
    const { fullUrl } = request.entry;
    const relative = /^https?:\/\/.*\/([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/.exec(fullUrl ?? '')?.[1];
    for (const name of [fullUrl, relative]) if (name !== undefined) addresses.set(name, target);
    for (const { path, reference } of findReferences(resource, `Bundle.entry[${request.index}].resource`, (each) => CONDITIONAL.test(each))) {
      const type = reference.slice(0, reference.indexOf('?'));
      const match = findMatch(twin, type, reference);
      if (match === undefined) throw unresolved(path);
      addresses.set(reference, `${type}/${match}`);
    }
  }
  return (reference) => addresses.get(reference);
}

const unresolved = (path: string) => fhirProblem('fhir.reference-unresolved', [{ path, message: { zh: '引用无法解析。', en: 'The reference cannot be resolved.' } }]);

function carryOut(twin: Twin, { request, id, isExisting, resource }: Plan, resolve: (reference: string) => string | undefined): Answer {
  const { method, type, index } = request;
  if (isExisting) return { status: 200, location: `${twin.base}/${type}/${id}` };
  const precondition = method === 'POST' ? undefined : preconditionOf(request.request);
  if (method === 'DELETE') {
    const stored = writeOutside(twin, { method: 'delete', resource: { resourceType: type, id } as Resource, precondition });
    return { status: 204, etag: etagOf(stored.version) };
  }
  const replaced = replaceReferences(resource, resolve) as Resource;
  const dangling = findReferences(replaced, `Bundle.entry[${index}].resource`, (reference) => reference.startsWith('urn:uuid:'))[0];
  if (dangling) throw unresolved(dangling.path);
  return writtenAnswer(writeOutside(twin, { method: method === 'POST' ? 'create' : 'put', resource: { ...replaced, id } as Resource, precondition }), twin.base);
}
