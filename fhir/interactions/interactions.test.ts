import { randomBytes } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import type { Bundle, OperationOutcome, Resource } from '#fhir/types/resources.gen.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { registerFhirRoutes } from './routes.ts';

let opened: TestDatabase;
let server: FastifyInstance;
let subject: Subject = systemSubject;

const client: Subject = { ...systemSubject, kind: 'client', id: 'client-1', name: 'Client', scopes: ['system/*.cruds'] };
const doctor = (organisationId: string, permissions = ['fhir.read', 'fhir.write']): Subject => ({
  ...systemSubject, kind: 'staff', id: `doctor-${organisationId}`, name: 'Doctor', organisationId, organisationIds: [organisationId],
  permissions: new Set(permissions), everyOrganisation: false,
});

beforeAll(async () => {
  opened = await openTestDatabase();
  server = Fastify();
  await registerFhirRoutes(server, {
    database: opened.database, clock: systemClock, ids: timeOrderedIds(systemClock, randomBytes), subjectOf: async () => subject,
  });
});
afterAll(async () => {
  await server.close();
  await opened.close();
});

interface Sent { readonly as?: Subject; readonly body?: unknown; readonly headers?: Record<string, string> }

async function send<T = Resource>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, { as = client, body, headers = {} }: Sent = {}) {
  subject = as;
  const answer = await server.inject({
    method, url: `/fhir${path}`,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }), ...headers },
    ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.statusCode, headers: answer.headers, body: (answer.body === '' ? undefined : JSON.parse(answer.body)) as T };
}

const patient = (more: object = {}) => ({ resourceType: 'Patient', name: [{ text: '王芳' }], ...more });

