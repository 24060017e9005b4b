import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, Resource } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '#fhir/interactions/test-fhir.ts';

let fhir: TestFhir;
const put = async (body: { resourceType: string; id: string } & Record<string, unknown>) => {
  const answer = await fhir.send('PUT', `/${body.resourceType}/${body.id}`, { body });
  expect(answer.status, answer.text).toBe(201);
};
const bundle = (query: string, headers = {}) => fhir.send<Bundle>('GET', `/${encodeURI(query)}`, { headers });
const idsOf = ({ entry = [] }: Bundle, mode?: string) => entry.filter((each) => each.search?.mode !== 'outcome' && (mode === undefined || each.search?.mode === mode)).map((each) => each.resource!.id!);
const find = async (query: string, headers = {}) => {
  const answer = await bundle(query, headers);
  return answer.status === 200 ? idsOf(answer.body) : answer.status;
};

const sequence = (id: string, more: object) => ({ resourceType: 'MolecularSequence', id, coordinateSystem: 0, ...more });
const quantity = (value: number, more: object = {}) => ({ value, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg', ...more });
const observation = (id: string, more: object) => ({ resourceType: 'Observation', id, status: 'final', code: { coding: [{ system: 'urn:o', code: id }] }, subject: { reference: 'Patient/p1' }, ...more });

beforeAll(async () => {
  fhir = await openTestFhir();
  await put({ resourceType: 'Organization', id: 'org', name: 'Org', partOf: { reference: 'Organization/parent' } });
  await put({ resourceType: 'Organization', id: 'parent', name: 'Parent' });
  await put({ resourceType: 'Practitioner', id: 'dr', name: [{ family: 'Dr' }] });
  await put({ resourceType: 'Patient', id: 'p1', active: true, gender: 'female', birthDate: '1990-05-01', name: [{ family: 'Comma, Inc', given: ['A|B', 'C$D'] }], managingOrganization: { reference: 'Organization/org' }, generalPractitioner: [{ reference: 'Practitioner/dr' }], identifier: [{ type: { coding: [{ system: 'urn:t', code: 'MR' }] }, system: 'urn:mr', value: 'X|1' }, { value: 'bare' }] });
  await put({ resourceType: 'Patient', id: 'p2', gender: 'male', name: [{ family: 'Zeta' }], text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' }, contact: [{ name: { family: 'K' } }] });
  await put({ resourceType: 'Patient', id: 'p3', birthDate: '1980' });
  await put({ resourceType: 'Encounter', id: 'e1', status: 'finished', class: { system: 'urn:c', code: 'AMB' }, subject: { reference: 'Patient/p1' }, period: { start: '2026-01-01T00:00:00Z', end: '2026-01-10T00:00:00Z' }, serviceProvider: { reference: 'Organization/org' } });
  await put({ resourceType: 'Encounter', id: 'e2', status: 'in-progress', class: { system: 'urn:c', code: 'IMP' }, subject: { identifier: { system: 'urn:mr', value: 'X|1' } }, period: { start: '2026-02-01' } });
  await put(observation('o1', { valueQuantity: quantity(10), encounter: { reference: 'Encounter/e1' }, effectiveDateTime: '2026-01-05', performer: [{ reference: 'Practitioner/dr' }] }));
  await put(observation('o2', { valueQuantity: quantity(12, { comparator: '>' }), effectivePeriod: { start: '2026-03-01', end: '2026-03-31' }, hasMember: [{ reference: 'Observation/o1' }] }));
  await put(observation('o3', { valueQuantity: quantity(11, { unit: 'kg', code: 'kg' }), subject: { reference: 'Patient/p2/_history/1' }, effectiveTiming: { event: ['2026-05-01', '2026-05-20'] } }));
  await put(observation('o4', { valueCodeableConcept: { coding: [{ system: 'urn:v', code: 'neg' }] }, subject: { reference: 'http://elsewhere.org/fhir/Patient/p9' }, issued: '2026-06-01T00:00:00Z' }));
  await put({ resourceType: 'QuestionnaireResponse', id: 'qr', status: 'completed', questionnaire: 'http://q.org/one|2.0' });
  await put({ resourceType: 'Questionnaire', id: 'q', status: 'active', url: 'http://q.org/one', title: 'One', version: '2.0' });
  await put({ resourceType: 'Questionnaire', id: 'q2', status: 'active', url: 'http://q.org/two', title: 'Two' });
  await put({ resourceType: 'RiskAssessment', id: 'ra', status: 'final', subject: { reference: 'Patient/p1' }, prediction: [{ probabilityDecimal: 0.8 }] });
  await put({ resourceType: 'ValueSet', id: 'vs', status: 'active', url: 'http://v.org/sets/one', useContext: [{ code: { system: 'urn:u', code: 'age' }, valueRange: { low: quantity(5), high: quantity(9) } }] });
  await put({ resourceType: 'DocumentReference', id: 'd1', status: 'current', content: [{ attachment: { url: 'http://x' } }], relatesTo: [{ code: 'replaces', target: { reference: 'DocumentReference/d0' } }, { code: 'appends', target: { reference: 'DocumentReference/d2' } }] });
  await put(sequence('s1', { referenceSeq: { genomeBuild: 'GRCh38', chromosome: { coding: [{ code: '1' }] }, windowStart: 100, windowEnd: 200 }, variant: [{ start: 10, end: 20 }, { start: 30, end: 40 }] }));
  await put(sequence('s2', { referenceSeq: { genomeBuild: 'GRCh38', chromosome: { coding: [{ code: '2' }] }, windowStart: 100, windowEnd: 200 }, variant: [{ start: 10, end: 40 }] }));
  const clinical = (code: string, of: string) => ({ coding: [{ system: `http://terminology.hl7.org/CodeSystem/${of}-clinical`, code }] });
  await put({ resourceType: 'Condition', id: 'c1', subject: { reference: 'Patient/p1' }, clinicalStatus: clinical('active', 'condition') });
  await put({ resourceType: 'Condition', id: 'c2', subject: { reference: 'Patient/p1' }, clinicalStatus: clinical('resolved', 'condition') });
  await put({ resourceType: 'AllergyIntolerance', id: 'a1', patient: { reference: 'Patient/p1' }, clinicalStatus: clinical('active', 'allergyintolerance'), category: ['medication'] });
  await put({ resourceType: 'AllergyIntolerance', id: 'a2', patient: { reference: 'Patient/p1' }, clinicalStatus: clinical('active', 'allergyintolerance'), category: ['food'] });
}, 60_000);
afterAll(() => fhir.close());

const sorted = (found: string[] | number) => (Array.isArray(found) ? [...found].sort() : found);

describe('search of R4, class by class', () => {
  test.each<[string, string[] | number]>([
    // :missing for every type
    ['Patient?birthdate:missing=true', ['p2']], ['Patient?name:missing=true', ['p3']], ['Patient?gender:missing=false', ['p1', 'p2']],
    ['Patient?organization:missing=true', ['p2', 'p3']], ['Observation?value-quantity:missing=true', ['o4']], ['Observation?date:missing=true', ['o4']],
    ['RiskAssessment?probability:missing=false', ['ra']], ['ValueSet?url:missing=true', []], ['MolecularSequence?chromosome-variant-coordinate:missing=false', ['s1', 's2']],
    ['Patient?birthdate:missing=yes', 400],
    // composites of three parts, of one element
    ['MolecularSequence?chromosome-variant-coordinate=1$10$20', ['s1']], ['MolecularSequence?chromosome-variant-coordinate=1$10$40', []], ['MolecularSequence?chromosome-variant-coordinate=2$10$40', ['s2']],
    ['MolecularSequence?chromosome-variant-coordinate=1$lt15$le20,2$10$40', ['s1', 's2']], ['MolecularSequence?chromosome-window-coordinate=1$100$200', ['s1']],
    ['MolecularSequence?chromosome-window-coordinate=1$ge100$lt200', []], ['MolecularSequence?chromosome-variant-coordinate=1$10', 400],
    ['DocumentReference?relationship=replaces$DocumentReference/d0', ['d1']], ['DocumentReference?relationship=replaces$DocumentReference/d2', []], ['DocumentReference?relationship=appends$d2', ['d1']],
    ['ValueSet?context-type-quantity=age$7', []], ['ValueSet?context-type-quantity=age$gt7', ['vs']], ['Observation?code-value-quantity=o1$10', ['o1']],
    // escapes
    ['Patient?family=Comma\\, Inc', ['p1']], ['Patient?family=Comma, Inc', ['p1']], ['Patient?family=Inc', []], ['Patient?identifier=urn:mr|X\\|1', ['p1']], ['Patient?given=C\\$D', ['p1']], ['Patient?given:exact=A\\|B', ['p1']],
    // quantities with units and prefixes
    ['Observation?value-quantity=10', ['o1']], ['Observation?value-quantity=10||mg', ['o1']], ['Observation?value-quantity=11||mg', []], ['Observation?value-quantity=11|http://unitsofmeasure.org|kg', ['o3']],
    ['Observation?value-quantity=gt11', ['o2']], ['Observation?value-quantity=gt11||kg', []], ['Observation?value-quantity=ap10.5||mg', ['o1']], ['Observation?value-quantity=ap14||mg', ['o2']], ['Observation?value-quantity=ne10', ['o2', 'o3']],
    ['Observation?value-quantity=sa10||mg', ['o2']], ['Observation?value-quantity=eb12||mg', ['o1']], ['Observation?value-quantity=x', 400], ['RiskAssessment?probability=0.8', ['ra']], ['RiskAssessment?probability=gt0.9', []],
    // periods and timings
    ['Encounter?date=sa2026-01-15', ['e2']], ['Encounter?date=eb2026-01-15', ['e1']], ['Encounter?date=gt2026-01-09T12:00:00Z', ['e1', 'e2']], ['Encounter?date=2026-01', ['e1']], ['Encounter?date=ge2027', ['e2']],
    ['Observation?date=2026-05', ['o3']], ['Observation?date=sa2026-04', ['o3']], ['Observation?date=eb2026-02', ['o1']], ['Observation?date=2026-02-31', 400], ['Observation?date=ne2026-01-05', ['o2', 'o3']],
    // tokens
    ['Patient?gender:not=male', ['p1', 'p3']], ['Patient?gender:not=male,female', ['p3']], ['Patient?identifier=urn:mr|', ['p1']], ['Patient?identifier=|bare', ['p1']], ['Patient?identifier=bare', ['p1']], ['Patient?identifier=|X\\|1', []],
    ['Patient?identifier:of-type=urn:t|MR|X\\|1', ['p1']], ['Patient?identifier:of-type=urn:t|MR|other', []], ['Patient?identifier:of-type=MR', 400], ['Patient?active=true', ['p1']], ['Patient?active:not=true', ['p2', 'p3']], ['Encounter?class=urn:c|AMB', ['e1']], ['Patient?gender=http://hl7.org/fhir/administrative-gender|male', ['p2']],
    // references
    ['Encounter?subject:identifier=urn:mr|X\\|1', ['e2']], ['Encounter?subject:identifier=X\\|1', ['e2']], ['Encounter?subject:identifier=urn:other|X\\|1', []],
    ['Observation?subject=Patient/p2', ['o3']], ['Observation?subject=p2', ['o3']], ['Observation?subject:Patient=p2', ['o3']], ['Observation?subject=Patient/p2/_history/7', ['o3']], ['Observation?subject=http://elsewhere.org/fhir/Patient/p9', ['o4']],
    ['Observation?subject=Patient/p9', []], ['QuestionnaireResponse?questionnaire=http://q.org/one', ['qr']], ['QuestionnaireResponse?questionnaire=http://q.org/one|2.0', ['qr']], ['QuestionnaireResponse?questionnaire=http://q.org/one|3.0', []],
    ['Observation?encounter.class=AMB', ['o1']], ['Observation?patient.organization.name=Org', ['o1', 'o2']], ['Observation?subject:Patient.gender=male', ['o3']], ['Observation?subject:Nothing.gender=male', 400], ['Observation?code.gender=male', 400],
    ['Patient?_has:Observation:patient:code=o3', ['p2']], ['Organization?_has:Patient:organization:_has:Observation:patient:code=o1', ['org']],
    ['QuestionnaireResponse?questionnaire.title=One', ['qr']], ['QuestionnaireResponse?questionnaire:Questionnaire.title=Two', []], ['Questionnaire?_has:QuestionnaireResponse:questionnaire:status=completed', ['q']],
    // uris
    ['ValueSet?url=http://v.org/sets/one', ['vs']], ['ValueSet?url:below=http://v.org/sets', ['vs']], ['ValueSet?url:above=http://v.org/sets/one/two', ['vs']],
    // repeated parameters and lists
    ['Observation?code=o1,o2', ['o1', 'o2']], ['Observation?code=o1&code=o2', []], ['Observation?date=ge2026-01-01&date=lt2026-02-01', ['o1']], ['Patient?_id=p1,p3', ['p1', 'p3']],
    // modifiers that do not fit
    ['Patient?birthdate:exact=1990', 400], ['Observation?value-quantity:not=1', 400], ['RiskAssessment?probability:exact=0.8', 400], ['Patient?name:below=x', 400], ['Patient?gender:contains=m', 400], ['Patient?_id:not=p1', ['p2', 'p3']], ['Observation?_lastUpdated:exact=2026', 400],
    ['Observation?subject:exact=Patient/p1', 400], ['Observation?code-value-quantity:not=o1$1', 400], ['ValueSet?url:contains=v', 400],
    // what cannot be answered is not passed over
    ['Patient?_contained=true', 400], ['Patient?_contained=false', ['p1', 'p2', 'p3']], ['Patient?_containedType=contained', 400], ['Patient?_filter=name is x', 400], ['Patient?_query=x', 400], ['Patient?_total=all', 400], ['Patient?_include=Patient', 400], ['Patient?_include:twice=Patient:organization', 400], ['Patient?_sort=nothing', 400],
    // functional lists
    ['Condition?patient=p1&_list=$current-problems', ['c1']], ['AllergyIntolerance?_list=$current-allergies', ['a1', 'a2']], ['AllergyIntolerance?_list=$current-drug-allergies', ['a1']], ['Condition?_list=$current-allergies', 400], ['Condition?_list=$nothing', 400], ['MedicationRequest?_list=$current-medications', []],
    // several types
    ['?_type=Condition,AllergyIntolerance&patient=p1', ['a1', 'a2', 'c1', 'c2']], ['?_type=Observation,Encounter&status=final', ['o1', 'o2', 'o3', 'o4']], ['?_type=Observation,Patient&gender=male', 400], ['?_type=Nothing', 404],
    ['?_type=Observation,Encounter&date=2026-01', ['e1', 'o1']], ['?_id=p1', ['p1']], ['?_type=Patient,Organization&_has:Encounter:subject:status=finished', ['p1']],
    ['Patient/p1/*?_type=Condition,Encounter', ['c1', 'c2', 'e1']], ['Patient/p2/*', ['o3']],
  ])('%s', async (query, wanted) => {
    expect(sorted(await find(query))).toEqual(wanted);
  });

  test.each<[string, string[], string[]]>([
    ['Observation?_id=o1&_include=Observation:subject', ['o1'], ['p1']],
    ['Observation?_id=o1&_include=Observation:subject:Group', ['o1'], []],
    ['Observation?_id=o1&_include=Observation:*', ['o1'], ['dr', 'e1', 'p1']],
    ['Observation?_id=o1&_include=*', ['o1'], ['dr', 'e1', 'p1']],
    ['Observation?_id=o1&_include=Observation:patient&_include:iterate=Patient:organization&_include:iterate=Organization:partof', ['o1'], ['org', 'p1', 'parent']],
    ['Observation?_id=o1&_include=Observation:patient&_include=Patient:organization', ['o1'], ['p1']],
    ['Observation?_id=o2&_include:iterate=Observation:has-member&_include:iterate=Observation:encounter', ['o2'], ['e1', 'o1']],
    ['Observation?_id=o2&_include:recurse=Observation:has-member', ['o2'], ['o1']],
    ['Patient?_id=p1&_revinclude=Encounter:subject', ['p1'], ['e1']],
    ['QuestionnaireResponse?_include=QuestionnaireResponse:questionnaire', ['qr'], ['q']],
    ['QuestionnaireResponse?_include=QuestionnaireResponse:questionnaire:Questionnaire', ['qr'], ['q']],
    ['Questionnaire?_revinclude=QuestionnaireResponse:questionnaire', ['q', 'q2'], ['qr']],
    ['Patient?_id=p1&_revinclude=Encounter:subject:Patient', ['p1'], ['e1']],
    ['Patient?_id=p1&_revinclude=Encounter:subject:Group', ['p1'], []],
    ['Patient?_id=p2&_revinclude=*', ['p2'], ['o3']],
    ['Patient?_id=p1&_revinclude=Encounter:subject&_revinclude:iterate=Observation:encounter', ['p1'], ['e1', 'o1']],
    ['?_type=Encounter,Condition&_id=e1,c1&_include=Encounter:subject', ['c1', 'e1'], ['p1']],
  ])('%s', async (query, matches, included) => {
    const { body } = await bundle(query);
    expect([idsOf(body, 'match').sort(), idsOf(body, 'include').sort()]).toEqual([matches, included]);
  });

  test.each<[string, string[]]>([
    ['Patient?_sort=birthdate,_id', ['p2', 'p3', 'p1']], ['Patient?_sort=-birthdate', ['p1', 'p3', 'p2']], ['Patient?_sort=family', ['p1', 'p2', 'p3']], ['Patient?_sort=-family,_id', ['p2', 'p1', 'p3']], ['Patient?_sort=gender,-_id', ['p1', 'p2', 'p3']],
    ['Observation?_sort=value-quantity', ['o1', 'o3', 'o2', 'o4']], ['Observation?_sort=-value-quantity', ['o2', 'o3', 'o1', 'o4']], ['?_type=Patient,Organization&_sort=_id', ['org', 'p1', 'p2', 'p3', 'parent']], ['?_type=Condition,AllergyIntolerance&_sort=-_id', ['c2', 'c1', 'a2', 'a1']],
  ])('%s', async (query, wanted) => {
    expect(await find(query)).toEqual(wanted);
    const paged: string[] = [];
    let next: string | undefined = `/${encodeURI(query)}&_count=2`;
    while (next !== undefined) {
      const page: { body: Bundle } = await fhir.send<Bundle>('GET', next);
      paged.push(...idsOf(page.body));
      const link = page.body.link!.find(({ relation }) => relation === 'next')?.url;
      next = link === undefined ? undefined : fhir.pathOf(link);
    }
    expect(paged).toEqual(wanted);
  });

  test('totals: none, estimated, accurate, counted', async () => {
    const total = async (query: string) => (await bundle(query)).body.total;
    expect(await Promise.all(['Observation?_count=1', 'Observation?_count=1&_total=none', 'Observation?_count=1&_total=estimate', 'Observation?_count=1&_total=accurate', 'Observation?_summary=count', 'Observation?_count=0'].map(total))).toEqual([undefined, undefined, 4, 4, 4, 4]);
    expect(await total('?_type=Observation,Patient&_count=1&_total=accurate')).toBe(7);
    expect((await bundle('?_type=Observation,Patient&_summary=count')).body.entry).toBeUndefined();
  });

  test('summaries and elements', async () => {
    const first = async (query: string) => (await bundle(query)).body.entry![0]!.resource as Resource & Record<string, unknown>;
    expect(Object.keys(await first('Observation?_id=o1&_elements=value')).sort()).toEqual(['code', 'id', 'meta', 'resourceType', 'status', 'valueQuantity']);
    expect(Object.keys(await first('Patient?_id=p1&_elements=Patient.name,birthDate')).sort()).toEqual(['birthDate', 'id', 'meta', 'name', 'resourceType']);
    expect(Object.keys(await first('Patient?_id=p2&_summary=text')).sort()).toEqual(['id', 'meta', 'resourceType', 'text']);
    expect(Object.keys(await first('Patient?_id=p2&_summary=data')).sort()).toEqual(['contact', 'gender', 'id', 'meta', 'name', 'resourceType']);
    expect(Object.keys(await first('Patient?_id=p2&_summary=true')).sort()).toEqual(['gender', 'id', 'meta', 'name', 'resourceType']);
    expect((await first('Patient?_id=p2&_summary=data')).meta!.tag).toEqual([{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }]);
    expect((await first('Patient?_id=p2&_summary=false')).text).toBeDefined();
  });

  test('POST takes parameters of address and form together; over several types too', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const posted = async (path: string, body: string) => idsOf((await fhir.send<Bundle>('POST', path, { body, headers })).body).sort();
    expect(await posted('/Observation/_search?code=o1,o2', 'code=o2%2Co3')).toEqual(['o2']);
    expect(await posted('/_search?_type=Condition,AllergyIntolerance', 'patient=Patient%2Fp1')).toEqual(['a1', 'a2', 'c1', 'c2']);
    expect(await posted('/_search', '_type=Encounter&status=finished')).toEqual(['e1']);
  });

  test('several types: each client sees its own rows and only types it may search', async () => {
    const one = { ...fhir.client, everyOrganisation: false, organisationIds: ['clinic'], organisationId: 'clinic' };
    expect((await fhir.send('PUT', '/Basic/mine', { as: one, body: { resourceType: 'Basic', code: { text: 'x' } , id: 'mine' } })).status).toBe(201);
    expect(idsOf((await fhir.send<Bundle>('GET', '/?_type=Basic,Observation,Encounter', { as: one })).body)).toEqual(['mine']);
    const narrow = { ...fhir.client, scopes: ['system/Encounter.rs', 'system/Condition.rs'] };
    expect((await fhir.send('GET', '/?_type=Encounter,Patient', { as: narrow })).status).toBe(403);
    expect(idsOf((await fhir.send<Bundle>('GET', '/', { as: narrow })).body).sort()).toEqual(['c1', 'c2', 'e1', 'e2']);
    expect((await fhir.send('GET', '/', { as: { ...fhir.client, scopes: [] } })).status).toBe(403);
  });

  test('several types in a batch', async () => {
    const entry = ['?_type=Encounter,Condition&patient=p1', '?_type=Nothing', ''].map((url) => ({ request: { method: 'GET', url } }));
    const { body } = await fhir.send<Bundle>('POST', '', { body: { resourceType: 'Bundle', type: 'batch', entry: entry.slice(0, 2) } });
    expect(idsOf(body.entry![0]!.resource as Bundle).sort()).toEqual(['c1', 'c2', 'e1']);
    expect(body.entry![1]!.response!.status).toBe('404');
    expect((await fhir.send('POST', '', { body: { resourceType: 'Bundle', type: 'batch', entry } })).status).toBe(400);
  });

  test('several types in a transaction', async () => {
    const entry = [{ request: { method: 'GET', url: '?_type=Encounter,Condition&patient=p1' } }, { request: { method: 'GET', url: 'Condition/c1' } }];
    const { status, body } = await fhir.send<Bundle>('POST', '', { body: { resourceType: 'Bundle', type: 'transaction', entry } });
    expect([status, idsOf(body.entry?.[0]?.resource as Bundle).sort()]).toEqual([200, ['c1', 'c2', 'e1']]);
    const narrow = { ...fhir.client, id: 'narrow-2', scopes: ['system/Encounter.rs'] };
    expect((await fhir.send('POST', '', { as: narrow, body: { resourceType: 'Bundle', type: 'transaction', entry: entry.slice(0, 1) } })).status).toBe(403);
  });

  test('includes by what is no reference are named, or refused when that is asked', async () => {
    const query = 'Patient?_id=p1&_include=Patient:gender';
    expect((await bundle(query)).body.entry!.map((each) => each.search!.mode)).toEqual(['match', 'outcome']);
    expect(await find(query, { prefer: 'handling=strict' })).toBe(400);
  });
});
