import type { InjectOptions } from 'fastify';
import { requestOf, type Who } from '#tests/conformance/access/live-server.ts';
import type { Random } from '#tests/world/random.ts';
import type { AnyOperation } from '#platform/kernel/contract.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { printFhirXml } from '#fhir/xml/write-xml.ts';
import { nearlyFitting, schemaOf } from './from-schema.ts';
import { mutate, mutateText, oddText, oddValue } from './values.ts';

export interface Surroundings {
  /** Credentials with every right, a machine client, nobody. */
  readonly askers: readonly Who[];
  readonly operations: readonly AnyOperation[];
  /** Ids that exist. */
  readonly ids: readonly string[];
  readonly resources: readonly Resource[];
  /** Names of search parameters by type. */
  readonly parameters: ReadonlyMap<string, readonly string[]>;
}

const SUFFIXES = ['', ':exact', ':contains', ':missing', ':not', ':text', ':in', ':not-in', ':above', ':below', ':of-type', ':identifier', ':Patient', ':nonsense'];
const PREFIXES = ['', 'eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'];
const OPERATIONS = ['$validate', '$everything', '$meta', '$expand', '$lookup', '$validate-code', '$translate', '$subsumes', '$match', '$graphql', '$diff', '$document', '$lastn', '_history', '_search', '$export', '$convert'];
const TYPES_OF_BODY = ['application/fhir+json', 'application/json', 'application/fhir+xml', 'application/json-patch+json', 'application/x-www-form-urlencoded', 'application/fhir+ndjson', 'text/plain', 'application/nonsense', 'application/json; charset=gb18030'];

type Maker = (random: Random, given: Surroundings) => InjectOptions;

const headersOf = (random: Random, { askers }: Surroundings, more: Record<string, string> = {}): Record<string, string> => ({ ...random.pick(askers), ...more });

/** An operation of a room, with input that nearly fits. */
const callRoom: Maker = (random, given) => {
  const operation = random.pick(given.operations);
  const input = nearlyFitting(random, schemaOf(operation.input), given);
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  const request = requestOf(random.pick(given.askers), operation.name, isObject ? (input as Record<string, unknown>) : { value: input });
  return { ...request, headers: { ...request.headers, ...(random.chance(0.3) ? { 'idempotency-key': random.chance(0.5) ? 'same' : oddHeader(random) } : {}) } };
};

/** Header values may hold visible characters only; anything else never leaves a client. */
const oddHeader = (random: Random): string => oddText(random).replace(/[^\x20-\x7e]/g, '') || 'x';

const writeResource: Maker = (random, given) => {
  const resource = mutate(random, random.pick(given.resources));
  const type = random.chance(0.9) ? random.pick(given.resources).resourceType : oddText(random);
  const path = random.pick([`/${type}`, `/${resource?.resourceType ?? type}`, `/${type}/${encodeURIComponent(random.pick(given.ids).slice(0, 64))}`, '']);
  const isXml = random.chance(0.25);
  const contentType = random.chance(0.85) ? `application/fhir+${isXml ? 'xml' : 'json'}` : random.pick(TYPES_OF_BODY);
  const text = isXml ? mutateText(random, xmlOf(random.pick(given.resources))) : random.chance(0.3) ? mutateText(random, JSON.stringify(resource)) : JSON.stringify(resource);
  const conditional: Record<string, string> = random.chance(0.2) ? { [random.pick(['if-match', 'if-none-exist', 'if-none-match', 'prefer'])]: oddHeader(random) } : {};
  return { method: random.pick(['POST', 'PUT', 'PATCH', 'DELETE'] as const), url: `/fhir${path}`, headers: headersOf(random, given, { 'content-type': contentType, ...conditional }), payload: text };
};

function xmlOf(resource: Resource): string {
  try {
    return printFhirXml(resource);
  } catch {
    return '<Patient xmlns="http://hl7.org/fhir"><id value="x"/></Patient>';
  }
}

