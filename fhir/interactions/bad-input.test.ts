import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, OperationOutcome, Resource } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from './test-fhir.ts';

let fhir: TestFhir;

beforeAll(async () => {
  fhir = await openTestFhir();
  await fhir.send('PUT', '/Patient/there', { body: { resourceType: 'Patient', id: 'there', name: [{ family: '王' }] } });
  for (const id of ['two-1', 'two-2']) await fhir.send('PUT', `/Patient/${id}`, { body: { resourceType: 'Patient', id, identifier: [{ system: 'http://two', value: '2' }] } });
});
afterAll(() => fhir.close());

const NUL = '\u0000';
const patient = (members: object = {}): string => JSON.stringify({ resourceType: 'Patient', ...members });
const observation = (members: string): string => `{"resourceType":"Observation","status":"final","code":{"text":"x"}${members === '' ? '' : ','}${members}}`;
const xml = (inner: string): string => `<Patient xmlns="http://hl7.org/fhir">${inner}</Patient>`;
const transaction = (...entry: unknown[]): string => JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
const post = (resource: unknown, fullUrl?: string, more: object = {}): unknown => ({ ...(fullUrl === undefined ? {} : { fullUrl }), resource, request: { method: 'POST', url: 'Patient', ...more } });
const put = (id: string): unknown => ({ resource: { resourceType: 'Patient', id }, request: { method: 'PUT', url: `Patient/${id}` } });

interface Sent { readonly body: string | Buffer; readonly headers: Record<string, string> }
type Case = [title: string, call: string, sent: string | Partial<Sent> | undefined, status: number, place?: string];

const asXml = (body: string): Partial<Sent> => ({ body, headers: { 'content-type': 'application/fhir+xml' } });
const withHeaders = (headers: Record<string, string>, body: string = patient()): Partial<Sent> => ({ body, headers });

