import type { FastifyInstance, FastifyReply, FastifyRequest, RequestPayload } from 'fastify';
import type { OutgoingHttpHeaders } from 'node:http';
import { createGunzip } from 'node:zlib';
import { Problem, type ProblemDetail } from '#platform/kernel/problem.ts';
import { readUtf8, requireWellFormed } from '#platform/http/read-text.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import { readFhirJson } from '#fhir/types/json-names.ts';
import { printFhirXml } from '#fhir/xml/write-xml.ts';
import { parseFhirXml } from '#fhir/xml/read-xml.ts';
import { charsetOf, isXmlCharset, otherCharset, readXmlText, requireNoUtf16 } from '#fhir/xml/xml-encoding.ts';
import { fhirProblem } from '../problems.ts';
import { XML_PATCH, XmlPatch } from './patch/xml-patch.ts';

/** What bodies look like on the wire: JSON or XML, plain or gzip. */
export type Format = 'json' | 'xml';

/** A bundle of some ten thousand resources; counted after unpacking, so that a small gzip cannot become more. */
const BODY_BYTES_MAX = 64 * 1024 * 1024;
const JSON_TYPES = ['application/fhir+json', 'application/json', 'application/json+fhir', 'text/json', 'application/json-patch+json'];
const XML_TYPES = ['application/fhir+xml', 'application/xml', 'application/xml+fhir', 'text/xml'];
const MEDIA: Readonly<Record<Format, string>> = { json: 'application/fhir+json; charset=utf-8', xml: 'application/fhir+xml; charset=utf-8' };

const REPEATED = { zh: '同一对象中不能有两个同名成员。', en: 'An object has a member of this name twice.' };

export function installBodyFormats(routes: FastifyInstance): void {
  routes.removeAllContentTypeParsers();
  routes.addContentTypeParser(JSON_TYPES, { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX }, (request, body, done) => {
    requireNoUtf16(body as Buffer);
    const text = readUtf8(body as Buffer);
    // Many clients name a Content-Type with every request; whether a body is needed the interaction says.
    if (text === '') {
      done(null, undefined);
      return;
    }
    let read: ReturnType<typeof readFhirJson>;
    try {
      read = readFhirJson(text);
    } catch {
      done(fhirProblem('fhir.not-json'), undefined);
      return;
    }
    const { value, repeated } = read;
    requireWellFormed(text, value);
    if (repeated === undefined) done(null, value);
    else refuse(request, fhirProblem('fhir.invalid', [{ path: repeated, message: REPEATED }]), done);
  });
  addXmlParser(routes, XML_TYPES, parseFhirXml);
  addXmlParser(routes, [XML_PATCH], (text) => new XmlPatch(text));
  routes.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 1024 * 1024 }, (_request, body, done) => done(null, body));
  // The text of a query (https://hl7.org/fhir/R4/graphql.html); elsewhere a type of content like any unknown one.
  routes.addContentTypeParser('application/graphql', { parseAs: 'string', bodyLimit: 1024 * 1024 }, (request, body, done) => {
    if (request.routeOptions.url?.endsWith('$graphql')) done(null, { query: body });
    else done(Object.assign(new Error('A type of content that is not served here'), { statusCode: 415, code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' }));
  });
  // With `done`: a promise would cost every request a turn.
  routes.addHook('preParsing', (request, ...[, payload, done]) => {
    const read = readable(request, payload);
    if (read instanceof Error) done(read);
    else done(null, read);
  });
}

/** A body that is JSON or XML and no resource: what `$validate` is there to tell, with status 200. */
export class UnreadResource {
  readonly details: readonly ProblemDetail[];

  constructor(details: readonly ProblemDetail[]) {
    this.details = details;
  }
}

function refuse(request: FastifyRequest, error: Error, done: (error: Error | null, body?: unknown) => void): void {
  const isTold = error instanceof Problem && error.code === 'fhir.invalid' && request.routeOptions.url?.endsWith('/$validate') === true;
  if (isTold) done(null, new UnreadResource(error.details));
  else done(error, undefined);
}

function addXmlParser(routes: FastifyInstance, types: string[], parse: (text: string) => unknown): void {
  routes.addContentTypeParser(types, { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX }, (request, body, done) => {
    try {
      const text = readXmlText(body as Buffer, request.headers['content-type']);
      done(null, text === '' ? undefined : parse(text));
    } catch (error) {
      refuse(request, error as Error, done);
    }
  });
}

/** The body as it can be read, or why it cannot. */
function readable(request: FastifyRequest, payload: RequestPayload): RequestPayload | Error {
  if (request.method === 'DELETE' && !hasBody(request)) {
    delete request.headers['content-type'];
    return payload;
  }
  const charset = charsetOf(request.headers['content-type']);
  if (charset !== undefined && !isReadCharset(request, charset)) return otherCharset(charset);
  if (!isKnownBody(request)) return Object.assign(new Error('Content-Type is not supported'), { statusCode: 415 });
  const encoding = request.headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return payload;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') return Object.assign(new Error(`Content-Encoding ${encoding} is not supported`), { statusCode: 415 });
  const unpacked = Object.assign(createGunzip(), { receivedEncodedLength: 0 });
  payload.on('data', (chunk: Buffer) => (unpacked.receivedEncodedLength += chunk.length));
  payload.on('error', (error) => unpacked.destroy(error));
  unpacked.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code?.startsWith('Z_')) Object.assign(error, { statusCode: 400 });
  });
  return payload.pipe(unpacked);
}

