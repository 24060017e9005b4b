import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, Patient, Resource } from '#fhir/types/resources.gen.ts';
import { repositories, type Received, type SuiteRepository } from '../repositories.ts';
import { expectFound, idsOf, sendWritten } from './ask.ts';

/** Sentences of R4's pages on search and http that other tables pass over; answers worked from the text. */
const observation = (id: string, more: object) => ({ resourceType: 'Observation', id, status: 'final', code: { coding: [{ system: 'urn:c', code: id, display: `Kind ${id}` }] }, ...more });
const encounter = (id: string, period: object, more: object = {}) => ({ resourceType: 'Encounter', id, status: 'finished', class: { system: 'urn:k', code: 'AMB' }, period, ...more });
const UCUM = 'http://unitsofmeasure.org';

const STORED = [
  { resourceType: 'Organization', id: 'o1', name: 'House', identifier: [{ system: 'urn:o', value: '1' }] }, { resourceType: 'Organization', id: 'o2', name: 'Ward', partOf: { reference: 'Organization/o1', display: 'Big House' } },
  { resourceType: 'Practitioner', id: 'dr', name: [{ family: 'Healer' }] },
  { resourceType: 'Patient', id: 'a', gender: 'female', birthDate: '1990-05-17', name: [{ family: 'Alpha', given: ['Ann'] }], generalPractitioner: [{ reference: 'Practitioner/dr', display: 'Dr Healer' }], managingOrganization: { reference: 'Organization/o2' }, maritalStatus: { coding: [{ system: 'urn:m', code: 'M', display: 'Married' }], text: 'Happily so' }, identifier: [{ system: 'urn:mr', value: '7', type: { coding: [{ system: 'urn:t', code: 'MR' }] } }] },
  { resourceType: 'Patient', id: 'b', gender: 'male', birthDate: '1985', name: [{ family: 'Beta' }] }, { resourceType: 'Patient', id: 'c', name: [{ family: 'alphabet' }] }, { resourceType: 'Patient', id: 'd', birthDate: '1990-05', deceasedBoolean: true },
  encounter('closed', { start: '2024-03-01', end: '2024-03-10' }, { subject: { reference: 'Patient/a' }, serviceProvider: { reference: 'Organization/o2' } }), encounter('begun', { start: '2024-03-05' }, { subject: { reference: 'Patient/b' } }), encounter('ended', { end: '2024-03-05' }), { resourceType: 'Encounter', id: 'undated', status: 'planned', class: { system: 'urn:k', code: 'IMP' } },
  observation('q1', { valueQuantity: { value: 10, unit: 'mg', system: UCUM, code: 'mg' }, subject: { reference: 'Patient/a' }, encounter: { reference: 'Encounter/closed' }, effectiveDateTime: '2024-03-02', performer: [{ reference: 'Practitioner/dr' }] }), observation('q2', { valueQuantity: { value: 10.4, unit: 'mg' }, subject: { reference: 'Patient/b' }, effectiveDateTime: '2024' }), observation('q3', { valueQuantity: { value: 0.01, unit: 'g', system: UCUM, code: 'g' }, effectiveInstant: '2024-03-02T10:00:00Z' }), observation('none', { dataAbsentReason: { coding: [{ code: 'unknown' }] } }),
  { resourceType: 'DiagnosticReport', id: 'rep', status: 'final', code: { text: 'r' }, subject: { reference: 'Patient/a' }, result: [{ reference: 'Observation/q1' }] },
  { resourceType: 'Condition', id: 'k1', subject: { reference: 'Patient/a' }, code: { coding: [{ system: 'urn:icd', code: 'I10', display: 'High pressure' }], text: 'pressure, high' } }, { resourceType: 'Condition', id: 'k2', subject: { reference: 'Patient/b' }, code: { text: 'Pressure only' } }, { resourceType: 'Condition', id: 'k3', subject: { reference: 'Patient/b' }, code: { coding: [{ system: 'urn:icd', code: 'I11' }, { system: 'urn:icd', code: 'I12' }] } },
  { resourceType: 'List', id: 'l', status: 'current', mode: 'working', entry: [{ item: { reference: 'Patient/a' } }, { item: { reference: 'Patient/d' } }] },
] as const;