const BODIES: readonly Case[] = [
  ['nothing', 'POST /Patient', '', 400],
  ['half of a JSON', 'POST /Patient', '{"resourceType":"Pat', 400],
  ['two JSON values', 'POST /Patient', `${patient()}${patient()}`, 400],
  ['JSON with a comment', 'POST /Patient', `{"resourceType":"Patient" /* x */}`, 400],
  ['NaN', 'POST /Observation', observation('"valueQuantity":{"value":NaN}'), 400],
  ['null', 'POST /Patient', 'null', 400, 'Patient.resourceType'],
  ['a number', 'POST /Patient', '1', 400, 'Patient.resourceType'],
  ['a text', 'POST /Patient', '"x"', 400, 'Patient.resourceType'],
  ['a list', 'POST /Patient', `[${patient()}]`, 400, 'Patient.resourceType'],
  ['no resourceType', 'POST /Patient', '{}', 400, 'Patient.resourceType'],
  ['an unknown resourceType', 'POST /Patient', '{"resourceType":"Person2"}', 400, 'Patient.resourceType'],
  ['a resourceType other than that of the address', 'POST /Patient', observation(''), 400, 'Patient.resourceType'],
  ['a resourceType twice', 'POST /Patient', '{"resourceType":"Patient","resourceType":"Observation"}', 400],
  ['a member twice', 'POST /Patient', '{"resourceType":"Patient","gender":"male","gender":"female"}', 400, 'Patient.gender'],
  ['a member twice further in', 'POST /Patient', '{"resourceType":"Patient","name":[{"text":"a"},{"family":"a","family":"b"}]}', 400, 'Patient.name[1].family'],
  ['a member twice, once with an escape', 'POST /Patient', '{"resourceType":"Patient","gender":"male","gend\\u0065r":"female"}', 400, 'Patient.gender'],
  ['an unknown element', 'POST /Patient', patient({ colour: 'red' }), 400, 'Patient.colour'],
  ['an unknown element further in', 'POST /Patient', patient({ name: [{ family: 'a' }, { famly: 'b' }] }), 400, 'Patient.name[1].famly'],
  ['the case of a name wrong', 'POST /Patient', patient({ birthdate: '2000-01-01' }), 400, 'Patient.birthdate'],
  ['a prototype', 'POST /Patient', '{"resourceType":"Patient","__proto__":{"x":1}}', 400],
  ['a constructor', 'POST /Patient', '{"resourceType":"Patient","constructor":{"x":1}}', 400, 'Patient.constructor'],
  ['a text for a list', 'POST /Patient', patient({ name: 'x' }), 400, 'Patient.name'],
  ['an object for a list', 'POST /Patient', patient({ name: { family: 'x' } }), 400, 'Patient.name'],
  ['a list for one', 'POST /Patient', patient({ birthDate: ['2000-01-01'] }), 400, 'Patient.birthDate'],
  ['a text for an object', 'POST /Patient', patient({ maritalStatus: 'M' }), 400, 'Patient.maritalStatus'],
  ['a text for a boolean', 'POST /Patient', patient({ active: 'true' }), 400, 'Patient.active'],
  ['a number for a boolean', 'POST /Patient', patient({ active: 1 }), 400, 'Patient.active'],
  ['a number for a text', 'POST /Patient', patient({ name: [{ family: 5 }] }), 400, 'Patient.name[0].family'],
  ['a text for a number', 'POST /Patient', patient({ multipleBirthInteger: '2' }), 400, 'Patient.multipleBirthInteger'],
  ['a broken number for an integer', 'POST /Patient', patient({ multipleBirthInteger: 1.5 }), 400, 'Patient.multipleBirthInteger'],
  ['an integer written with a point', 'POST /Patient', '{"resourceType":"Patient","multipleBirthInteger":2.0}', 400, 'Patient.multipleBirthInteger'],
  ['an integer written with an exponent', 'POST /Patient', '{"resourceType":"Patient","multipleBirthInteger":2e0}', 400, 'Patient.multipleBirthInteger'],
  ['an integer beyond 32 bits', 'POST /Patient', patient({ multipleBirthInteger: 2_147_483_648 }), 400, 'Patient.multipleBirthInteger'],
  ['1e400', 'POST /Observation', observation('"valueQuantity":{"value":1e400}'), 400, 'Observation.valueQuantity.value'],
  ['null for a value', 'POST /Patient', patient({ gender: null }), 400, 'Patient.gender'],
  ['null in a list', 'POST /Patient', patient({ name: [null] }), 400, 'Patient.name[0]'],
  ['null in a list of texts without anything beside', 'POST /Patient', patient({ name: [{ given: ['a', null] }] }), 400, 'Patient.name[0].given[1]'],
  ['an empty list', 'POST /Patient', patient({ name: [] }), 400, 'Patient.name'],
  ['an empty object', 'POST /Patient', patient({ maritalStatus: {} }), 400, 'Patient.maritalStatus'],
  ['an empty object in a list', 'POST /Patient', patient({ name: [{}] }), 400, 'Patient.name[0]'],
  ['an empty text', 'POST /Patient', patient({ name: [{ family: '' }] }), 400, 'Patient.name[0].family'],
  ['a text of spaces', 'POST /Patient', patient({ name: [{ family: '  ' }] }), 400, 'Patient.name[0].family'],
  ['a list in a list', 'POST /Patient', patient({ name: [[{ family: 'a' }]] }), 400, 'Patient.name[0]'],
  ['two of one choice', 'POST /Patient', patient({ deceasedBoolean: true, deceasedDateTime: '2020-01-01' }), 400, 'Patient.deceased[x]'],
  ['a choice of a type that it has not', 'POST /Patient', patient({ deceasedString: 'x' }), 400, 'Patient.deceasedString'],
  ['a required element missing', 'POST /Observation', '{"resourceType":"Observation","status":"final"}', 400, 'Observation.code'],
  ['a code outside its required value set', 'POST /Patient', patient({ gender: 'm' }), 400, 'Patient.gender'],
  ['2026-02-31', 'POST /Patient', patient({ birthDate: '2026-02-31' }), 400, 'Patient.birthDate'],
  ['29 February of a common year', 'POST /Patient', patient({ birthDate: '2025-02-29' }), 400, 'Patient.birthDate'],
  ['month 13', 'POST /Patient', patient({ birthDate: '2026-13' }), 400, 'Patient.birthDate'],
  ['year 0000', 'POST /Patient', patient({ birthDate: '0000' }), 400, 'Patient.birthDate'],
  ['a date with slashes', 'POST /Patient', patient({ birthDate: '2026/02/03' }), 400, 'Patient.birthDate'],
  ['a date with a time', 'POST /Patient', patient({ birthDate: '2026-02-03T00:00:00Z' }), 400, 'Patient.birthDate'],
  ['a time without a zone', 'POST /Observation', observation('"effectiveDateTime":"2026-02-03T10:00:00"'), 400, 'Observation.effectiveDateTime'],
  ['25 o’clock', 'POST /Observation', observation('"effectiveDateTime":"2026-02-03T25:00:00Z"'), 400, 'Observation.effectiveDateTime'],
  ['a zone of 15 hours', 'POST /Observation', observation('"effectiveDateTime":"2026-02-03T10:00:00+15:00"'), 400, 'Observation.effectiveDateTime'],
  ['an id with a space', 'PUT /Patient/a%20b', patient({ id: 'a b' }), 400, 'Patient.id'],
  ['an id of 65 characters', `PUT /Patient/${'x'.repeat(65)}`, patient({ id: 'x'.repeat(65) }), 400, 'Patient.id'],
  ['an id that is a number', 'PUT /Patient/5', patient({ id: 5 }), 400, 'Patient.id'],
  ['an id other than that of the address', 'PUT /Patient/a', patient({ id: 'b' }), 400, 'Patient.id'],
  ['no id in an update', 'PUT /Patient/a', patient(), 400, 'Patient.id'],
  ['NUL in a text', 'POST /Patient', patient({ name: [{ text: `a${NUL}` }] }), 400, 'Patient.name[0].text'],
  ['half a surrogate pair', 'POST /Patient', '{"resourceType":"Patient","name":[{"text":"\\ud800"}]}', 400],
  ['bytes that are no UTF-8', 'POST /Patient', { body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) }, 400],
  ['a reference to a contained resource that is not there', 'POST /Patient', patient({ generalPractitioner: [{ reference: '#gone' }] }), 400, 'Patient.generalPractitioner[0].reference'],
  ['a reference of a wrong shape', 'POST /Patient', patient({ generalPractitioner: [{ reference: 5 }] }), 400, 'Patient.generalPractitioner[0].reference'],
  ['a contained resource in a contained one', 'POST /Patient', patient({ contained: [{ resourceType: 'Organization', id: 'a', name: 'a', contained: [] }], managingOrganization: { reference: '#a' } }), 400, 'Patient.contained[0]'],
  ['a contained text', 'POST /Patient', patient({ contained: ['x'] }), 400, 'Patient.contained[0]'],
  ['100,000 lists in each other', 'POST /Patient', `{"resourceType":"Patient","name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 400],
  ['10,000 objects in each other', 'POST /Patient', `{"resourceType":"Patient","extension":${'[{"url":"u","extension":'.repeat(10_000)}[]${'}]'.repeat(10_000)}}`, 400],
  ['more than 64 MB', 'POST /Patient', { body: gzipSync(Buffer.alloc(65 * 1024 * 1024, 0x20)), headers: { 'content-encoding': 'gzip' } }, 413],
  ['gzip that is none', 'POST /Patient', { body: Buffer.from('{}'), headers: { 'content-encoding': 'gzip' } }, 400],
  ['gzip cut short', 'POST /Patient', { body: gzipSync(Buffer.from(patient())).subarray(0, 20), headers: { 'content-encoding': 'gzip' } }, 400],
  ['brotli', 'POST /Patient', withHeaders({ 'content-encoding': 'br' }), 415],
];

const XML: readonly Case[] = [
  ['nothing', 'POST /Patient', asXml(''), 400],
  ['half of it', 'POST /Patient', asXml('<Patient xmlns="http://hl7.org/fhir"><active'), 400],
  ['tags that cross', 'POST /Patient', asXml(xml('<name><text></name></text>')), 400],
  ['entity expansion', 'POST /Patient', asXml(`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${xml('<name><text value="&b;"/></name>')}`), 400],
  ['an external entity', 'POST /Patient', asXml(`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${xml('<name><text value="&a;"/></name>')}`), 400],
  ['an unknown entity', 'POST /Patient', asXml(xml('<name><text value="&nbsp;"/></name>')), 400],
  ['NUL as a character reference', 'POST /Patient', asXml(xml('<name><text value="&#0;"/></name>')), 400],
  ['another namespace', 'POST /Patient', asXml('<Patient xmlns="http://example.org"/>'), 400],
  ['no namespace', 'POST /Patient', asXml('<Patient/>'), 400],
  ['an unknown element', 'POST /Patient', asXml(xml('<colour value="red"/>')), 400],
  ['an unknown attribute', 'POST /Patient', asXml(xml('<active value="true" colour="red"/>')), 400],
  ['an attribute twice', 'POST /Patient', asXml(xml('<active value="true" value="false"/>')), 400],
  ['text between elements', 'POST /Patient', asXml(xml('red<active value="true"/>')), 400],
  ['no value', 'POST /Patient', asXml(xml('<active/>')), 400],
  ['a value that is none', 'POST /Patient', asXml(xml('<active value="yes"/>')), 400, 'Patient.active'],
  ['2026-02-31', 'POST /Patient', asXml(xml('<birthDate value="2026-02-31"/>')), 400, 'Patient.birthDate'],
  ['the resource of another address', 'POST /Patient', asXml('<Organization xmlns="http://hl7.org/fhir"><name value="a"/></Organization>'), 400, 'Patient.resourceType'],
  ['elements of one that occurs once, twice', 'POST /Patient', asXml(xml('<gender value="male"/><gender value="female"/>')), 400, 'Patient.gender'],
  ['100,000 elements in each other', 'POST /Patient', asXml('<a>'.repeat(100_000)), 400],
  ['JSON called XML', 'POST /Patient', asXml(patient()), 400],
  ['XML called JSON', 'POST /Patient', xml(''), 400],
];

const ADDRESSES: readonly Case[] = [
  ['an unknown type', 'GET /Persons/1', undefined, 404],
  ['a type in lower case', 'GET /patient/there', undefined, 404],
  ['an unknown resource', 'GET /Patient/nobody', undefined, 404],
  ['an id with signs', 'GET /Patient/a$b', undefined, 404],
  ['an id of 400 characters', `GET /Patient/${'x'.repeat(600)}`, undefined, 414],
  ['NUL in the id', 'GET /Patient/a%00b', undefined, 400],
  ['an escape that is none', 'GET /Patient/%zz', undefined, 400],
  ['an escape of half a character', 'GET /Patient/%c3%28', undefined, 400],
  ['a version that is not there', 'GET /Patient/there/_history/99', undefined, 404],
  ['a version of letters', 'GET /Patient/there/_history/x', undefined, 404],
  ['a version beyond numbers', 'GET /Patient/there/_history/99999999999999999999', undefined, 404],
  ['an unknown operation of the system', 'GET /$nonsense', undefined, 404],
  ['an unknown operation of a type', 'GET /Patient/$nonsense', undefined, 404],
  ['an unknown operation of a type, posted', 'POST /Patient/$nonsense', patient(), 404],
  ['an unknown operation of a resource', 'GET /Patient/there/$nonsense', undefined, 404],
  ['a method that an address has not', 'DELETE /metadata', undefined, 405],
  ['a further part', 'GET /Patient/there/x/y/z', undefined, 404],
  ['a search parameter that is no date', 'GET /Patient?birthdate=2026-02-31', undefined, 400],
  ['a search with an escape that is none', 'GET /Patient?name=%zz', undefined, 400],
  ['a search with bytes that are no UTF-8', 'GET /Patient?name=%c3%28', undefined, 400],
  ['a search with NUL', 'GET /Patient?name=a%00', undefined, 400],
  ['a negative count', 'GET /Patient?_count=-1', undefined, 400],
  ['history since no date', 'GET /Patient/_history?_since=2026-02-31', undefined, 400],
  ['history of a negative count', 'GET /Patient/_history?_count=-1', undefined, 400],
  ['an update of an unknown type', 'PUT /Persons/1', patient({ id: '1' }), 404],
  ['a deletion of what is not there', 'DELETE /Patient/nobody', undefined, 404],
];

const HEADERS: readonly Case[] = [
  ['a Content-Type of pictures', 'POST /Patient', withHeaders({ 'content-type': 'image/png' }), 415],
  ['a Content-Type that is none', 'POST /Patient', withHeaders({ 'content-type': 'x' }), 415],
  ['a Content-Type of another charset', 'POST /Patient', withHeaders({ 'content-type': 'application/fhir+json; charset=gb18030' }), 415],
  ['a form for a resource', 'POST /Patient', withHeaders({ 'content-type': 'application/x-www-form-urlencoded' }, 'name=x'), 415],
  ['an Accept of pictures', 'GET /Patient/there', { headers: { accept: 'image/png' } }, 406],
  ['an Accept of another version of FHIR', 'GET /Patient/there', { headers: { accept: 'application/fhir+json; fhirVersion=3.0' } }, 406],
  ['an Accept that refuses all', 'GET /Patient/there', { headers: { accept: 'application/fhir+json;q=0' } }, 406],
  ['an unknown _format', 'GET /Patient/there?_format=yaml', undefined, 406],
  ['an If-Match of another version', 'PUT /Patient/there', withHeaders({ 'if-match': 'W/"7"' }, patient({ id: 'there' })), 412],
  ['an If-Match that is no version', 'PUT /Patient/there', withHeaders({ 'if-match': 'seven' }, patient({ id: 'there' })), 412],
  ['an If-Match of what is not there', 'PUT /Patient/new', withHeaders({ 'if-match': 'W/"1"' }, patient({ id: 'new' })), 412],
  ['an If-None-Match * of what is there', 'PUT /Patient/there', withHeaders({ 'if-none-match': '*' }, patient({ id: 'there' })), 412],
  ['an empty If-None-Exist', 'POST /Patient', withHeaders({ 'if-none-exist': '' }), 400],
  ['an If-None-Exist with an unknown parameter', 'POST /Patient', withHeaders({ 'if-none-exist': 'colour=red' }), 400],
  ['an If-None-Exist that matches several', 'POST /Patient', withHeaders({ 'if-none-exist': 'identifier=http://two|2' }), 412],
  ['an If-None-Exist with an escape that is none', 'POST /Patient', withHeaders({ 'if-none-exist': 'name=%zz' }), 400],
  ['a conditional update without a condition', 'PUT /Patient', patient(), 400],
  ['a conditional update of several', 'PUT /Patient?identifier=http://two|2', patient(), 412],
  ['a conditional delete without a condition', 'DELETE /Patient', undefined, 400],
  ['a conditional delete of several', 'DELETE /Patient?identifier=http://two|2', undefined, 412],
];

const BUNDLES: readonly Case[] = [
  ['half a bundle', 'POST /', transaction(post({ resourceType: 'Patient' })).slice(0, -9), 400],
  ['no bundle', 'POST /', patient(), 400, 'Bundle.resourceType'],
  ['a bundle without type', 'POST /', '{"resourceType":"Bundle"}', 400, 'Bundle.type'],
  ['a collection', 'POST /', '{"resourceType":"Bundle","type":"collection"}', 400, 'Bundle.type'],
  ['an entry that is a text', 'POST /', transaction('x'), 400, 'Bundle.entry[0]'],
  ['an entry that is null', 'POST /', transaction(put('b1'), null), 400, 'Bundle.entry[1]'],
  ['entries that are no list', 'POST /', '{"resourceType":"Bundle","type":"transaction","entry":{}}', 400, 'Bundle.entry'],
  ['an entry without request', 'POST /', transaction(put('b1'), { resource: { resourceType: 'Patient' } }), 400, 'Bundle.entry[1].request'],
  ['an entry without resource', 'POST /', transaction(put('b1'), { request: { method: 'POST', url: 'Patient' } }), 400, 'Bundle.entry[1].resource'],
  ['a method that is none', 'POST /', transaction({ request: { method: 'TAKE', url: 'Patient/x' } }), 400, 'Bundle.entry[0].request.method'],
  ['an unknown type in an entry', 'POST /', transaction(put('b1'), { request: { method: 'POST', url: 'Person2' }, resource: { resourceType: 'Patient' } }), 400, 'Bundle.entry[1].request.url'],
  ['a url outside', 'POST /', transaction({ request: { method: 'GET', url: 'http://elsewhere.example.org/Patient/1' } }), 400],
  ['a mistake in the second resource', 'POST /', transaction(put('b1'), post({ resourceType: 'Patient', birthDate: '2026-02-31' })), 400, 'Bundle.entry[1].resource.birthDate'],
  ['a resource of another type than its url', 'POST /', transaction(put('b1'), post({ resourceType: 'Organization', name: 'x' })), 400],
  ['an id other than that of the url', 'POST /', transaction({ resource: { resourceType: 'Patient', id: 'b3' }, request: { method: 'PUT', url: 'Patient/b2' } }), 400],
  ['a fullUrl twice', 'POST /', transaction(post({ resourceType: 'Patient' }, 'urn:uuid:6a3f4b1c-0000-4000-8000-000000000001'), post({ resourceType: 'Patient' }, 'urn:uuid:6a3f4b1c-0000-4000-8000-000000000001')), 400, 'Bundle.entry[1].fullUrl'],
  ['a resource twice', 'POST /', transaction(put('b1'), put('b1')), 400],
  ['a reference to a urn that no entry has', 'POST /', transaction(put('b1'), post({ resourceType: 'Patient', managingOrganization: { reference: 'urn:uuid:6a3f4b1c-0000-4000-8000-000000000009' } })), 400],
  ['a conditional reference without a match', 'POST /', transaction(put('b1'), post({ resourceType: 'Patient', managingOrganization: { reference: 'Organization?name=nobody' } })), 400, 'Bundle.entry[1].resource.managingOrganization.reference'],
  ['a deletion of what is not there beside a write', 'POST /', transaction(put('b1'), { request: { method: 'GET', url: 'Patient/nobody' } }), 404],
  ['an ifMatch of another version', 'POST /', transaction(put('b1'), { resource: { resourceType: 'Patient', id: 'there' }, request: { method: 'PUT', url: 'Patient/there', ifMatch: 'W/"7"' } }), 412],
];

const PATCHES: readonly Case[] = [
  ['a path that leads nowhere', 'PATCH /Patient/there', withHeaders({ 'content-type': 'application/json-patch+json' }, '[{"op":"replace","path":"/colour/x","value":1}]'), 422],
  ['a test that fails', 'PATCH /Patient/there', withHeaders({ 'content-type': 'application/json-patch+json' }, '[{"op":"test","path":"/name/0/family","value":"李"}]'), 422],
  ['a result that is wrong', 'PATCH /Patient/there', withHeaders({ 'content-type': 'application/json-patch+json' }, '[{"op":"add","path":"/birthDate","value":"2026-02-31"}]'), 400, 'Patient.birthDate'],
  ['another id', 'PATCH /Patient/there', withHeaders({ 'content-type': 'application/json-patch+json' }, '[{"op":"replace","path":"/id","value":"x"}]'), 422],
  ['no patch', 'PATCH /Patient/there', patient(), 422],
  ['what is not there', 'PATCH /Patient/nobody', withHeaders({ 'content-type': 'application/json-patch+json' }, '[]'), 404],
];

const stored = async (): Promise<unknown> => (await fhir.opened.owner.query('select count(*) as rows, sum(version) as versions from fhir.resource'))[0];

describe.each([['bodies', BODIES], ['XML', XML], ['addresses', ADDRESSES], ['headers', HEADERS], ['bundles', BUNDLES], ['patches', PATCHES]] as const)('%s', (_, cases) => {
  test.each(cases.map((each) => [...each, undefined].slice(0, 5) as unknown as Case))('%s: %s', async (_title, call, sent, status, place) => {
    const before = await stored();
    const [method, path] = call.split(' ') as ['POST', string];
    const { body, headers } = typeof sent === 'string' ? { body: sent, headers: {} } : (sent ?? {});
    const answer = await fhir.send<OperationOutcome>(method, path, { ...(body === undefined ? {} : { body }), headers: headers ?? {} });
    expect(answer.status, answer.text.slice(0, 600)).toBe(status);
    expect(answer.text).toContain('OperationOutcome');
    if (answer.body) {
      expect(answer.body.issue[0]).toMatchObject({ severity: 'error', diagnostics: expect.stringMatching(/\S/) as unknown });
      if (place !== undefined) expect(answer.body.issue.map(({ expression }) => expression?.[0])).toContain(place);
    }
    expect(await stored()).toEqual(before);
  });
});

describe('operations', () => {
  const OPERATIONS = [
    '/$validate', '/Patient/$validate', '/Patient/there/$validate', '/Patient/$match', '/$diff', '/Patient/there/$diff', '/Patient/there/$meta-add', '/Patient/there/$meta-delete', '/$convert', '/Observation/$lastn',
    '/Patient/there/$everything', '/CodeSystem/$lookup', '/CodeSystem/$validate-code', '/CodeSystem/$subsumes', '/ValueSet/$expand', '/ValueSet/$validate-code', '/ConceptMap/$translate', '/$graphql', '/Composition/there/$document',
    '/Measure/$evaluate-measure', '/$reindex', '/Patient/$reindex', '/Patient/_search',
  ];
  const parameters = (...parameter: unknown[]): string => JSON.stringify({ resourceType: 'Parameters', parameter });
  const ODD = [
    '', '{', 'null', '1', '"x"', '[]', '[null]', '{}', '{"resourceType":"Parameters"}', '{"resourceType":"Parameters","parameter":{}}', '{"resourceType":"Parameters","parameter":"x"}', parameters(null), parameters('x', 1, []),
    parameters({ name: 5 }), parameters({ name: 'resource', resource: 'x' }), parameters({ name: 'resource', resource: { resourceType: 'Nothing' } }), parameters({ name: 'meta', valueMeta: 'x' }), parameters({ name: 'meta', valueMeta: { tag: {} } }),
    parameters({ name: 'meta', valueMeta: { profile: 'x' } }), parameters({ name: 'url', valueUri: { a: 1 } }, { name: 'code', valueCode: [1] }, { name: 'system', valueUri: NUL }), parameters({ name: 'coding', valueCoding: 'x' }, { name: 'codeableConcept', valueCodeableConcept: { coding: {} } }),
    parameters({ name: 'valueSet', resource: { resourceType: 'ValueSet', compose: 'x' } }), parameters({ name: 'from', valueString: 'Patient/%00' }, { name: 'to', valueString: 'x'.repeat(5_000) }), parameters({ name: 'count', valueInteger: -1 }, { name: 'offset', valueInteger: 1e300 }),
    '{"query":5}', '{"query":"{"}', '{"query":"{Patient(id:1){id}}","variables":"x"}', `{"query":"${'{a'.repeat(2_000)}"}`, transaction({ request: { method: 'GET', url: 'Patient/there/$everything' } }), patient(), 'x=%zz&y',
  ];
  test.each(OPERATIONS)('%s refuses nonsense, and never fails on our side', async (path) => {
    for (const body of ODD) {
      for (const headers of [{ 'content-type': 'application/fhir+json' }, { 'content-type': 'application/fhir+xml' }, { 'content-type': 'application/x-www-form-urlencoded' }]) {
        const { status, text } = await fhir.send('POST', path, { body, headers });
        expect(status === 501 || status < 500, `${path} ${body.slice(0, 120)} ${headers['content-type']} → ${status} ${text.slice(0, 200)}`).toBe(true);
      }
    }
    for (const query of ['?code=%00', '?url=%zz', '?_count=-1', '?profile=x&resource=1', '?fromVersion=1e9', '?patient=%F0%9F%98%80', '?max=99999999999', `?url=${'x'.repeat(9_000)}`, '?query={', '?system=http://x&code=|&filter=%5C']) {
      const { status, text } = await fhir.send('GET', `${path}${query}`);
      expect(status === 501 || status < 500, `${path}${query.slice(0, 60)} → ${status} ${text.slice(0, 200)}`).toBe(true);
    }
  }, 60_000);

  test('entries of a batch are refused one by one, with what they would be refused alone', async () => {
    const entry = [
      { request: { method: 'GET', url: 'Patient/nobody' } }, { request: { method: 'GET', url: 'Patient?birthdate=2026-02-31' } }, { request: { method: 'PUT', url: 'Patient/b' }, resource: { resourceType: 'Patient', id: 'c' } },
      { request: { method: 'POST', url: 'Patient' }, resource: { resourceType: 'Patient', birthDate: '2026-02-31' } }, { request: { method: 'DELETE', url: 'Patient' } }, { request: { method: 'PATCH', url: 'Patient/there' }, resource: { resourceType: 'Binary', contentType: 'x' } },
      { request: { method: 'GET', url: 'Patient/there' } },
    ];
    const { status, body } = await fhir.send<Bundle>('POST', '/', { body: { resourceType: 'Bundle', type: 'batch', entry } });
    expect(status).toBe(200);
    expect(body.entry!.map(({ response }) => response!.status.slice(0, 3))).toEqual(['404', '400', '400', '400', '400', '422', '200']);
    for (const { response } of body.entry!.slice(0, 6)) expect(response!.outcome).toMatchObject({ resourceType: 'OperationOutcome' });
  });
});

describe('odd, but right', () => {
  test.each<[string, string, string | Partial<Sent> | undefined, number]>([
    ['a byte order mark before JSON', 'POST /Patient', `\ufeff${patient()}`, 201],
    ['a byte order mark before XML', 'POST /Patient', asXml(`\ufeff${xml('<active value="true"/>')}`), 201],
    ['a reference to nowhere', 'POST /Patient', patient({ managingOrganization: { reference: 'Organization/nowhere' } }), 201],
    ['null beside an extension', 'POST /Patient', '{"resourceType":"Patient","name":[{"given":["a",null],"_given":[null,{"extension":[{"url":"http://x","valueCode":"y"}]}]}]}', 201],
    ['-0', 'POST /Observation', observation('"valueQuantity":{"value":-0}'), 201],
    ['a Content-Type with charset', 'POST /Patient', withHeaders({ 'content-type': 'application/fhir+json; charset=UTF-8; fhirVersion=4.0' }), 201],
    ['an Accept with fhirVersion', 'GET /Patient/there', { headers: { accept: 'application/fhir+json; fhirVersion=4.0' } }, 200],
    ['an Accept of browsers', 'GET /Patient/there', { headers: { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' } }, 200],
    ['ten extensions in each other', 'POST /Patient', patient({ extension: nested(10) }), 201],
    ['an operation with a Content-Type and no body', 'POST /Patient/there/$everything', { headers: { 'content-type': 'application/fhir+json' } }, 200],
    ['an empty batch', 'POST /', '{"resourceType":"Bundle","type":"batch"}', 200],
  ])('%s', async (_title, call, sent, status) => {
    const [method, path] = call.split(' ') as ['POST', string];
    const { body, headers } = typeof sent === 'string' ? { body: sent, headers: {} } : (sent ?? {});
    const answer = await fhir.send(method, path, { ...(body === undefined ? {} : { body }), headers: headers ?? {} });
    expect(answer.status, answer.text.slice(0, 600)).toBe(status);
  });

  test.each<[string, Partial<Sent>]>([
    ['without a body', { headers: { 'content-type': 'application/fhir+json' } }],
    ['with an empty body', withHeaders({ 'content-type': 'application/fhir+json' }, '')],
    ['with an empty body of XML', asXml('')],
    ['with an empty body in chunks', withHeaders({ 'content-type': 'application/fhir+json', 'transfer-encoding': 'chunked' }, '')],
    ['of something else', { headers: { 'content-type': 'text/plain; charset=gb18030' } }],
  ])('a deletion with the Content-Type of a body, %s', async (_title, sent) => {
    const { id } = (await fhir.send('POST', '/Patient', { body: patient() })).body as { id: string };
    expect((await fhir.send('DELETE', `/Patient/${id}`, sent)).status).toBe(204);
    expect((await fhir.send('GET', `/Patient/${id}`)).status).toBe(410);
  });

  test('0.10, 1e2 and -0 come back as they were written', async () => {
    for (const number of ['0.10', '1e2', '-0', '-0.0', '1.0E+2', '123456789012345678901234567890.10', '0.000000000000000000000001']) {
      const made = await fhir.send('POST', '/Observation', { body: observation(`"valueQuantity":{"value":${number}}`) });
      expect(made.status, made.text).toBe(201);
      expect((await fhir.send('GET', `/Observation/${made.body.id!}`)).text).toContain(`"value":${number}}`);
    }
  });
});

function nested(depth: number): unknown[] {
  return [depth === 0 ? { url: 'http://x', valueCode: 'y' } : { url: 'http://x', extension: nested(depth - 1) }];
}

describe('32 at once', () => {
  const many = <T>(work: (at: number) => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 32 }, (_, at) => work(at)));
  const count = (all: readonly { status: number }[], status: number): number => all.filter((each) => each.status === status).length;

  test('conditional creates make one; conditional updates make one', async () => {
    const body = { resourceType: 'Patient', identifier: [{ system: 'http://once', value: '1' }] };
    const created = await many(() => fhir.send('POST', '/Patient', { body, headers: { 'if-none-exist': 'identifier=http://once|1' } }));
    expect([count(created, 201), count(created, 200)]).toEqual([1, 31]);
    const updated = await many(() => fhir.send('PUT', '/Patient?identifier=http://once|2', { body: { ...body, identifier: [{ system: 'http://once', value: '2' }] } }));
    expect([count(updated, 201), count(updated, 200)]).toEqual([1, 31]);
    expect(new Set(updated.map(({ body: each }) => each.id)).size).toBe(1);
  });

  test('conditional creates inside transactions make one', async () => {
    const entry = post({ resourceType: 'Patient', identifier: [{ system: 'http://once', value: '3' }] }, undefined, { ifNoneExist: 'identifier=http://once|3' });
    const all = await many(() => fhir.send<Bundle>('POST', '/', { body: transaction(entry) }));
    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 32 }, () => 200));
    expect(all.filter(({ body }) => body.entry?.[0]?.response?.status.startsWith('201'))).toHaveLength(1);
  });

  test('updates of one version have one winner, and the resource is readable', async () => {
    const { body } = await fhir.send('PUT', '/Patient/race', { body: { resourceType: 'Patient', id: 'race' } });
    const all = await many((at) => fhir.send('PUT', '/Patient/race', { body: { resourceType: 'Patient', id: 'race', name: [{ text: `n${at}` }] }, headers: { 'if-match': `W/"${body.meta!.versionId}"` } }));
    expect([count(all, 200), count(all, 412) + count(all, 409)]).toEqual([1, 31]);
    const read = await fhir.send<Resource>('GET', '/Patient/race');
    expect([read.status, read.body.meta?.versionId]).toEqual([200, '2']);
  });
});
