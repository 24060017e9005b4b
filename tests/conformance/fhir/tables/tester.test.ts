import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, Patient } from '#fhir/types/resources.gen.ts';
import { repositories, type SuiteRepository } from '../repositories.ts';
import { expectFound, idsOf, sendWritten } from './ask.ts';

/** What a conformance tester tries: answers worked from R4's search.html and http.html; the same of PostgreSQL and of the memory twin. */
const UCUM = 'http://unitsofmeasure.org';
const coded = (system: string, code: string, more: object = {}) => ({ coding: [{ system, code, ...more }] });
const observation = (id: string, more: object) => ({ resourceType: 'Observation', id, status: 'final', code: coded('urn:c', id), ...more });
const measured = (value: number) => ({ valueQuantity: { value, unit: 'kg', system: UCUM, code: 'kg' } });

const STORED = [
  { resourceType: 'Organization', id: 'org', name: 'Org' },
  { resourceType: 'Practitioner', id: 'dr', name: [{ family: 'Dr' }], gender: 'female' }, { resourceType: 'Device', id: 'dev', type: coded('urn:d', 'pump') }, { resourceType: 'Group', id: 'grp', type: 'person', actual: true, name: 'Ann' },
  {
    resourceType: 'Patient', id: 'a', meta: { tag: [{ system: 'urn:tag', code: 'red' }], profile: ['http://x.org/p'], source: 'urn:src#1' }, active: true, gender: 'female', birthDate: '1990-05-17', name: [{ family: 'A,B', given: ['C|D', 'E$F', 'G\\H', 'Ann'] }],
    identifier: [{ system: 'urn:mr', value: 'p|1', type: { coding: [{ system: 'urn:t', code: 'MR' }] } }, { system: 'urn:mr', value: 'd$1' }, { system: 'urn:mr', value: 'c,1' }, { system: 'urn:mr', value: 'b\\1' }], managingOrganization: { reference: 'Organization/org' }, generalPractitioner: [{ reference: 'Practitioner/dr' }],
  },
  { resourceType: 'Patient', id: 'b', gender: 'male', name: [{ family: 'Ann' }], birthDate: '1990' }, { resourceType: 'Patient', id: 'c', name: [{ family: '王', given: ['小明'] }] },
  { resourceType: 'RelatedPerson', id: 'rp', patient: { reference: 'Patient/a' }, name: [{ family: 'Mother' }] },
  { resourceType: 'Encounter', id: 'e', status: 'finished', class: { system: 'urn:k', code: 'AMB' }, subject: { reference: 'Patient/a' }, period: { start: '2024-01-01T08:00:00+08:00', end: '2024-01-03' }, participant: [{ individual: { reference: 'Practitioner/dr' } }, { individual: { reference: 'RelatedPerson/rp' } }] },
  { resourceType: 'Encounter', id: 'f', status: 'planned', class: { system: 'urn:k', code: 'IMP' }, subject: { reference: 'Patient/b' }, partOf: { reference: 'Encounter/e' } },
  observation('o1', { subject: { reference: 'Patient/a' }, encounter: { reference: 'Encounter/e' }, effectiveDateTime: '2024-01-01T10:00:00+08:00', performer: [{ reference: 'Practitioner/dr' }], device: { reference: 'Device/dev' }, ...measured(5) }),
  observation('o2', { subject: { reference: 'Patient/b' }, effectiveDateTime: '2024-01-02', hasMember: [{ reference: 'Observation/o1' }], ...measured(5) }), observation('o3', { subject: { reference: 'Group/grp' }, ...measured(7) }), observation('o4', { subject: { reference: 'Device/dev' }, effectivePeriod: { start: '2024-01-02' }, valueString: 'a$b' }),
  observation('o5', { subject: { reference: 'Patient/a' }, hasMember: [{ reference: 'Observation/o2' }], component: [{ code: coded('urn:c', 'p1'), valueCodeableConcept: coded('urn:v', 'x|y') }], ...measured(-2) }),
  { resourceType: 'Immunization', id: 'imm', status: 'completed', vaccineCode: coded('urn:v', '1'), patient: { reference: 'Patient/a' }, occurrenceDateTime: '2024-02-29' },
] as const;

type Row = readonly [query: string, answer: string | number];

