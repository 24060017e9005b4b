import type { Bundle } from '#fhir/types/resources.gen.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { parseParameters } from '#fhir/search/query-string.ts';
import type { Answer } from '../interactions/answer.ts';
import { informationOutcome, outcomeOf, statusOf } from '../interactions/outcome.ts';
import { requireBody } from '../interactions/write.ts';
import { preconditionOf } from '../interactions/writes/preconditions.ts';
import { fhirProblem } from '../problems.ts';
import { runBatch, runTransaction } from './bundles.ts';
import { readSubset } from '../interactions/subset.ts';
import { history, read, searchSystem, searchType } from './read-interactions.ts';
import type { Twin } from './twin.ts';
import { create, patch, remove, update } from './write-interactions.ts';

export interface TwinRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base, with its query: `/Patient/1`, `/Patient?name=x`. */
  readonly path: string;
  /** Parsed JSON; of a form its text. */
  readonly body?: unknown;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TwinAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** One interaction of FHIR's HTTP protocol, from request to answer; every refusal is an OperationOutcome. */
export function serve(twin: Twin, request: TwinRequest): TwinAnswer {
  try {
    return answered(route(twin, request), request);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { status: statusOf(error), headers: {}, text: JSON.stringify(outcomeOf(error)) };
  }
}

function answered({ status, etag, lastModified, location, body = '' }: Answer, { headers: { prefer = '' } = {} }: TwinRequest): TwinAnswer {
  const wanted = location === undefined ? undefined : /return\s*=\s*"?(minimal|OperationOutcome)/.exec(prefer)?.[1];
  const headers = {
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { 'last-modified': lastModified.toUTCString() }),
    ...(location === undefined ? {} : { location }),
  };
  return { status, headers, text: wanted === 'minimal' ? '' : wanted === undefined ? body : JSON.stringify(informationOutcome('已保存。', 'Stored.')) };
}

function route(twin: Twin, request: TwinRequest): Answer {
  const { method, body } = request;
  const [path = '', query] = splitOnce(request.path);
  const parts = path.split('/').filter((part) => part !== '').map(decodeURIComponent);
  const [type = '', id] = parts;
  if (parts.length === 0 && method === 'GET') return searchSystem(twin, { parameters: parseParameters(query ?? ''), isStrict: isStrict(request.headers) });
  if (type === '_search' && method === 'POST') return searchSystem(twin, { parameters: parseParameters(formOf(query, body)), isStrict: isStrict(request.headers) });
  if (parts.length === 0 && method === 'POST') return runBundle(twin, requireBody('Bundle', body) as Bundle);
  if (method === 'GET' && parts.at(-1) === '_history') return history(twin, { type: parts.at(-3) ?? parts.at(-2), id: parts.length > 2 ? id : undefined, query: query ?? '', isStrict: isStrict(request.headers) });
  if (!isResourceType(type)) throw fhirProblem('fhir.unknown-type');
  if (method === 'GET') return get(twin, { parts, query: query ?? '', headers: request.headers ?? {} });
  if (method === 'POST' && id === '_search') return search(twin, { type, query: formOf(query, body) }, request.headers);
  if (method === 'POST' && parts.length === 4 && parts[3] === '_search') return get(twin, { parts: parts.slice(0, 3), query: formOf(query, body), headers: request.headers ?? {} });
  if (parts.length > 2 || (method === 'POST' && id !== undefined)) throw fhirProblem(parts.at(-1)!.startsWith('$') ? 'fhir.no-endpoint' : 'fhir.method');
  const change = { type, id, query: id === undefined ? (query ?? '') : undefined, body, precondition: preconditionOf({ ifMatch: request.headers?.['if-match'], ifNoneMatch: request.headers?.['if-none-match'] }) };
  switch (method) {
    case 'POST':
      return create(twin, { type, body, ifNoneExist: request.headers?.['if-none-exist'] });
    case 'PUT':
      return update(twin, change);
    case 'PATCH':
      return patch(twin, change);
    case 'DELETE':
      return remove(twin, change);
  }
}

/** Parameters of a search by POST: of the address and of the form. */
const formOf = (query: string | undefined, body: unknown): string => `${query ?? ''}&${typeof body === 'string' ? body : ''}`;

function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf('?');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

interface GetAsked {
  readonly parts: readonly string[];
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** read, vread, search of a type or of a compartment. */
function get(twin: Twin, { parts, query, headers }: GetAsked): Answer {
  const [type = '', id, member, version, ...more] = parts;
  if (more.length > 0 || (version !== undefined && member !== '_history')) throw fhirProblem('fhir.unsupported');
  if (id === undefined || (id === '_search' && member === undefined)) return search(twin, { type, query }, headers);
  if (member === undefined || version !== undefined) return readSubset(read(twin, { type, id, version, ifNoneMatch: headers['if-none-match'], ifModifiedSince: headers['if-modified-since'] }), query);
  const asked = { parameters: parseParameters(query), isStrict: isStrict(headers), compartment: { type, id } };
  return member === '*' ? searchSystem(twin, asked) : searchType(twin, { ...asked, type: member });
}

const isStrict = (headers: Readonly<Record<string, string>> = {}): boolean => /handling\s*=\s*strict/.test(headers.prefer ?? '');

const search = (twin: Twin, { type, query }: { type: string; query: string }, headers?: Readonly<Record<string, string>>): Answer =>
  searchType(twin, { type, parameters: parseParameters(query), isStrict: isStrict(headers) });

function runBundle(twin: Twin, bundle: Bundle): Answer {
  if (bundle.type === 'transaction') return runTransaction(twin, bundle);
  if (bundle.type === 'batch') return runBatch(twin, bundle);
  throw fhirProblem('fhir.invalid', [{ path: 'Bundle.type', message: { zh: '只接受 transaction 或 batch。', en: 'Only transaction or batch is accepted here.' } }]);
}