const hasBody = ({ headers }: FastifyRequest): boolean => headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** The version of FHIR that is served, as the parameter of a media type (https://hl7.org/fhir/R4/http.html#version-parameter). */
const VERSION = /;\s*fhirversion\s*=\s*"?([^";\s]+)/i;
const isOtherVersion = (media: string): boolean => !/^(undefined|4\.0(\.\d+)?)$/.test(String(VERSION.exec(media)?.[1]));

const isReadCharset = ({ headers }: FastifyRequest, charset: string): boolean =>
  /^(utf-?8|us-ascii)$/i.test(charset) || (/^(?:application|text)\/(?:[\w.-]+\+)?xml\b/i.test(headers['content-type'] ?? '') && isXmlCharset(charset));

/** Bodies are R4; forms are for searches and operations, and a search has no other body: what it asks for would be passed over. */
function isKnownBody(request: FastifyRequest): boolean {
  const media = request.headers['content-type'] ?? '';
  if (media === '') return true;
  const isForm = media.startsWith('application/x-www-form-urlencoded');
  if (isPostedSearch(request)) return isForm || !hasBody(request);
  if (media === JSON_TYPES[0]) return true;
  return (!isForm || /\$/.test(request.routeOptions.url ?? '')) && !isOtherVersion(media);
}

const isPostedSearch = ({ routeOptions }: FastifyRequest): boolean => routeOptions.url?.endsWith('/_search') === true;

/** Of the address, or of the form of a search. */
function formatAsked(request: FastifyRequest): unknown {
  const asked = (request.query as Record<string, unknown> | undefined)?._format;
  return asked === undefined && typeof request.body === 'string' && isPostedSearch(request) ? new URLSearchParams(request.body).get('_format') : asked;
}

/** `_format` wins over Accept; of equal wishes JSON. Throws `fhir.not-acceptable`. */
export function requireFormat(request: FastifyRequest): Format {
  const format = formatOf(request);
  if (format === undefined) throw fhirProblem('fhir.not-acceptable');
  return format;
}

function formatOf(request: FastifyRequest): Format | undefined {
  const asked = formatAsked(request);
  if (typeof asked === 'string' && asked !== '') return isOtherVersion(asked) ? undefined : kindOf(asked.split(';')[0]!.trim().toLowerCase());
  const accept = request.headers.accept;
  if (accept === undefined || accept === '' || accept === 'application/fhir+json') return 'json';
  let best: { format: Format; quality: number } | undefined;
  for (const range of accept.split(',')) {
    const format = isOtherVersion(range) ? undefined : kindOf(range.trim().split(';')[0]!.trim().toLowerCase());
    const quality = Number(/;\s*q=([\d.]+)/.exec(range)?.[1] ?? 1);
    if (format === undefined || quality === 0) continue;
    if (!best || quality > best.quality || (quality === best.quality && format === 'json')) best = { format, quality };
  }
  return best?.format;
}

/** A `+` of an address arrives as a space. */
function kindOf(media: string): Format | undefined {
  if (/^(?:application\/fhir[+ ]json|application\/json(?:[+ ]fhir)?|text\/json|json|\*\/\*|application\/\*|text\/html|application\/x-ndjson)$/.test(media)) return 'json';
  return /^(?:application\/fhir[+ ]xml|application\/xml(?:[+ ]fhir)?|text\/xml|xml|text\/\*)$/.test(media) ? 'xml' : undefined;
}

/**
 * Sends JSON that came as bytes and goes out as it is. Nothing that the framework does at the end of an answer has anything to add to it,
 * so it is written without (what is measured after an answer is measured all the same). False where another format or packing is asked for.
 */
export function sendPlain(bytes: Buffer, request: FastifyRequest, reply: FastifyReply): boolean {
  const { 'accept-encoding': packing = 'identity' } = request.headers;
  if (packing !== 'identity' || formatOf(request) !== 'json') return false;
  reply.hijack();
  const headers = reply.getHeaders();
  headers['content-type'] = MEDIA.json;
  headers.vary = 'Accept';
  headers['content-length'] = bytes.length;
  reply.raw.writeHead(reply.statusCode, headers as OutgoingHttpHeaders);
  reply.raw.end(bytes);
  return true;
}

/** Sends JSON text of a resource in the format asked for; errors fall back to JSON when the wish cannot be met. */
export function sendText(text: string | Buffer, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // Answers of GraphQL are no resources and stay JSON.
  const format = typeof text !== 'string' || text === '' || text.startsWith('{"resourceType"') ? (formatOf(request) ?? 'json') : 'json';
  void reply.type(MEDIA[format]).header('vary', 'Accept');
  return reply.send(format === 'xml' && text !== '' ? printFhirXml(parseFhirJson(text.toString()) as object) : text);
}