const ROWS: readonly Row[] = [
  // escaped separators
  ['Patient?family=A\\,B', 'a'], ['Patient?family=A,Ann', 'a b'], ['Patient?family=A%5C%2CB', 'a'], ['Patient?given=C\\|D', 'a'], ['Patient?given=C|D', 'a'], ['Patient?given=E\\$F', 'a'], ['Patient?given:exact=G\\\\H', 'a'], ['Patient?family:contains=\\,B', 'a'], ['Patient?identifier=urn:mr|p\\|1', 'a'], ['Patient?identifier=urn:mr|p|1', 'a'], ['Patient?identifier=urn:mr|d\\$1', 'a'], ['Patient?identifier=urn:mr|d$1', 'a'], ['Patient?identifier=urn:mr|c\\,1', 'a'], ['Patient?identifier=urn:mr|c,1', ''], ['Patient?identifier=urn:mr|b\\\\1', 'a'],
  ['Observation?code-value-string=o4$a\\$b', 'o4'], ['Observation?code-value-string=o4$a$b', 400], ['Observation?component-code-value-concept=p1$urn:v|x\\|y', 'o5'], ['Observation?component-code-value-concept=urn:c|p1$x\\|y', 'o5'], ['Patient?identifier:of-type=urn:t|MR|p\\|1', 'a'], ['Patient?identifier:of-type=urn:t|MR|p|1', 400],
  // :missing everywhere
  ['Observation?code-value-quantity:missing=true', 'o4'], ['Observation?component-code-value-concept:missing=false', 'o5'], ['Observation?combo-code-value-quantity:missing=false', 'o1 o2 o3 o5'], ['Observation?patient.birthdate:missing=true', ''], ['Observation?subject:Patient.organization:missing=false', 'o1 o5'], ['Observation?patient.organization:missing=true', 'o2'], ['Patient?_has:Observation:patient:date:missing=true', 'a'], ['Patient?_has:Observation:patient:value-quantity:missing=false', 'a b'], ['Patient?general-practitioner:missing=true', 'b c'], ['Patient?_tag:missing=false', 'a'], ['Patient?_profile:missing=true', 'b c'], ['Observation?patient.birthdate:missing=maybe', 400],
  ['Patient?_id:missing=false', 'a b c'], ['Patient?_id:missing=true', ''], ['Patient?_lastUpdated:missing=false', 'a b c'], ['Patient?_lastUpdated:missing=true', ''],
  // reverse chains within chains
  ['Patient?_has:Observation:patient:encounter.class=AMB', 'a'], ['Patient?_has:Observation:patient:encounter:Encounter.status=planned', ''], ['Patient?_has:Observation:patient:code:not=o1', 'a b'], ['Patient?_has:Observation:patient:code:not=o2', 'a'], ['Patient?_has:Observation:subject:_has:Observation:has-member:code=o2', 'a'], ['Patient?_has:Observation:patient:_has:Observation:has-member:code=o5', 'b'], ['Organization?_has:Patient:organization:_has:Encounter:subject:status=finished', 'org'], ['Organization?_has:Patient:organization:_has:Observation:patient:encounter.class=AMB', 'org'],
  ['Patient?_has:Observation:patient:_id=o2', 'b'], ['Patient?_has:Observation:patient:_lastUpdated=ge2020', 'a b'], ['Patient?_has:Observation:patient:value-quantity=lt0', 'a'], ['Patient?_has:Observation:patient:code-value-quantity=o2$5', 'b'], ['Patient?_has:Observation:patient:code=o1&_has:Observation:patient:code=o5', 'a'], ['Patient?_has:Observation:patient:code=o1&_has:Observation:patient:code=o2', ''], ['Patient?_has:Observation:patient:code=o1,o2', 'a b'], ['Patient?_has:Patient:link:_id=x', ''], ['Patient?_has:Observation:nothing:code=x', 400], ['Patient?_has:Nothing:patient:code=x', 400], ['Patient?_has:Observation:patient:nothing=x', 400], ['Patient?_has=x', 400],
  ['Observation?subject:Patient._has:Encounter:subject:status=finished', 'o1 o5'], ['Encounter?subject:Patient._has:Observation:patient:value-quantity=5', 'e f'], ['Encounter?patient._has:Observation:patient:code=o5', 'e'],
  // chains: to every target, to what every resource has, over two steps
  ['Observation?subject._id=a', 'o1 o5'], ['Observation?subject:Patient._id=a,b', 'o1 o2 o5'], ['Observation?patient._tag=urn:tag|red', 'o1 o5'], ['Observation?patient._lastUpdated=gt2020', 'o1 o2 o5'], ['Observation?subject:Group._id=grp', 'o3'], ['Observation?subject:Device.type=pump', 'o4'], ['Observation?subject.name=Ann', 'o1 o2 o5'], ['Observation?subject.type=pump', 'o4'], ['Observation?patient:Patient.general-practitioner.gender=female', 'o1 o5'], ['Observation?encounter.participant:Practitioner.family=dr', 'o1'], ['Observation?has-member.has-member.code=o1', 'o5'], ['Observation?patient.identifier=urn:mr|p\\|1', 'o1 o5'], ['Observation?patient.birthdate=lt1991', 'o1 o2 o5'], ['Observation?patient.family:exact=Ann', 'o2'], ['Observation?patient.gender:not=female', 'o2'],
  ['Observation?subject:Practitioner.name=x', ''], ['Observation?subject.nothing=x', 400], ['Observation?status.code=x', 400], ['Observation?subject:Patient:Group.name=x', 400], ['Observation?patient.name:below=x', 400],
  // times with a zone, `+` as it comes from addresses that do not escape it
  ['Observation?date=2024-01-01T02:00:00Z', 'o1'], ['Observation?date=2024-01-01T10:00:00%2B08:00', 'o1'], ['Observation?date=2024-01-01T10:00:00+08:00', 'o1'], ['Observation?date=ge2024-01-01T10:00+08:00&date=lt2024-01-02', 'o1'], ['Observation?date=2024-01-01T10:00:00', ''], ['Observation?date=2024-01-01T10', 400], ['Observation?date=ge', 400], ['Observation?date=2024-13', 400], ['Observation?date=24', 400], ['Observation?date=2024-1-1', 400], ['Observation?date=2024-01-01T25:00Z', 400], ['Immunization?date=2024-02-29', 'imm'], ['Immunization?date=2023-02-29', 400], ['Encounter?date=2024-01-01T00:00:00Z', ''], ['Encounter?date=sa2023', 'e'], ['Encounter?date=eb2024-01-04', 'e'], ['Encounter?date=ne2023', 'e'], ['Observation?date=gt2025', 'o4'], ['Observation?date=ap2024-01-01', 'o1 o2 o4'],
  // numbers
  ['Observation?value-quantity=5', 'o1 o2'], ['Observation?value-quantity=%2B5', 'o1 o2'], ['Observation?value-quantity=5.0', 'o1 o2'], ['Observation?value-quantity=5e0', 'o1 o2'], ['Observation?value-quantity=0.5e1', 'o1 o2'], ['Observation?value-quantity=5|', 'o1 o2'], ['Observation?value-quantity=5||', 'o1 o2'], ['Observation?value-quantity=-2', 'o5'], ['Observation?value-quantity=ap-2', 'o5'], ['Observation?value-quantity=ne5', 'o3 o5'], ['Observation?value-quantity=le-2', 'o5'], [`Observation?value-quantity=5,7|${UCUM}|kg`, 'o1 o2 o3'], ['Observation?value-quantity=', 'o1 o2 o3 o4 o5'], ['Observation?value-quantity=gt', 400], ['Observation?value-quantity=5.', 400], ['Observation?value-quantity=NaN', 400], ['Observation?value-quantity=5|a|b|c', 400],
  // tokens
  ['Patient?_tag=urn:tag|red', 'a'], ['Patient?_tag=red', 'a'], ['Patient?_tag=|red', ''], ['Patient?_tag=urn:tag|', 'a'], ['Patient?_tag:not=red', 'b c'], ['Patient?_profile=http://x.org/p', 'a'], ['Patient?_profile:below=http://x.org', 'a'], ['Patient?_source=urn:src%231', 'a'], ['Patient?active=TRUE', 'a'], ['Patient?active:not=false', 'a b c'], ['Patient?gender=Female', 'a'], ['Patient?gender:not=male', 'a c'], ['Patient?gender:not=', 'a b c'], ['Patient?identifier=urn:mr|', 'a'], ['Patient?identifier=|p\\|1', ''], ['Patient?identifier:of-type=urn:t|MR|', 400],
  ['Patient?_id:not=a', 'b c'], ['Patient?_id:not=a,b', 'c'], ['Patient?_id:exact=a', 400], ['Patient?_id=a,,b', 'a b'], ['Patient?_id=A', ''], ['Patient?_id=a&_id=b', ''],
  // modifiers that mean nothing
  ['Patient?gender:exact=female', 400], ['Patient?gender:contains=f', 400], ['Patient?family:not=x', 400], ['Patient?family:text=x', 400], ['Patient?birthdate:contains=1990', 400], ['Patient?organization:contains=o', 400], ['Patient?organization:Nothing=org', 400], ['Patient?family:=Ann', 400], ['Patient?family:EXACT=Ann', 400], ['Patient?_tag:exact=red', 400], ['Observation?code-value-quantity:exact=o1$5', 400], ['Patient?_sort:exact=family', 400], ['Patient?_count:exact=1', 400], ['Patient?_summary:x=true', 400],
  // Chinese
  ['Patient?name=王小明', 'c'], ['Patient?family=王', 'c'], ['Patient?given=小', 'c'], ['Patient?given:contains=明', 'c'], ['Patient?name=wxm', 'c'], ['Patient?name=wangxiao', 'c'], ['Patient?_content=小明', 'c'], ['Patient?name:exact=小明', 'c'],
  // compartments
  ['Patient/a/Observation', 'o1 o5'], ['Patient/a/Observation?code=o5', 'o5'], ['Encounter/e/Observation', 'o1'], ['Practitioner/dr/Observation', 'o1'], ['Practitioner/dr/Encounter', 'e'], ['Practitioner/dr/Patient', 'a'], ['Device/dev/Observation', 'o1 o4'], ['RelatedPerson/rp/Encounter', 'e'], ['Patient/a/RelatedPerson', 'rp'], ['Patient/a/*?_type=Encounter,Observation', 'e o1 o5'], ['Patient/nobody/Observation', ''], ['Patient/a/Nothing', 404], ['Patient/a/Observation?patient=b', ''],
  // several types
  ['?_type=Patient,Observation&_id=a,o1', 'a o1'], ['?_type=Patient&_lastUpdated=gt2020', 'a b c'], ['?_type=Encounter,Observation&patient=a', 'e o1 o5'], ['?_type=Encounter,Organization&patient=a', 400], ['?_type=Patient,Nothing', 404], ['?_type=Patient,Practitioner&gender=female', 'a dr'],
  // shapes of answers that are none
  ['Patient?_count=-1', 400], ['Patient?_count=x', 400], ['Patient?_count=1.5', 400], ['Patient?_count=999999', 'a b c'], ['Patient?_total=maybe', 400], ['Patient?_summary=maybe', 400], ['Patient?_sort=nothing', 400], ['Patient?_include=Patient:nothing:Nothing', 400], ['Patient?_include=x', 400], ['Patient?_cursor=x', 400], ['Patient?_elements=nothing', 'a b c'], ['Patient?_format=json&_pretty=true', 'a b c'], ['Nothing?_id=a', 404],
];