const sendBundle: Maker = (random, given) => {
  const entry = Array.from({ length: random.int(0, 6) }, () => {
    const resource = random.pick(given.resources);
    return { fullUrl: `urn:uuid:${random.int(1, 3)}`, resource, request: { method: random.pick(['POST', 'PUT', 'GET', 'DELETE', 'PATCH']), url: `${resource.resourceType}${random.chance(0.5) ? `/${resource.id ?? 'x'}` : '?identifier=x|y'}` } };
  });
  const bundle = { resourceType: 'Bundle', type: random.pick(['transaction', 'batch', 'document', 'collection', 'nonsense']), entry };
  return { method: 'POST', url: '/fhir', headers: headersOf(random, given, { 'content-type': 'application/fhir+json' }), payload: JSON.stringify(random.chance(0.7) ? mutate(random, bundle) : bundle) };
};

const search: Maker = (random, given) => {
  const type = random.pick([...given.parameters.keys()]);
  const names = given.parameters.get(type) ?? [];
  const pairs = Array.from({ length: random.int(1, 4) }, () => {
    const name = random.chance(0.8) && names.length > 0 ? random.pick(names) : random.pick(['_sort', '_count', '_include', '_revinclude', '_has', '_list', '_filter', '_text', '_content', '_total', '_summary', '_elements', '_id', '_lastUpdated', '_type', '_cursor', '_contained', 'near', oddText(random)]);
    const chain = random.chance(0.15) && names.length > 0 ? `.${random.pick(['name', 'identifier', 'code', random.pick(names)])}` : '';
    const value = random.chance(0.5) ? oddText(random) : `${random.pick(PREFIXES)}${random.pick(['2026', '2026-11-22', '5.4', '5.4|http://unitsofmeasure.org|mg', 'http://loinc.org|8480-6', 'Patient/1', '王', random.pick(given.ids)])}`;
    return `${encode(name + chain + random.pick(SUFFIXES))}=${encode(value)}`;
  });
  const isPosted = random.chance(0.2);
  const address = `/fhir/${type}`;
  if (isPosted) return { method: 'POST', url: `${address}/_search`, headers: headersOf(random, given, { 'content-type': 'application/x-www-form-urlencoded' }), payload: pairs.join('&') };
  return { method: 'GET', url: `${address}?${pairs.join('&')}`, headers: headersOf(random, given, random.chance(0.2) ? { prefer: 'handling=strict' } : {}) };
};

const encode = (text: string): string => encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd'));

const callOperation: Maker = (random, given) => {
  const resource = random.pick(given.resources);
  const place = random.pick(['', `/${resource.resourceType}`, `/${resource.resourceType}/${encode(random.pick(given.ids))}`]);
  const url = `/fhir${place}/${random.pick(OPERATIONS)}`;
  if (random.chance(0.5)) return { method: 'GET', url: `${url}?${random.pick(['code', 'url', 'system', '_type', 'filter', '_count', 'query', 'start'])}=${encode(oddText(random))}`, headers: headersOf(random, given) };
  const parameters = { resourceType: 'Parameters', parameter: [{ name: random.pick(['resource', 'code', 'url', 'coding', 'valueSet', 'count', oddText(random)]), [random.pick(['resource', 'valueString', 'valueCode', 'valueUri', 'valueInteger', 'valueCoding'])]: random.chance(0.5) ? resource : oddValue(random) }] };
  return { method: 'POST', url, headers: headersOf(random, given, { 'content-type': 'application/fhir+json' }), payload: JSON.stringify(parameters) };
};

const strayPath: Maker = (random, given) => {
  const path = Array.from({ length: random.int(1, 4) }, () => encode(oddText(random)).slice(0, 200)).join('/');
  return { method: random.pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'] as const), url: `${random.pick(['/fhir/', '/api/', '/oauth2/', '/', '/live', '/.well-known/'])}${path}`, headers: headersOf(random, given) };
};

const MAKERS: readonly Maker[] = [callRoom, callRoom, callRoom, writeResource, writeResource, search, search, sendBundle, callOperation, strayPath];

/** One request that somebody might send; the same for the same random numbers. */
export const oneRequest: Maker = (random, given) => random.pick(MAKERS)(random, given);