describe('FHIR interactions', () => {
  test('create answers 201 with headers; read, vread and 304 follow', async () => {
    const created = await send<Resource & { id: string }>('POST', '/Patient', { body: patient() });
    expect(created.status).toBe(201);
    expect(created.headers.etag).toBe('W/"1"');
    expect(created.headers.location).toMatch(/\/fhir\/Patient\/[^/]+\/_history\/1$/);
    const id = created.body.id;
    expect((await send('GET', `/Patient/${id}`)).body).toEqual(created.body);
    expect((await send('GET', `/Patient/${id}`, { headers: { 'if-none-match': 'W/"1"' } })).status).toBe(304);
    expect((await send('GET', `/Patient/${id}/_history/1`)).status).toBe(200);
    expect((await send('GET', `/Patient/${id}/_history/9`)).status).toBe(404);
    expect((await send('POST', '/Patient', { body: patient(), headers: { prefer: 'return=minimal' } })).body).toBeUndefined();
  });

  test('update creates, keeps the version when nothing changes, and If-Match guards', async () => {
    const body = patient({ id: 'u1' });
    expect((await send('PUT', '/Patient/u1', { body })).status).toBe(201);
    const again = await send('PUT', '/Patient/u1', { body });
    expect([again.status, again.headers.etag]).toEqual([200, 'W/"1"']);
    expect((await send('PUT', '/Patient/u1', { body: patient({ id: 'u1', gender: 'female' }), headers: { 'if-match': 'W/"7"' } })).status).toBe(412);
    expect((await send('PUT', '/Patient/u1', { body: patient({ id: 'u1', gender: 'female' }), headers: { 'if-match': 'W/"1"' } })).headers.etag).toBe('W/"2"');
    expect((await send('PUT', '/Patient/u1', { body: patient({ id: 'other' }) })).status).toBe(400);
  });

  test('a deleted resource is gone, its history tells, and it can come back', async () => {
    await send('PUT', '/Patient/d1', { body: patient({ id: 'd1' }) });
    expect((await send('DELETE', '/Patient/d1')).status).toBe(204);
    expect((await send('DELETE', '/Patient/d1')).status).toBe(204);
    expect((await send('GET', '/Patient/d1')).status).toBe(410);
    const history = await send<Bundle>('GET', '/Patient/d1/_history');
    expect(history.body.entry?.map((entry) => entry.request?.method)).toEqual(['DELETE', 'POST']);
    expect((await send('PUT', '/Patient/d1', { body: patient({ id: 'd1' }) })).headers.etag).toBe('W/"3"');
    const first = await send<Bundle>('GET', '/Patient/_history?_count=2');
    expect(first.body.entry).toHaveLength(2);
    const next = first.body.link?.find((link) => link.relation === 'next')?.url;
    expect((await send<Bundle>('GET', next!.slice(next!.indexOf('/fhir') + 5))).body.entry?.length).toBeGreaterThan(0);
    expect((await send<Bundle>('GET', '/_history?_count=5')).body.entry).toHaveLength(5);
  });

  test.each([
    ['half a document', '{"resourceType":"Patient"', 400],
    ['a wrong type', { resourceType: 'Patient', birthDate: 7 }, 400],
    ['an unknown element', { resourceType: 'Patient', nick: 'x' }, 400],
    ['a day that does not exist', { resourceType: 'Patient', birthDate: '2026-02-31' }, 400],
    ['another resource type', { resourceType: 'Group' }, 400],
  ])('%s is refused with its place', async (_name, body, status) => {
    const answer = await send<OperationOutcome>('POST', '/Patient', { body });
    expect(answer.status).toBe(status);
    expect(answer.body.resourceType).toBe('OperationOutcome');
  });

  test('the outcome names the element', async () => {
    const answer = await send<OperationOutcome>('POST', '/Patient', { body: patient({ contact: [{ gender: 'nobody' }] }) });
    expect(answer.body.issue.map((issue) => issue.expression?.[0])).toContain('Patient.contact[0].gender');
  });

  test('32 parallel conditional creates make one resource', async () => {
    const body = patient({ identifier: [{ system: 'urn:test', value: 'ifne-1' }] });
    const headers = { 'if-none-exist': 'identifier=urn:test|ifne-1' };
    const answers = await Promise.all(Array.from({ length: 32 }, () => send('POST', '/Patient', { body, headers })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([...Array.from({ length: 31 }, () => 200), 201]);
    expect((await send<Bundle>('GET', '/Patient?identifier=urn:test|ifne-1')).body.total).toBe(1);
  });

  test('conditional update and delete act on the one match', async () => {
    const query = '/Patient?identifier=urn:test|cu-1';
    const body = patient({ identifier: [{ system: 'urn:test', value: 'cu-1' }] });
    expect((await send('PUT', query, { body })).status).toBe(201);
    expect((await send('PUT', query, { body: { ...body, gender: 'male' } })).headers.etag).toBe('W/"2"');
    expect((await send('DELETE', query)).status).toBe(204);
    expect((await send('DELETE', query)).status).toBe(404);
  });

  test('a transaction resolves urn and conditional references, and is all or nothing', async () => {
    await send('PUT', '/Practitioner/dr-1', { body: { resourceType: 'Practitioner', id: 'dr-1', identifier: [{ system: 'urn:p', value: '1' }] } });
    const observation = (reference: string) => ({
      resourceType: 'Observation', status: 'final', code: { text: 'x' }, subject: { reference }, performer: [{ reference: 'Practitioner?identifier=urn:p|1' }],
    });
    const bundle = (reference: string) => ({
      resourceType: 'Bundle', type: 'transaction',
      entry: [
        { fullUrl: 'urn:uuid:aaaaaaaa-0000-4000-8000-000000000002', resource: observation(reference), request: { method: 'POST', url: 'Observation' } },
        { fullUrl: 'urn:uuid:aaaaaaaa-0000-4000-8000-000000000001', resource: patient(), request: { method: 'POST', url: 'Patient' } },
        { request: { method: 'GET', url: 'Practitioner/dr-1' } },
      ],
    });
    const before = (await send<Bundle>('GET', '/Patient?_summary=count')).body.total;
    expect((await send('POST', '', { body: bundle('urn:uuid:aaaaaaaa-0000-4000-8000-00000000dead') })).status).toBe(400);
    expect((await send<Bundle>('GET', '/Patient?_summary=count')).body.total).toBe(before);
    const done = await send<Bundle>('POST', '/', { body: bundle('urn:uuid:aaaaaaaa-0000-4000-8000-000000000001') });
    expect(done.status).toBe(200);
    expect(done.body.entry?.map((entry) => entry.response?.status)).toEqual(['201', '201', '200']);
    const [, path] = /\/fhir(\/Observation\/[^/]+)/.exec(done.body.entry![0]!.response!.location!)!;
    const stored = await send<{ subject: { reference: string }; performer: { reference: string }[] } & Resource>('GET', path!);
    expect(done.body.entry![1]!.response!.location).toContain(stored.body.subject.reference);
    expect(stored.body.performer[0]!.reference).toBe('Practitioner/dr-1');
  });

  test('a batch goes on after an entry that fails', async () => {
    const answer = await send<Bundle>('POST', '/', {
      body: {
        resourceType: 'Bundle', type: 'batch',
        entry: [
          { resource: { resourceType: 'Patient', nick: 1 }, request: { method: 'POST', url: 'Patient' } },
          { resource: patient({ id: 'b1' }), request: { method: 'PUT', url: 'Patient/b1' } },
          { request: { method: 'GET', url: 'Patient?_id=b1' } },
        ],
      },
    });
    expect(answer.body.entry?.map((entry) => entry.response?.status)).toEqual(['400', '201', '200']);
  });

  test('search pages, includes, chains, sorts and counts', async () => {
    await send('PUT', '/Patient/s1', { body: patient({ id: 's1', name: [{ family: '欧阳', given: ['小明'] }] }) });
    for (const day of [1, 2, 3, 4, 5]) {
      const body = {
        resourceType: 'Observation', id: `s1-${day}`, status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
        subject: { reference: 'Patient/s1' }, effectiveDateTime: `2026-03-0${day}`, valueQuantity: { value: 100 + day, unit: 'mmHg' },
      };
      expect((await send('PUT', `/Observation/s1-${day}`, { body })).status).toBe(201);
    }
    const ids = (bundle: Bundle) => bundle.entry?.map((entry) => entry.resource?.id);
    const first = await send<Bundle>('GET', '/Observation?subject=Patient/s1&code=http://loinc.org|8480-6&_sort=-date&_count=2');
    expect(ids(first.body)).toEqual(['s1-5', 's1-4']);
    const next = first.body.link!.find((link) => link.relation === 'next')!.url;
    expect(ids((await send<Bundle>('GET', next.slice(next.indexOf('/fhir') + 5))).body)).toEqual(['s1-3', 's1-2']);
    expect(ids((await send<Bundle>('GET', '/Observation?code=8480-6&subject:Patient.name=欧阳小&value-quantity=gt104')).body)).toEqual(['s1-5']);
    expect(ids((await send<Bundle>('GET', '/Patient?_has:Observation:patient:code=8480-6&_has:Observation:patient:value-quantity=gt104')).body)).toEqual(['s1']);
    expect(ids((await send<Bundle>('GET', '/Observation?_id=s1-1&_include=Observation:patient')).body)).toEqual(['s1-1', 's1']);
    expect(ids((await send<Bundle>('GET', '/Patient?_id=s1&_revinclude=Observation:subject')).body)).toHaveLength(6);
    expect((await send<Bundle>('GET', '/Observation?patient=s1&_count=1&_total=accurate')).body.total).toBe(5);
    const subset = await send<Bundle>('GET', '/Observation?_id=s1-1&_elements=status');
    expect(Object.keys(subset.body.entry![0]!.resource!).sort()).toEqual(['code', 'id', 'meta', 'resourceType', 'status']);
    expect((await send<Bundle>('POST', '/Patient/_search', { body: 'name:contains=小', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).body.total).toBe(1);
    expect((await send('GET', '/Patient?nonsense=1', { headers: { prefer: 'handling=strict' } })).status).toBe(400);
  });

  test('the gate holds: scopes, permissions, hidden records, managed resources, and refusals are recorded', async () => {
    await send('POST', '/Patient', { as: doctor('org-a'), body: patient({ identifier: [{ system: 'urn:g', value: 'a' }] }) });
    const found = await send<Bundle>('GET', '/Patient?identifier=urn:g|a', { as: doctor('org-a') });
    const id = found.body.entry![0]!.resource!.id!;
    expect((await send<Bundle>('GET', '/Patient?identifier=urn:g|a', { as: doctor('org-b') })).body.total).toBe(0);
    expect((await send('GET', `/Patient/${id}`, { as: doctor('org-b') })).status).toBe(403);
    expect((await send('PUT', `/Patient/${id}`, { as: doctor('org-b'), body: patient({ id }) })).status).toBe(403);
    expect((await send('GET', `/Patient/${id}`, { as: doctor('org-a', []) })).status).toBe(403);
    expect((await send('GET', `/Patient/${id}`, { as: { ...client, scopes: ['system/Observation.rs'] } })).status).toBe(403);
    expect((await send('GET', '/Patient', { as: { ...client, id: '' } })).status).toBe(401);
    expect((await send('GET', `/Patient/${id}`, { as: { ...doctor('x'), kind: 'resident', personId: id } })).status).toBe(200);
    const narrow = { ...client, scopes: ['system/Observation.rs'] };
    expect((await send<Bundle>('GET', '/Observation?_id=s1-1&_include=Observation:patient', { as: narrow })).body.entry).toHaveLength(1);
    expect((await send('GET', '/Observation?subject:Patient.name=x', { as: narrow })).status).toBe(403);
    const body = { resourceType: 'Organization', id: 'org-a', name: '甲院' };
    expect((await send('PUT', '/Organization/org-a', { as: doctor('org-a'), body })).status).toBe(201);
    expect((await send('GET', '/Organization/org-a', { as: doctor('org-b') })).status).toBe(200);
    expect((await send('PUT', '/Organization/org-a', { as: doctor('org-b'), body: { ...body, name: '乙院' } })).status).toBe(403);
    const refused = await opened.owner.query(`select 1 from audit.entry where outcome = 'refused' and resource = $1`, [`Patient/${id}`]);
    expect(refused.length).toBeGreaterThanOrEqual(3);
    await opened.owner.execute(`update fhir.resource set managed_by = 'referral' where resource_id = $1`, [id]);
    expect((await send('PUT', `/Patient/${id}`, { as: doctor('org-a'), body: patient({ id, gender: 'male' }) })).status).toBe(422);
  });

  test('decimals keep their precision, also inside a transaction', async () => {
    const observation = '{"resourceType":"Observation","id":"dec","status":"final","code":{"text":"x"},"valueQuantity":{"value":5.40}}';
    await send('PUT', '/Observation/dec', { body: observation });
    const bundle = `{"resourceType":"Bundle","type":"transaction","entry":[{"resource":${observation.replace('"dec"', '"dec2"')},"request":{"method":"PUT","url":"Observation/dec2"}}]}`;
    await send('POST', '/', { body: bundle });
    for (const id of ['dec', 'dec2']) {
      subject = client;
      expect((await server.inject({ url: `/fhir/Observation/${id}` })).body).toContain('"value":5.40');
    }
  });

  test('hostile bodies are refused and nothing is stored', async () => {
    const deep = `${'{"extension":[{"url":"u","extension":['.repeat(1)}${'['.repeat(60_000)}`;
    expect((await send('POST', '/Patient', { body: deep })).status).toBe(400);
    const nested = `{"resourceType":"Patient","extension":${'[{"url":"u","extension":'.repeat(3000)}[]${'}]'.repeat(3000)}}`;
    expect((await send('POST', '/Patient', { body: nested })).status).toBe(400);
    expect((await send('POST', '/', { body: { resourceType: 'Bundle', type: 'transaction', entry: {} } })).status).toBe(400);
    expect((await send('POST', '/', { body: { resourceType: 'Bundle', type: 'transaction', entry: [null] } })).status).toBe(400);
    expect((await send('POST', '/', { body: { resourceType: 'Bundle', type: 'transaction', entry: [{ request: { method: 'BREW', url: 'Patient' } }] } })).status).toBe(400);
    expect((await send('POST', '/Patient', { body: 'null' })).status).toBe(400);
    expect((await send('GET', '/Nothing')).status).toBe(404);
    expect((await send('GET', '/Patient?birthdate=2026-02-31')).status).toBe(400);
    expect((await send('GET', '/Patient?_sort=nonsense')).status).toBe(400);
    expect((await send('GET', "/Patient/'%20or%201=1")).status).toBe(404);
  });

  test('metadata and $validate answer', async () => {
    const metadata = (await send('GET', '/metadata')).body;
    expect(metadata.resourceType).toBe('CapabilityStatement');
    for (const path of ['/metadata', '/Patient?_count=3', '/Patient/_history?_count=3', '/Patient?nonsense=1&_count=1']) {
      expect(validateResource((await send('GET', path)).body)).toEqual([]);
    }
    const found = await send<OperationOutcome>('POST', '/Patient/$validate', { body: { resourceType: 'Patient', gender: 'x' } });
    expect([found.status, found.body.issue[0]!.severity]).toEqual([200, 'error']);
    expect((await send('GET', '/Patient?_format=turtle')).status).toBe(406);
  });
});