const ORDERS = ['birthdate', '-birthdate', 'family', '-family', 'gender,family', '-gender,birthdate', 'birthdate,-gender', '_id', '-_id', '_lastUpdated,_id', '-_lastUpdated', 'organization,-_id', 'birthdate,gender,-family'];

describe.each(repositories)('as a tester asks, %s', (_kind, open) => {
  let repository: SuiteRepository;
  const get = (query: string, headers = {}) => sendWritten<Bundle>(repository, 'GET', `/${query}`, { headers });
  beforeAll(async () => {
    repository = await open();
    await repository.store(structuredClone(STORED) as never);
    const people = Array.from({ length: 23 }, (_, index) => ({
      resourceType: 'Person', id: `q${index}`, ...(index % 3 === 0 ? {} : { gender: index % 2 === 0 ? 'male' : 'female' }), ...(index % 4 === 0 ? {} : { birthDate: `19${60 + (index % 5)}-01-01` }), ...(index % 5 === 0 ? {} : { name: [{ family: `F${index % 3}` }] }),
    }));
    await repository.store(people as never);
  }, 600_000);
  afterAll(() => repository.close());

  test.each(ROWS)('%s', (query, wanted) => expectFound(repository, query, wanted));

  const walk = async (query: string, meanwhile?: (page: number) => Promise<void>): Promise<string[]> => {
    const found: string[] = [];
    let answer = await get(query);
    for (let page = 1; page < 40; page += 1) {
      expect(answer.status, answer.text.slice(0, 200)).toBe(200);
      found.push(...idsOf(answer, 'match'));
      const next = answer.body.link!.find(({ relation }) => relation === 'next')?.url;
      if (next === undefined) return found;
      await meanwhile?.(page);
      answer = await repository.send<Bundle>('GET', repository.pathOf(next));
    }
    throw new Error('no last page');
  };

  test.each(ORDERS)('_sort=%s: pages of one, four and seven join to the whole, each once, ties and missing values too', async (order) => {
    const sort = order.replaceAll('family', 'name');
    const whole = await walk(`Person?_sort=${sort}&_count=100`);
    expect([whole.length, new Set(whole).size]).toEqual([23, 23]);
    for (const count of [1, 4, 7]) expect(await walk(`Person?_sort=${sort}&_count=${count}`)).toEqual(whole);
    const missing = (await get(`Person?${sort.split(',')[0]!.replace(/^-/, '')}:missing=true&_count=100`)).body;
    const last = (missing.entry ?? []).map((entry) => entry.resource!.id!);
    // Without a value a row comes last in either direction.
    if (/^-?(?:name|gender)/.test(sort)) expect(whole.slice(-last.length).sort()).toEqual(last.sort());
  });

  test('what was there when the walk began comes once, whatever is added meanwhile', async () => {
    const before = await walk('Person?_sort=birthdate,_id&_count=100');
    const walked = await walk('Person?_sort=birthdate,_id&_count=5', async (page) => repository.store([{ resourceType: 'Person', id: `new${page}`, birthDate: page % 2 === 0 ? '1900-01-01' : '1961-01-01' } as never]));
    expect(walked.filter((id) => id.startsWith('q'))).toEqual(before);
    expect(new Set(walked).size).toBe(walked.length);
  });

  test('counts: none shown, a page of none, beside includes and elements', async () => {
    for (const query of ['Observation?_summary=count', 'Observation?_count=0', 'Observation?_summary=count&_include=Observation:subject', 'Observation?_count=0&_elements=status', 'Observation?_count=0&_total=none']) {
      const { body } = await get(query);
      expect([body.type, body.total, body.entry, body.link?.some(({ relation }) => relation === 'next')]).toEqual(['searchset', 5, undefined, false]);
    }
    expect((await get('Observation?_count=2&_total=accurate')).body.total).toBe(5);
    expect((await get('Observation?_count=2&_total=none')).body.total).toBeUndefined();
    expect((await get('Observation?code=nothing')).body).toMatchObject({ total: 0, type: 'searchset' });
  });

  test('subsets: mandatory elements stay, and each says that it is one', async () => {
    const first = async (query: string) => (await get(query)).body.entry![0]!.resource as unknown as Record<string, unknown> & { meta?: { tag?: { code: string }[] } };
    const keys = (resource: object) => Object.keys(resource).filter((key) => !['resourceType', 'id', 'meta'].includes(key)).sort();
    expect(keys(await first('Observation?_id=o1&_elements=subject'))).toEqual(['code', 'status', 'subject']);
    expect(keys(await first('Observation?_id=o1&_elements=Observation.subject,Patient.name'))).toEqual(['code', 'status', 'subject']);
    expect(keys(await first('Observation?_id=o1&_summary=text'))).toEqual(['code', 'status']);
    expect(keys(await first('Patient?_id=a&_summary=true'))).not.toContain('generalPractitioner');
    for (const query of ['Patient?_id=a&_summary=true', 'Patient?_id=a&_summary=data', 'Patient?_id=a&_elements=gender', 'Patient?_id=a&_summary=text']) expect((await first(query)).meta!.tag!.map(({ code }) => code)).toEqual(['red', 'SUBSETTED']);
    expect((await first('Patient?_id=a&_summary=false')).meta!.tag).toHaveLength(1);
  });

  test('the address says what was asked; what was not understood is named, or refused when that is asked', async () => {
    const answer = await get('Patient?gender=female&nothing=1&_count=5');
    const self = answer.body.link!.find(({ relation }) => relation === 'self')!.url;
    expect(self).toContain('gender=female');
    expect(answer.body.entry!.map(({ search }) => search!.mode)).toEqual(['match', 'outcome']);
    expect((await get('Patient?gender=female&nothing=1', { prefer: 'handling=strict' })).status).toBe(400);
    expect((await get('Patient?gender=female&nothing=1', { prefer: 'handling=lenient' })).status).toBe(200);
  });

  test('a search by form joins the address and the body', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const post = async (path: string, body: string) => idsOf(await repository.send<Bundle>('POST', path, { body, headers }), 'match').sort().join(' ');
    expect(await post('/Observation/_search?patient=a', 'code=o1%2Co2')).toBe('o1');
    expect(await post('/Observation/_search?_sort=-_id', '')).toBe('o1 o2 o3 o4 o5');
    expect(await post('/Patient/_search', 'family=A%5C%2CB')).toBe('a');
    expect(await post('/Patient/_search', 'name=%E7%8E%8B%E5%B0%8F%E6%98%8E')).toBe('c');
    expect(await post('/Patient/_search', 'name=ann&gender=male')).toBe('b');
    expect(await post('/Patient/_search', '_filter=gender+eq+male')).toBe('b');
    expect(await post('/Patient/a/Observation/_search', 'code=o5')).toBe('o5');
  });

  test('includes go round circles once, and bring nothing twice', async () => {
    await repository.store([{ resourceType: 'Location', id: 'l1', partOf: { reference: 'Location/l2' } }, { resourceType: 'Location', id: 'l2', partOf: { reference: 'Location/l3' } }, { resourceType: 'Location', id: 'l3', partOf: { reference: 'Location/l1' } }] as never);
    const of = async (query: string) => idsOf(await get(query), 'include').sort().join(' ');
    expect(await of('Location?_id=l1&_include:iterate=Location:partof')).toBe('l2 l3');
    expect(await of('Location?_id=l1&_include=Location:partof')).toBe('l2');
    expect(await of('Location?_id=l1&_revinclude:iterate=Location:partof')).toBe('l2 l3');
    expect(await of('Location?_id=l1,l2&_include:iterate=Location:partof&_revinclude:iterate=Location:partof')).toBe('l3');
    expect(await of('Observation?_id=o5&_include:iterate=Observation:has-member&_include:iterate=Observation:patient')).toBe('a b o1 o2');
    expect(await of('Observation?_id=o1&_include=Observation:encounter&_include:iterate=Encounter:participant&_include:iterate=RelatedPerson:patient')).toBe('a dr e rp');
    expect(await of('Observation?_id=o3,o4&_include=Observation:subject:Group')).toBe('grp');
    expect(await of('Observation?_id=o1&_include=Encounter:participant')).toBe('');
  });

  test('a read knows what its asker has', async () => {
    const { headers, status } = await sendWritten(repository, 'GET', '/Patient/a');
    expect([status, headers.etag]).toEqual([200, 'W/"1"']);
    const again = (tag: string) => sendWritten(repository, 'GET', '/Patient/a', { headers: { 'if-none-match': tag } });
    expect([(await again('W/"1"')).status, (await again('W/"2"')).status, (await again('W/"7", W/"1"')).status, (await again('*')).status]).toEqual([304, 200, 304, 304]);
  });

  test('times of change: each precision and prefix', async () => {
    const { lastUpdated } = (await sendWritten<Patient>(repository, 'GET', '/Patient/a')).body.meta!;
    const [day, minute, second] = [lastUpdated!.slice(0, 10), `${lastUpdated!.slice(0, 16)}Z`, `${lastUpdated!.slice(0, 19)}Z`];
    const isFound = async (value: string) => idsOf(await get(`Patient?_id=a&_lastUpdated=${value}`), 'match').length === 1;
    for (const value of [lastUpdated!, day, minute, second, `eq${day}`, `ge${day}`, `le${day}`, `ge${second}`, `le${second}`, `ap${day}`, `ne2020`, `gt2020`, `sa2020`, `lt2100`, `eb2100`, `${day.slice(0, 7)}`, day.slice(0, 4)]) expect([value, await isFound(value)]).toEqual([value, true]);
    for (const value of [`gt${day}`, `lt${day}`, `ne${day}`, `sa${day}`, `eb${day}`, `gt${second}`, `lt${second}`, `gt${lastUpdated!}`, `lt${lastUpdated!}`, `ne${lastUpdated!}`, '2020', 'lt2020', 'gt2100']) expect([value, await isFound(value)]).toEqual([value, false]);
  });
});
