import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestFhir, type TestFhir } from '#fhir/interactions/test-fhir.ts';

let fhir: TestFhir;
beforeAll(async () => {
  fhir = await openTestFhir();
  expect((await fhir.send('PUT', '/Patient/p1', { body: { resourceType: 'Patient', id: 'p1', name: [{ family: '王' }] } })).status).toBe(201);
});
afterAll(() => fhir.close());

const typeOf = (headers: Readonly<Record<string, unknown>>): string => String(headers['content-type']).split(';')[0]!;
const [JSON_TYPE, XML_TYPE] = ['application/fhir+json', 'application/fhir+xml'];

describe('what is asked for is what comes', () => {
  test.each<[string, Record<string, string>, number, string]>([
    ['?_format=json', {}, 200, JSON_TYPE], ['?_format=xml', {}, 200, XML_TYPE], ['?_format=application/json', {}, 200, JSON_TYPE], ['?_format=application/fhir%2Bjson', {}, 200, JSON_TYPE], ['?_format=application/fhir+json', {}, 200, JSON_TYPE],
    ['?_format=application/fhir+xml', {}, 200, XML_TYPE], ['?_format=text/xml', {}, 200, XML_TYPE], ['?_format=text/json', {}, 200, JSON_TYPE], ['?_format=application/xml', {}, 200, XML_TYPE], ['?_format=', {}, 200, JSON_TYPE],
    ['?_format=ttl', {}, 406, JSON_TYPE], ['?_format=html', {}, 406, JSON_TYPE], ['?_format=text/turtle', {}, 406, JSON_TYPE], ['?_format=xml', { accept: JSON_TYPE }, 200, XML_TYPE], ['?_format=json', { accept: 'image/png' }, 200, JSON_TYPE],
    ['', { accept: XML_TYPE }, 200, XML_TYPE], ['', { accept: `${XML_TYPE};q=0.5, ${JSON_TYPE}` }, 200, JSON_TYPE], ['', { accept: `${XML_TYPE}, ${JSON_TYPE};q=0.9` }, 200, XML_TYPE], ['', { accept: '*/*' }, 200, JSON_TYPE], ['', { accept: 'application/*' }, 200, JSON_TYPE],
    ['', { accept: 'text/turtle' }, 406, JSON_TYPE], ['', { accept: 'text/turtle, */*;q=0.1' }, 200, JSON_TYPE], ['?_pretty=true', {}, 200, JSON_TYPE], ['?_pretty=maybe', {}, 200, JSON_TYPE],
  ])('GET /Patient/p1%s %j', async (query, headers, status, type) => {
    const answer = await fhir.send('GET', `/Patient/p1${query}`, { headers });
    expect([answer.status, typeOf(answer.headers)], answer.text.slice(0, 200)).toEqual([status, type]);
    expect(answer.text).toContain(status === 200 ? 'Patient' : 'OperationOutcome');
    expect(answer.text.startsWith('<')).toBe(type === XML_TYPE);
  });

  test.each<[string, string, number, unknown]>([
    ['GET', '/Patient/nobody', 404, undefined], ['GET', '/Patient?birthdate=2026-02-31', 400, undefined], ['GET', '/Nothing/1', 404, undefined], ['POST', '/Patient', 400, { resourceType: 'Patient', birthDate: '2026-02-31' }], ['POST', '/Patient', 400, '{'],
    ['DELETE', '/Patient', 400, undefined], ['GET', '/Patient/p1/_history/9', 404, undefined], ['PUT', '/Patient/p1', 400, { resourceType: 'Patient', id: 'p2' }], ['POST', '/', 400, { resourceType: 'Bundle', type: 'document' }],
  ])('%s %s is refused in XML where XML is asked for', async (method, path, status, body) => {
    const answer = await fhir.send(method as 'GET', path, { headers: { accept: XML_TYPE, ...(body === undefined ? {} : { 'content-type': JSON_TYPE }) }, ...(body === undefined ? {} : { body }) });
    expect([answer.status, typeOf(answer.headers)]).toEqual([status, XML_TYPE]);
    expect(answer.text).toMatch(/^<(\?xml[^>]*>\s*<)?OperationOutcome xmlns="http:\/\/hl7\.org\/fhir"/);
  });

  test.each<[string | undefined, number, RegExp]>([
    [undefined, 201, /"resourceType":"Patient"/], ['return=representation', 201, /"resourceType":"Patient"/], ['return=minimal', 201, /^$/], ['return=OperationOutcome', 201, /OperationOutcome/], ['return=nothing', 201, /"resourceType":"Patient"/],
    ['return=minimal; handling=strict', 201, /^$/], ['handling=lenient, return=minimal', 201, /^$/], ['respond-async', 201, /"resourceType":"Patient"/],
  ])('a create with Prefer: %s', async (prefer, status, shown) => {
    const answer = await fhir.send('POST', '/Patient', { body: { resourceType: 'Patient', gender: 'other' }, headers: prefer === undefined ? {} : { prefer } });
    expect([answer.status, Boolean(answer.headers.location), answer.headers.etag]).toEqual([status, true, 'W/"1"']);
    expect(answer.text).toMatch(shown);
  });

  test.each(['/Patient/p1', '/Patient?_id=p1', '/metadata', '/Patient/p1/_history'])('HEAD %s says what GET says, without a body', async (path) => {
    const [head, get] = [await fhir.server.inject({ method: 'HEAD', url: `/fhir${path}` }), await fhir.send('GET', path)];
    expect([head.statusCode, head.body, typeOf(head.headers)]).toEqual([get.status, '', JSON_TYPE]);
  });
});