const SEARCHES: readonly (readonly [query: string, answer: string | number])[] = [
  // periods with open ends, and prefixes with less than a day
  ['Encounter?date=2024-03', 'closed'], ['Encounter?date=ge2024-03-06', 'begun closed'], ['Encounter?date=lt2024-03-01', 'ended'], ['Encounter?date=gt2024-03-10', 'begun'], ['Encounter?date=sa2024-03-04', 'begun'], ['Encounter?date=sa2024-02', 'begun closed'], ['Encounter?date=eb2024-03-06', 'ended'], ['Encounter?date=eb2024-04', 'closed ended'], ['Encounter?date=eb2024', ''], ['Encounter?date=sa2024', ''], ['Encounter?date=ne2024-03', 'begun ended'], ['Encounter?date=ap2024-03-05', 'begun closed ended'], ['Encounter?date:missing=true', 'undated'], ['Encounter?date=ge2024-03-05&date=le2024-03-05', 'closed'],
  ['Patient?birthdate=sa1985', 'a d'], ['Patient?birthdate=eb1990', 'b'], ['Patient?birthdate=eb1990-05', 'b'], ['Patient?birthdate=sa1990-04', 'a d'], ['Patient?birthdate=ne1990-05-17', 'b d'], ['Patient?birthdate=lt1990-05-17', 'b d'], ['Patient?birthdate=le1990-05-17', 'a b d'], ['Patient?birthdate=1990-05-17,1985', 'a b'], ['Patient?birthdate=', 'a b c d'],
  ['Observation?date=2024-03-02', 'q1 q3'], ['Observation?date=ge2024-03-02T10:00:00Z&date=le2024-03-02T10:00:00Z', 'q1 q2 q3'], ['Observation?date=2024-03-02T10:00:00.000Z', ''], ['Observation?date=2024-03-02T11:00:00%2B01:00', 'q3'], ['Observation?date=2024-03-02T10:00', 'q3'], ['Observation?date=2024-03-02T24:00', 400],
  // quantities
  ['Observation?value-quantity=10||mg', 'q1 q2'], ['Observation?value-quantity=10.0||mg', 'q1'], [`Observation?value-quantity=10|${UCUM}|mg`, 'q1 q3'], [`Observation?value-quantity=10|${UCUM}|`, 'q1'], ['Observation?value-quantity=10', 'q1 q2'], ['Observation?value-quantity=ap9||mg', ''], ['Observation?value-quantity=ap9.5||mg', 'q1 q2'], ['Observation?value-quantity=ne10||mg', ''], ['Observation?value-quantity:missing=true', 'none'], ['Observation?value-quantity=gt10||mg', 'q2'], ['Observation?value-quantity=1e1||mg', 'q1 q2'], ['Observation?value-quantity=10|urn:x', ''], ['Observation?value-quantity=ten', 400],
  // :missing everywhere
  ['Observation?code-value-quantity:missing=true', 'none'], ['Observation?subject:missing=true', 'none q3'], ['Observation?encounter:missing=false', 'q1'], ['Patient?general-practitioner:missing=false', 'a'], ['Observation?subject:Patient.birthdate:missing=false', 'q1 q2'], ['Observation?subject:Patient.gender:missing=true', ''], ['Patient?_has:Observation:patient:encounter:missing=true', 'b'], ['Patient?name:missing=maybe', 400],
  // :not of several, and of what is not there
  ['Condition?code:not=urn:icd|I11', 'k1 k2'], ['Condition?code:not=urn:icd|I10,urn:icd|I12', 'k2'], ['Condition?code:not=I10&code:not=I11', 'k2'], ['Patient?gender:not=male', 'a c d'], ['Patient?identifier:not=urn:mr|7', 'b c d'], ['Observation?patient.gender:not=male', 'q1'], ['Patient?_has:Condition:patient:code:not=I10', 'b'],
  // :of-type, :text, :identifier
  ['Patient?identifier:of-type=urn:t|MR|7', 'a'], ['Patient?identifier:of-type=urn:t|XX|7', ''], ['Patient?identifier:of-type=|MR|7', 400], ['Condition?code:text=pressure', 'k1 k2'], ['Condition?code:text=high', 'k1'], ['Condition?code:text=I10', ''], ['Patient?general-practitioner:text=dr', 'a'], ['Organization?partof:text=big', 'o2'], ['Observation?code:text=kind', 'none q1 q2 q3'], ['Patient?name:text=x', 400],
  // several types, chains, reverse chains, lists
  ['Observation?patient.general-practitioner:Practitioner.family=healer', 'q1'], ['Observation?patient.organization.partof.identifier=urn:o|1', 'q1'], ['Patient?_has:Observation:patient:_has:DiagnosticReport:result:status=final', 'a'], ['Practitioner?_has:Patient:general-practitioner:_has:Encounter:patient:_id=closed', 'dr'], ['Organization?_has:Encounter:service-provider:subject.name=alpha', 'o2'], ['DiagnosticReport?result.encounter.service-provider.name=ward', 'rep'], ['Patient?_list=l&birthdate=1990-05', 'a d'], ['Patient?_list=nothing', ''], ['Patient?_list:not=l', 400], ['Observation?subject.name=alpha', 'q1'], ['Observation?subject.nothing=alpha', 400],
  ['Patient/a/*?_type=Observation,Condition', 'k1 q1'], ['Patient/a/Encounter', 'closed'], ['Encounter/closed/Observation', 'q1'], ['Practitioner/dr/Observation', 'q1'], ['Patient/a/Practitioner', ''], ['Patient/nobody/Observation', ''], ['Patient/a/Nothing', 404], ['Organization/o1/Patient', 404],
  ['?_type=Patient&gender=male', 'b'], ['?_type=Patient,Practitioner&family=healer', 'dr'], ['?_type=Patient,Nothing', 404], ['?_type=Observation,Condition&patient=a', 'k1 q1'],
  // strings
  ['Patient?name=ALPHA', 'a c'], ['Patient?name:exact=Alpha', 'a'], ['Patient?name:contains=PHA', 'a c'], ['Patient?name=alpha&name=ann', 'a'], ['Patient?name=alpha,beta', 'a b c'], ['Patient?family=Alpha\\,x', ''], ['Patient?name:exact=Alpha,Beta', 'a b'],
  // names that nobody knows, and values that make no sense
  ['Patient?_count=x', 400], ['Patient?_summary=x', 400], ['Patient?_total=x', 400], ['Patient?_sort=nothing', 400], ['Patient?_include=Patient', 400], ['Patient?_include=Nothing:x', 400], ['Patient?_has=x', 400], ['Patient?gender:nothing=x', 400], ['Patient?deceased=true', 'd'], ['Patient?_id=', 'a b c d'], ['Patient?_lastUpdated=gt2999', ''],
];

