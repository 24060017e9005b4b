import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, Observation, OperationOutcome, Patient, Resource } from '#fhir/types/resources.gen.ts';
import { repositories, type SuiteRepository } from './repositories.ts';

const patient = (more: object = {}) => ({ resourceType: 'Patient', name: [{ text: '王芳' }], ...more });
const observation = (id: string, more: object = {}) => ({
  resourceType: 'Observation', id, status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] }, subject: { reference: 'Patient/s1' }, ...more,
});
const idsOf = (bundle: Bundle, mode = 'match') => (bundle.entry ?? []).filter((entry) => entry.search?.mode === mode).map((entry) => entry.resource!.id);

/** One suite for whatever stands behind the protocol. */
describe.each(repositories)('clinical repository, %s', (_kind, open) => {
  let repository: SuiteRepository;
  beforeAll(async () => {
    repository = await open();
    expect((await repository.send('PUT', '/Patient/s1', { body: patient({ id: 's1', name: [{ family: '欧阳', given: ['小明'] }] }) })).status).toBe(201);
    for (const day of [1, 2, 3, 4, 5]) {
      const body = observation(`s1-${day}`, { effectiveDateTime: `2026-03-0${day}`, valueQuantity: { value: 100 + day, unit: 'mmHg' } });
      expect((await repository.send('PUT', `/Observation/s1-${day}`, { body })).status).toBe(201);
    }
  });
  afterAll(() => repository.close());
  const find = async (query: string, mode?: string) => idsOf((await repository.send<Bundle>('GET', `/${encodeURI(query)}`)).body, mode);

  test('create, read, version read, 304, and what is not there', async () => {
    const created = await repository.send<Patient>('POST', '/Patient', { body: patient({ id: 'ignored' }) });
    expect([created.status, created.headers.etag]).toEqual([201, 'W/"1"']);
    const { id } = created.body;
    expect(id).not.toBe('ignored');
    expect(created.headers.location).toMatch(new RegExp(`/fhir/Patient/${id}/_history/1$`));
    expect((await repository.send('GET', `/Patient/${id}`)).text).toBe(created.text);
    expect((await repository.send('GET', `/Patient/${id}`, { headers: { 'if-none-match': 'W/"1"' } })).status).toBe(304);
    expect((await repository.send('GET', `/Patient/${id}`, { headers: { 'if-modified-since': new Date(Date.now() + 5000).toUTCString() } })).status).toBe(304);
    expect((await repository.send('GET', `/Patient/${id}/_history/1`)).status).toBe(200);
    for (const path of [`/Patient/${id}/_history/9`, '/Patient/nobody', '/Nothing/1', '/Patient/nobody/_history']) expect((await repository.send('GET', path)).status).toBe(404);
    expect((await repository.send('POST', '/Patient', { body: patient(), headers: { prefer: 'return=minimal' } })).text).toBe('');
  });

  test('update keeps the version when nothing changes; If-Match guards; decimals stay as written', async () => {
    const body = '{"resourceType":"Observation","id":"u1","status":"final","code":{"text":"x"},"valueQuantity":{"value":5.40}}';
    expect((await repository.send('PUT', '/Observation/u1', { body })).status).toBe(201);
    expect((await repository.send('PUT', '/Observation/u1', { body })).headers.etag).toBe('W/"1"');
    expect((await repository.send('GET', '/Observation/u1')).text).toContain('"value":5.40');
    const changed = body.replace('final', 'amended');
    expect((await repository.send('PUT', '/Observation/u1', { body: changed, headers: { 'if-match': 'W/"7"' } })).status).toBe(412);
    expect((await repository.send('PUT', '/Observation/u1', { body: changed, headers: { 'if-match': 'W/"1"' } })).headers.etag).toBe('W/"2"');
    expect((await repository.send('PUT', '/Observation/u2', { body })).status).toBe(400);
  });

  test('a deleted resource is gone, its history tells by pages, and it can come back', async () => {
    await repository.send('PUT', '/Patient/d1', { body: patient({ id: 'd1' }) });
    expect([(await repository.send('DELETE', '/Patient/d1')).status, (await repository.send('DELETE', '/Patient/d1')).status]).toEqual([204, 204]);
    expect((await repository.send('GET', '/Patient/d1')).status).toBe(410);
    expect(await find('Patient?_id=d1')).toEqual([]);
    expect((await repository.send('PUT', '/Patient/d1', { body: patient({ id: 'd1' }) })).headers.etag).toBe('W/"3"');
    const methods = (bundle: Bundle) => bundle.entry?.map((entry) => entry.request?.method);
    const first = await repository.send<Bundle>('GET', '/Patient/d1/_history?_count=2');
    expect(methods(first.body)).toEqual(['PUT', 'DELETE']);
    const next = first.body.link!.find((link) => link.relation === 'next')!.url;
    expect(methods((await repository.send<Bundle>('GET', repository.pathOf(next))).body)).toEqual(['POST']);
    expect((await repository.send<Bundle>('GET', '/Patient/d1/_history?_since=2099-01-01')).body.entry).toBeUndefined();
    expect((await repository.send<Bundle>('GET', '/Patient/d1/_history?_at=2099-01-01')).body.entry).toHaveLength(1);
    expect((await repository.send('GET', '/Patient/d1/_history?_at=soon')).status).toBe(400);
    expect((await repository.send<Bundle>('GET', '/Patient/_history')).body.entry!.every((entry) => entry.request!.url.startsWith('Patient'))).toBe(true);
    expect((await repository.send<Bundle>('GET', '/_history?_count=5')).body.entry).toHaveLength(5);
  });

  test('JSON Patch and FHIRPath Patch, by id and by condition', async () => {
    const identifier = [{ system: 'urn:t', value: 'p1' }];
    await repository.send('PUT', '/Patient/p1', { body: patient({ id: 'p1', identifier }) });
    const json = { 'content-type': 'application/json-patch+json' };
    const patched = await repository.send<Patient>('PATCH', '/Patient/p1', { body: '[{"op":"add","path":"/gender","value":"female"}]', headers: json });
    expect([patched.status, patched.body.gender, patched.headers.etag]).toEqual([200, 'female', 'W/"2"']);
    const part = [{ name: 'type', valueCode: 'replace' }, { name: 'path', valueString: 'Patient.gender' }, { name: 'value', valueCode: 'male' }];
    const body = { resourceType: 'Parameters', parameter: [{ name: 'operation', part }] };
    expect((await repository.send<Patient>('PATCH', '/Patient?identifier=urn:t|p1', { body })).body.gender).toBe('male');
    expect((await repository.send('PATCH', '/Patient/p1', { body: '[{"op":"replace","path":"/birthDate","value":1}]', headers: json })).status).toBe(422);
    expect((await repository.send('PATCH', '/Patient/p1', { body: '[{"op":"add","path":"/gender","value":7}]', headers: json })).status).toBe(400);
    expect((await repository.send('PATCH', '/Patient/nobody', { body: '[]', headers: json })).status).toBe(404);
  });

  test('conditional create, update and delete act on the one match', async () => {
    const body = patient({ identifier: [{ system: 'urn:t', value: 'c1' }] });
    const headers = { 'if-none-exist': 'identifier=urn:t|c1' };
    const query = '/Patient?identifier=urn:t|c1';
    expect([(await repository.send('POST', '/Patient', { body, headers })).status, (await repository.send('POST', '/Patient', { body, headers })).status]).toEqual([201, 200]);
    expect((await repository.send('PUT', query, { body: { ...body, gender: 'male' } })).headers.etag).toBe('W/"2"');
    await repository.send('POST', '/Patient', { body });
    expect((await repository.send('PUT', query, { body })).status).toBe(412);
    expect((await repository.send('DELETE', query)).status).toBe(412);
    const one = patient({ identifier: [{ system: 'urn:t', value: 'c2' }] });
    expect((await repository.send('PUT', '/Patient?identifier=urn:t|c2', { body: one })).status).toBe(201);
    expect((await repository.send('DELETE', '/Patient?identifier=urn:t|c2')).status).toBe(204);
    expect((await repository.send('DELETE', '/Patient?identifier=urn:t|c2')).status).toBe(404);
    expect((await repository.send('PUT', '/Patient?nonsense=1', { body: one })).status).toBe(400);
  });

  test('a transaction resolves urn and conditional references in the order of the standard, and is all or nothing', async () => {
    await repository.send('PUT', '/Practitioner/dr-1', { body: { resourceType: 'Practitioner', id: 'dr-1', identifier: [{ system: 'urn:p', value: '1' }] } });
    await repository.send('PUT', '/Patient/gone', { body: patient({ id: 'gone' }) });
    const bundle = (reference: string) => ({
      resourceType: 'Bundle', type: 'transaction',
      entry: [
        { request: { method: 'GET', url: 'Practitioner/dr-1' } },
        { resource: { ...observation('x'), id: undefined, subject: { reference }, performer: [{ reference: 'Practitioner?identifier=urn:p|1' }] }, request: { method: 'POST', url: 'Observation' } },
        { fullUrl: 'urn:uuid:aaaaaaaa-0000-4000-8000-000000000001', resource: patient({ identifier: [{ system: 'urn:t', value: 't1' }] }), request: { method: 'POST', url: 'Patient', ifNoneExist: 'identifier=urn:t|t1' } },
        { request: { method: 'DELETE', url: 'Patient/gone' } },
        { request: { method: 'GET', url: 'Patient?_id=gone' } },
      ],
    });
    const total = async () => (await repository.send<Bundle>('GET', '/Patient?_summary=count')).body.total;
    const before = await total();
    expect((await repository.send('POST', '/', { body: bundle('urn:uuid:aaaaaaaa-0000-4000-8000-00000000dead') })).status).toBe(400);
    expect(await total()).toBe(before);
    const done = await repository.send<Bundle>('POST', '/', { body: bundle('urn:uuid:aaaaaaaa-0000-4000-8000-000000000001') });
    expect(done.body.entry?.map((entry) => entry.response?.status)).toEqual(['200', '201', '201', '204', '200']);
    expect(done.body.entry![4]!.resource).toMatchObject({ total: 0 });
    const [path] = /\/Observation\/[^/]+/.exec(done.body.entry![1]!.response!.location!)!;
    const stored = (await repository.send<Observation>('GET', path)).body;
    expect(done.body.entry![2]!.response!.location).toContain(stored.subject!.reference);
    expect(stored.performer![0]!.reference).toBe('Practitioner/dr-1');
    const twice = [1, 2].map(() => ({ resource: patient({ id: 'twice' }), request: { method: 'PUT', url: 'Patient/twice' } }));
    expect((await repository.send('POST', '/', { body: { resourceType: 'Bundle', type: 'transaction', entry: twice } })).status).toBe(400);
  });

  test('a batch goes on after an entry that fails', async () => {
    const entry = [
      { resource: { resourceType: 'Patient', nick: 1 }, request: { method: 'POST', url: 'Patient' } },
      { resource: patient({ id: 'b1' }), request: { method: 'PUT', url: 'Patient/b1' } },
      { request: { method: 'GET', url: 'Patient?_id=b1' } },
      { request: { method: 'DELETE', url: 'Patient/b1' } },
      { request: { method: 'GET', url: 'Patient/b1' } },
    ];
    const answer = await repository.send<Bundle>('POST', '/', { body: { resourceType: 'Bundle', type: 'batch', entry } });
    expect(answer.body.entry?.map((each) => each.response?.status)).toEqual(['400', '201', '200', '204', '410']);
  });

  test('histories and searches by _search within bundles; an address that leads nowhere is the trouble of its entry', async () => {
    const get = (url: string, method = 'GET') => ({ request: { method, url } });
    const entry = [
      { resource: patient({ id: 'b2' }), request: { method: 'PUT', url: 'Patient/b2' } },
      get('Patient/b2/_history'), get('Patient/b2/_history/1'), get('Patient/_search?_id=b2'), get('Patient/_search?_id=b2', 'POST'), get('Nothing/1'), get('Patient/b2/more/parts'),
      { resource: patient({}), request: { method: 'POST', url: 'Patient/b2' } },
    ];
    const bundle = (type: string, more: unknown[]) => ({ resourceType: 'Bundle', type, entry: more });
    const { body } = await repository.send<Bundle>('POST', '/', { body: bundle('batch', entry) });
    expect(body.entry?.map((each) => each.response?.status)).toEqual(['201', '200', '200', '200', '200', '400', '400', '400']);
    expect(body.entry!.slice(1, 5).map(({ resource }) => (resource as Bundle).type ?? resource!.resourceType)).toEqual(['history', 'Patient', 'searchset', 'searchset']);
    const inside = await repository.send<Bundle>('POST', '/', { body: bundle('transaction', [get('Patient/b2/_history'), get('Patient/_search?_id=b2', 'POST')]) });
    expect(inside.body.entry?.map(({ resource }) => (resource as Bundle).type)).toEqual(['history', 'searchset']);
    expect((await repository.send('POST', '/', { body: bundle('transaction', [get('Nothing/1')]) })).status).toBe(400);
    expect((await repository.send('POST', '/', { body: bundle('transaction', [entry.at(-1)]) })).status).toBe(400);
  });

  test.each([
    ['Observation?code=8480-6&subject:Patient.name=欧阳小&value-quantity=gt104', ['s1-5']],
    ['Patient?_has:Observation:patient:code=8480-6&_has:Observation:patient:value-quantity=gt104', ['s1']],
    ['Observation?subject=Patient/s1&_sort=-value-quantity&_count=2', ['s1-5', 's1-4']],
    ['Patient/s1/Observation?date=ge2026-03-04&_sort=date', ['s1-4', 's1-5']],
    ['Observation?code:not=8480-6&subject=Patient/s1', []],
    ['Observation?date=2026-03-02,2026-03-03&_sort=-date', ['s1-3', 's1-2']],
    ['Patient?name:contains=小明', ['s1']],
  ])('%s', async (query, wanted) => {
    expect(await find(query)).toEqual(wanted);
  });

  test('pages, includes, totals, subsets, forms and ignored parameters', async () => {
    const first = await repository.send<Bundle>('GET', '/Observation?subject=Patient/s1&code=8480-6&_sort=-date&_count=2');
    const next = first.body.link!.find((link) => link.relation === 'next')!.url;
    await repository.send('PUT', '/Observation/s1-9', { body: observation('s1-9', { effectiveDateTime: '2026-03-09' }) });
    const second = await repository.send<Bundle>('GET', repository.pathOf(next));
    expect([idsOf(first.body), idsOf(second.body)]).toEqual([['s1-5', 's1-4'], ['s1-3', 's1-2']]);
    await repository.send('DELETE', '/Observation/s1-9');
    expect(await find('Observation?_id=s1-1&_include=Observation:patient', 'include')).toEqual(['s1']);
    expect(await find('Patient?_id=s1&_revinclude=Observation:subject', 'include')).toHaveLength(5);
    expect((await repository.send<Bundle>('GET', '/Observation?patient=s1&_count=1&_total=accurate')).body.total).toBe(5);
    const subset = await repository.send<Bundle>('GET', '/Observation?_id=s1-1&_elements=status');
    expect(Object.keys(subset.body.entry![0]!.resource!).sort()).toEqual(['code', 'id', 'meta', 'resourceType', 'status']);
    const form = { body: 'name:contains=小', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    expect((await repository.send<Bundle>('POST', '/Patient/_search', form)).body.total).toBe(1);
    expect(await find('Patient?nonsense=1&_id=s1', 'outcome')).toHaveLength(1);
    expect((await repository.send('GET', '/Patient?nonsense=1', { headers: { prefer: 'handling=strict' } })).status).toBe(400);
  });

  test.each([
    ['GET', '/Patient?birthdate=2026-02-31', undefined, 400],
    ['GET', '/Patient?_sort=nonsense', undefined, 400],
    ['GET', '/Patient?_cursor=nonsense', undefined, 400],
    ['POST', '/Patient', { resourceType: 'Group' }, 400],
    ['POST', '/Patient', { resourceType: 'Patient', birthDate: '2026-02-31' }, 400],
    ['POST', '/', { resourceType: 'Bundle', type: 'collection' }, 400],
    ['POST', '/', { resourceType: 'Bundle', type: 'transaction', entry: [null] }, 400],
  ] as const)('%s %s is refused', async (method, path, body, status) => {
    const answer = await repository.send<OperationOutcome & Resource>(method, path, body === undefined ? {} : { body });
    expect([answer.status, answer.body.resourceType]).toEqual([status, 'OperationOutcome']);
  });
});