const ORDERS: readonly (readonly [query: string, answer: string])[] = [
  ['Patient?_sort=birthdate&_id=a,b,d', 'b d a'], ['Patient?_sort=-birthdate,_id', 'a d b c'], ['Patient?_sort=family,_id', 'a c b d'], ['Patient?_sort=-family,_id', 'b c a d'], ['Patient?_sort=gender,-_id', 'a b d c'], ['Encounter?_sort=_id', 'begun closed ended undated'], ['Condition?_sort=code,_id', 'k1 k3 k2'],
];

describe.each(repositories)('sentences of R4, %s', (kind, open) => {
  let repository: SuiteRepository;
  const send = <T = Resource>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, sent = {}): Promise<Received<T>> => sendWritten<T>(repository, method, path, sent);
  const bundle = (type: string, entry: readonly object[]) => send<Bundle>('POST', '', { body: { resourceType: 'Bundle', type, entry } });
  beforeAll(async () => {
    repository = await open();
    await repository.store(structuredClone(STORED) as never);
  }, 600_000);
  afterAll(() => repository.close());

  test.each(SEARCHES)('%s', (query, wanted) => expectFound(repository, query, wanted));
  test.each(ORDERS)('%s', async (query, wanted) => {
    expect(idsOf(await send<Bundle>('GET', `/${query}`), 'match').join(' ')).toBe(wanted);
  });

  test('pages do not repeat or leave out what stays, while rows come and go between them', async () => {
    for (let index = 0; index < 6; index += 1) await send('PUT', `/Basic/p${index}`, { body: { resourceType: 'Basic', id: `p${index}`, code: { text: 'x' } } });
    const first = await send<Bundle>('GET', '/Basic?_sort=_id&_count=2');
    expect(idsOf(first, 'match')).toEqual(['p0', 'p1']);
    await send('DELETE', '/Basic/p0');
    await send('PUT', '/Basic/p00', { body: { resourceType: 'Basic', id: 'p00', code: { text: 'x' } } });
    const seen: string[] = [];
    for (let link = first.body.link!.find(({ relation }) => relation === 'next'); link;) {
      const page = await repository.send<Bundle>('GET', repository.pathOf(link.url));
      seen.push(...idsOf(page, 'match'));
      link = page.body.link!.find(({ relation }) => relation === 'next');
    }
    expect(seen).toEqual(['p2', 'p3', 'p4', 'p5']);
  });

  test('_total, _count=0 and _summary=count', async () => {
    const total = async (query: string) => (await send<Bundle>('GET', `/${query}`)).body;
    expect((await total('Observation?_total=accurate&_count=1')).total).toBe(4);
    expect((await total('Observation?_total=estimate&_count=1')).total).toBe(4);
    expect(await total('Observation?_count=1')).not.toHaveProperty('total');
    const counted = await total('Observation?_summary=count');
    expect([counted.total, counted.entry]).toEqual([4, undefined]);
    expect((await total('Observation?_count=0')).entry).toBeUndefined();
    expect((await total('Observation?_total=accurate&_include=Observation:subject&_count=2')).total).toBe(4);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ['_summary=true', ['gender', 'birthDate', 'name', 'managingOrganization'], ['maritalStatus', 'generalPractitioner']], ['_summary=data', ['gender', 'maritalStatus'], ['text']], ['_summary=text', ['id', 'meta'], ['gender', 'name']], ['_elements=gender,name', ['gender', 'name', 'id'], ['birthDate', 'maritalStatus']], ['_elements=Patient.gender', ['gender'], ['name']], ['_summary=false', ['maritalStatus', 'gender'], []],
  ])('%s keeps what it says and marks the rest', async (asked, kept, left) => {
    for (const path of [`/Patient?_id=a&${asked}`, `/Patient/a?${asked}`]) {
      const { body } = await send<Bundle | Patient>('GET', path);
      const resource = (body.resourceType === 'Bundle' ? body.entry![0]!.resource! : body) as unknown as Record<string, unknown> & Patient;
      for (const name of kept) expect([path, name, name in resource]).toEqual([path, name, true]);
      for (const name of left) expect([path, name, name in resource]).toEqual([path, name, false]);
      expect(JSON.stringify(resource.meta).includes('SUBSETTED')).toBe(asked !== '_summary=false');
    }
  });

  test('_elements leaves what is included whole', async () => {
    const { body } = await send<Bundle>('GET', '/Observation?_id=q1&_elements=status&_include=Observation:subject');
    const [match, included] = ['match', 'include'].map((mode) => body.entry!.find(({ search }) => search!.mode === mode)!.resource as unknown as Record<string, unknown>);
    expect([Object.keys(match!).includes('subject'), Object.keys(included!).includes('maritalStatus'), JSON.stringify(included!.meta).includes('SUBSETTED')]).toEqual([false, true, false]);
  });

  test('_search by GET and by POST, parameters of the address and of the form together', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(idsOf(await send<Bundle>('GET', '/Patient/_search?gender=male'), 'match')).toEqual(['b']);
    expect(idsOf(await send<Bundle>('POST', '/Patient/_search?gender=female', { body: 'birthdate=1990', headers: form }), 'match')).toEqual(['a']);
    expect(idsOf(await send<Bundle>('POST', '/_search?_type=Patient', { body: 'gender=male', headers: form }), 'match')).toEqual(['b']);
    expect((await send<Bundle>('POST', '/Patient/_search?_format=json', { body: '_count=1&_sort=_id', headers: form })).body.entry).toHaveLength(1);
  });

  test('history: _count, _since, _at, of type and system, and what never was', async () => {
    for (const gender of ['male', 'female', 'other']) await send('PUT', '/Patient/h', { body: { resourceType: 'Patient', id: 'h', gender } });
    const entries = async (query: string) => (await send<Bundle>('GET', `/${query}`)).body.entry ?? [];
    expect((await entries('Patient/h/_history')).map(({ resource }) => resource!.meta!.versionId)).toEqual(['3', '2', '1']);
    expect(await entries('Patient/h/_history?_count=2')).toHaveLength(2);
    expect((await entries('Patient/_history?_count=1'))[0]!.fullUrl).toMatch(/\/Patient\/h$/);
    expect((await entries('_history?_count=3')).map(({ resource }) => resource!.id)).toEqual(['h', 'h', 'h']);
    expect(await entries('Patient/h/_history?_since=2999-01-01T00:00:00Z')).toHaveLength(0);
    expect((await send('GET', '/Patient/never/_history')).status).toBe(404);
    expect((await send('GET', '/Patient/h/_history/9')).status).toBe(404);
    expect((await send('GET', '/Patient/h/_history?_since=yesterday')).status).toBe(400);
    expect((await send('GET', '/Patient/h/_history?_count=x')).status).toBe(400);
    await send('DELETE', '/Patient/h');
    expect([(await send('GET', '/Patient/h/_history/4')).status, (await send('GET', '/Patient/h/_history/3')).status, (await send('GET', '/Patient/h')).status]).toEqual([410, 200, 410]);
    const deleted = (await entries('Patient/h/_history'))[0]!;
    expect([deleted.resource, deleted.request!.method, deleted.request!.url, deleted.response!.status]).toEqual([undefined, 'DELETE', 'Patient/h', '204']);
  });

  test('conditional updates by the id of the body, deletions of none and many, and their order in a transaction', async () => {
    const put = (query: string, more: object = {}) => send<Patient>('PUT', `/Patient?${query}`, { body: { resourceType: 'Patient', identifier: [{ system: 'urn:cu', value: '1' }], ...more } });
    const made = await put('identifier=urn:cu|1', { id: 'given' });
    expect([made.status, made.body.id]).toEqual([201, 'given']);
    expect((await put('identifier=urn:cu|1', { id: 'given', gender: 'male' })).status).toBe(200);
    expect((await put('identifier=urn:cu|1', { id: 'another' })).status).toBe(400);
    expect((await put('identifier=urn:cu|1', { gender: 'female' })).body.id).toBe('given');
    expect((await send('PATCH', '/Patient?identifier=urn:cu|1', { body: JSON.stringify([{ op: 'add', path: '/active', value: true }]), headers: { 'content-type': 'application/json-patch+json' } })).status).toBe(200);
    expect((await send('DELETE', '/Patient?gender=nothing-at-all')).status).toBe(404);
    expect((await send('DELETE', '/Condition?code:missing=false')).status).toBe(412);
    expect((await send('DELETE', '/Patient')).status).toBe(400);
    const both = await bundle('transaction', [{ resource: { resourceType: 'Patient', identifier: [{ system: 'urn:cu', value: '1' }] }, request: { method: 'POST', url: 'Patient' } }, { request: { method: 'DELETE', url: 'Patient/given' } }]);
    expect(both.body.entry!.map(({ response }) => response!.status.slice(0, 3))).toEqual(['201', '204']);
    expect((await send<Bundle>('GET', '/Patient?identifier=urn:cu|1')).body.total).toBe(1);
  });

  test('answers of entries: etag, location, lastModified; batch entries stand alone; addresses of a bundle in odd places', async () => {
    const urn = 'urn:uuid:11111111-1111-4111-8111-111111111111';
    const answer = await bundle('transaction', [
      { fullUrl: urn, resource: { resourceType: 'Patient', id: 'sent' }, request: { method: 'POST', url: 'Patient' } },
      { fullUrl: 'urn:uuid:22222222-2222-4222-8222-222222222222', resource: observation('x', { subject: { reference: urn }, extension: [{ url: 'http://x.org/e', extension: [{ url: 'in', valueReference: { reference: urn } }] }], contained: [{ resourceType: 'Encounter', id: 'ct', status: 'planned', class: { code: 'AMB' }, subject: { reference: urn } }], encounter: { reference: '#ct' }, performer: [{ reference: 'Practitioner?family=healer' }] }), request: { method: 'POST', url: 'Observation' } },
    ]);
    expect(answer.status, answer.text).toBe(200);
    const [patient, other] = answer.body.entry!.map(({ response }) => response!);
    expect([patient!.etag, patient!.status.slice(0, 3), typeof patient!.lastModified]).toEqual(['W/"1"', '201', 'string']);
    const address = /Patient\/[^/]+(?=\/_history\/1$)/.exec(patient!.location!)![0];
    expect(address).not.toBe('Patient/sent');
    const stored = (await send('GET', `/${/Observation\/[^/]+/.exec(other!.location!)![0]}`)).text;
    expect([stored.split(`"${address}"`).length - 1, stored.includes('urn:uuid'), stored.includes('"Practitioner/dr"')]).toEqual([3, false, true]);
    expect((await bundle('transaction', [{ resource: observation('x', { subject: { reference: 'urn:uuid:99999999-9999-4999-8999-999999999999' } }), request: { method: 'POST', url: 'Observation' } }])).status).toBe(400);
    const batch = await bundle('batch', [{ resource: { resourceType: 'Patient', gender: 'wrong' }, request: { method: 'POST', url: 'Patient' } }, { request: { method: 'GET', url: 'Patient/a' } }, { request: { method: 'GET', url: 'Patient?gender=male' } }, { request: { method: 'GET', url: 'Patient/a/_history/1' } }, { request: { method: 'GET', url: 'Patient/a/_history/77' } }]);
    expect(batch.body.entry!.map(({ response }) => response!.status.slice(0, 3))).toEqual(['400', '200', '200', '200', '404']);
    expect(batch.body.entry![0]!.response!.outcome!.resourceType).toBe('OperationOutcome');
    expect([batch.body.entry![1]!.response!.etag, batch.body.entry![2]!.resource!.resourceType]).toEqual(['W/"1"', 'Bundle']);
  });

  test('what an update, a create and a deletion say', async () => {
    const created = await send('POST', '/Patient', { body: { resourceType: 'Patient', id: 'mine', active: true } });
    expect([created.status, created.headers.etag, String(created.headers.location)]).toEqual([201, 'W/"1"', expect.stringMatching(/\/Patient\/(?!mine)[^/]+\/_history\/1$/)]);
    const body = { resourceType: 'Patient', id: 'said', meta: { versionId: '9', lastUpdated: '2000-01-01T00:00:00Z' } };
    const put = await send<Patient>('PUT', '/Patient/said', { body });
    expect([put.status, put.body.meta!.versionId, put.body.meta!.lastUpdated!.startsWith('2000')]).toEqual([201, '1', false]);
    expect((await send('PUT', '/Patient/other', { body })).status).toBe(400);
    expect((await send('PUT', '/Patient/other', { body: { resourceType: 'Patient' } })).status).toBe(400);
    expect((await send('PUT', '/Observation/said', { body })).status).toBe(400);
    expect((await send('PUT', '/Patient/not_an_id', { body: { resourceType: 'Patient', id: 'not_an_id' } })).status).toBe(400);
    expect((await send('DELETE', '/Patient/said')).status).toBe(204);
    expect((await send('DELETE', '/Patient/said')).status).toBe(204);
    expect((await send('PATCH', '/Patient/said', { body: '[]', headers: { 'content-type': 'application/json-patch+json' } })).status).toBe(410);
    expect((await send('GET', '/Nothing/1')).status).toBe(404);
  });

  if (kind === 'postgres') {
    test('formats and methods: _format over Accept, HEAD, OPTIONS, the statement of what is served', async () => {
      const xml = await send('GET', '/Patient/a?_format=xml', { headers: { accept: 'application/fhir+json' } });
      expect([xml.status, xml.headers['content-type']]).toEqual([200, expect.stringContaining('application/fhir+xml')]);
      expect((await send('GET', '/Patient/a?_format=application/fhir%2Bjson', { headers: { accept: 'application/fhir+xml' } })).headers['content-type']).toContain('application/fhir+json');
      expect((await send('GET', '/Patient/a', { headers: { accept: 'image/png' } })).status).toBe(406);
      const head = await send('HEAD' as never, '/Patient/a');
      expect([head.status, head.headers.etag, head.text]).toEqual([200, 'W/"1"', '']);
      for (const mode of ['full', 'normative', 'terminology']) expect([mode, (await send('GET', `/metadata?mode=${mode}`)).status]).toEqual([mode, 200]);
      expect((await send('GET', '/metadata')).body.resourceType).toBe('CapabilityStatement');
    });
  }
});
