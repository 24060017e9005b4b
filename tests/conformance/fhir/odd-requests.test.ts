import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, OperationOutcome } from '#fhir/types/resources.gen.ts';
import { repositories, type SuiteRepository } from './repositories.ts';

const quantity = (value: number, code = 'mg') => ({ value, unit: code, system: 'http://unitsofmeasure.org', code });
const observation = (id: string, more: object) => ({ resourceType: 'Observation', id, status: 'final', code: { coding: [{ system: 'http://loinc.org', code: id }] }, subject: { reference: 'Patient/p1' }, ...more });
const STORED = [
  { resourceType: 'Organization', id: 'org', name: '甲院', partOf: { reference: 'Organization/parent' } },
  { resourceType: 'Organization', id: 'parent', name: '总院' },
  {
    resourceType: 'Patient', id: 'p1', active: true, gender: 'female', birthDate: '1990-05-01', name: [{ text: '王芳', family: '王', given: ['芳'] }], managingOrganization: { reference: 'Organization/org' },
    identifier: [{ system: 'urn:mr', value: '1', type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] } }], text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">王芳</div>' },
  },
  { resourceType: 'Patient', id: 'p2', gender: 'male', birthDate: '1980', name: [{ family: 'Zeta' }], identifier: [{ system: 'urn:twin', value: 't' }] },
  { resourceType: 'Patient', id: 'p3', identifier: [{ system: 'urn:twin', value: 't' }] },
  { resourceType: 'Encounter', id: 'e1', status: 'finished', class: { code: 'AMB' }, subject: { reference: 'Patient/p1' }, period: { start: '2026-01-01', end: '2026-01-10' } },
  observation('o1', { valueQuantity: quantity(10), effectiveDateTime: '2026-01-05', encounter: { reference: 'Encounter/e1' } }),
  observation('o2', { valueQuantity: quantity(20), effectiveDateTime: '2026-02', subject: { identifier: { system: 'urn:mr', value: '9' } } }),
  observation('o3', { valueQuantity: quantity(3, 'g'), effectivePeriod: { start: '2026-03-01T08:00:00Z' } }),
] as const;

interface Asked {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What is looked at besides the status: ids of the matches in any order, or a question of its own. */
type Wanted = readonly string[] | ((answer: { readonly body: never; readonly text: string; readonly headers: Readonly<Record<string, unknown>> }) => unknown);
type Case = readonly [call: string, status: number, wanted?: Wanted, asked?: Asked];

const STRICT = { headers: { prefer: 'handling=strict' } };
const LENIENT = { headers: { prefer: 'handling=lenient' } };
const JSON_PATCH = { 'content-type': 'application/json-patch+json' };
const modes = (mode: string) => ({ body }: { body: Bundle }) => (body.entry ?? []).filter((entry) => entry.search?.mode === mode).length;
const total = ({ body }: { body: Bundle }) => body.total;

const SEARCHES: readonly Case[] = [
  // modifiers per type
  ['GET /Patient?birthdate:exact=1990', 400], ['GET /Patient?name:not=x', 400], ['GET /Patient?gender:contains=f', 400], ['GET /Observation?value-quantity:text=1', 400], ['GET /Observation?date:contains=2026', 400],
  ['GET /Patient?organization:text=x', 200, []], ['GET /Patient?organization:in=x', 400], ['GET /Patient?name:missing=maybe', 400], ['GET /Patient?name:missing=', 200, ['p1', 'p2', 'p3']], ['GET /Patient?name:nonsense=x', 400], ['GET /Patient?organization:Nothing=org', 400],
  ['GET /Patient?organization:Patient=org', 200, []], ['GET /Patient?name:exact:contains=x', 400], ['GET /Observation?patient.name:exact:contains=x', 400], ['GET /Patient?_has:Observation:patient:code:text:in=x', 400], ['GET /Patient?_count:x=1', 400],
  // unknown parameters: ignored and named, refused when handling is strict
  ['GET /Patient?colour=red', 200, ['p1', 'p2', 'p3']], ['GET /Patient?colour=red', 400, undefined, STRICT], ['GET /Patient?colour=red', 200, ['p1', 'p2', 'p3'], LENIENT], ['GET /Patient?colour:exact=red', 200, ['p1', 'p2', 'p3']],
  ['GET /Patient?_colour=red', 200, ['p1', 'p2', 'p3']], ['GET /Patient?_colour=red', 400, undefined, STRICT], ['GET /Patient?gender=female&colour=red', 200, ['p1']],
  // chains
  ['GET /Observation?subject.colour=red', 400], ['GET /Observation?code.text=red', 400], ['GET /Observation?subject:Nothing.name=x', 400], ['GET /Observation?subject:Patient.organization.name=甲', 200, ['o1', 'o3']],
  ['GET /Observation?subject:Patient.organization.partof.name=总', 200, ['o1', 'o3']], ['GET /Observation?subject.name=王', 200, ['o1', 'o3']], ['GET /Observation?patient.birthdate=gt1985', 200, ['o1', 'o3']],
  ['GET /Observation?patient.birthdate=2026-02-31', 400], ['GET /Observation?patient.gender:not=male', 200, ['o1', 'o3']], ['GET /Observation?patient._id=p1', 200, ['o1', 'o3']], ['GET /Observation?patient.=x', 400], ['GET /Observation?patient.name:nonsense=x', 400],
  // reverse chains
  ['GET /Patient?_has:Observation:patient:code=o1', 200, ['p1']], ['GET /Patient?_has:Observation:colour:code=o1', 400], ['GET /Patient?_has:Observation:patient:colour=o1', 400], ['GET /Patient?_has:Nothing:patient:code=o1', 400], ['GET /Patient?_has:Observation:patient=o1', 400],
  ['GET /Patient?_has=o1', 400], ['GET /Organization?_has:Patient:organization:_has:Observation:patient:code=o3', 200, ['org']], ['GET /Patient?_has:Observation:code:code=o1', 400], ['GET /Patient?_has:Encounter:patient:_has:Observation:encounter:code=o1', 200, ['p1']],
  // identifiers, types of identifiers
  ['GET /Observation?subject:identifier=urn:mr|9', 200, ['o2']], ['GET /Observation?subject:identifier=9', 200, ['o2']], ['GET /Observation?subject:identifier=urn:mr|1', 200, []], ['GET /Patient?identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|MR|1', 200, ['p1']],
  ['GET /Patient?identifier:of-type=|MR|1', 400], ['GET /Patient?identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|MR', 400], ['GET /Patient?gender:of-type=a|b|c', 200, []], ['GET /Observation?code:identifier=x', 400],
  // dates
  ['GET /Observation?date=2026', 200, ['o1', 'o2']], ['GET /Observation?date=sa2026-01', 200, ['o2', 'o3']], ['GET /Observation?date=eb2026-02', 200, ['o1']], ['GET /Observation?date=sa2026', 200, []], ['GET /Observation?date=ap2026-01-05', 200, (answer) => idsOf(answer).includes('o1')],
  ['GET /Observation?date=ge2026-02', 200, ['o2', 'o3']], ['GET /Observation?date=lt2026-02', 200, ['o1']], ['GET /Observation?date=gt2026-02', 200, ['o3']], ['GET /Observation?date=ne2026-01-05', 200, ['o2', 'o3']], ['GET /Observation?date=2026-1-5', 400],
  ['GET /Observation?date=2026-01-05T10', 400], ['GET /Observation?date=2026-01-05T00:00:00%2B08:00', 200, []], ['GET /Observation?date=xx2026', 400], ['GET /Observation?date=2026-04-31', 400], ['GET /Observation?date=today', 400], ['GET /Patient?birthdate=1990-05', 200, ['p1']],
  ['GET /Observation?date=2026-01-05T24:00:00Z', 400], ['GET /Observation?date=2026-01-05,2026-13', 400],
  // numbers and quantities
  ['GET /Observation?value-quantity=10|http://unitsofmeasure.org|mg', 200, ['o1']], ['GET /Observation?value-quantity=10||mg', 200, ['o1']], ['GET /Observation?value-quantity=3000|http://unitsofmeasure.org|mg', 200, ['o3']], ['GET /Observation?value-quantity=gt10|http://unitsofmeasure.org|mg', 200, ['o2', 'o3']],
  ['GET /Observation?value-quantity=10|a|b|c', 400], ['GET /Observation?value-quantity=ten', 400], ['GET /Observation?value-quantity=', 200, ['o1', 'o2', 'o3']], ['GET /Observation?value-quantity=1e1', 200, ['o1']], ['GET /Observation?value-quantity=gt', 400], ['GET /Observation?value-quantity=|http://unitsofmeasure.org|mg', 400],
  // sorting, counting, pages
  ['GET /Patient?_sort=colour', 400], ['GET /Patient?_sort=-colour', 400], ['GET /Patient?_sort=_id,_id', 200, ['p1', 'p2', 'p3']], ['GET /Patient?_sort=', 200, ['p1', 'p2', 'p3']], ['GET /Patient?_sort=-_lastUpdated,birthdate', 200, ['p1', 'p2', 'p3']], ['GET /Patient?_sort:desc=birthdate', 400],
  ['GET /Patient?_count=0', 200, (answer) => total(answer) === 3 && idsOf(answer).length === 0], ['GET /Patient?_count=x', 400], ['GET /Patient?_count=-5', 400], ['GET /Patient?_count=1.5', 400], ['GET /Patient?_count=99999999', 200, ['p1', 'p2', 'p3']], ['GET /Patient?_cursor=WyJ4Il0', 400],
  ['GET /Patient?_cursor=%5B%5D', 400], ['GET /Patient?_count=1&_cursor=eyJhIjoxfQ', 400], ['GET /Patient?_total=accurate&_count=1', 200, (answer) => total(answer) === 3], ['GET /Patient?_total=wrong', 400], ['GET /Observation?patient.name=王&_total=accurate&_count=1', 200, (answer) => total(answer) === 2],
  ['GET /Patient?_total=none&_count=1', 200, (answer) => total(answer) === undefined || total(answer) === 3], ['GET /Patient?_total=estimate&_count=1', 200, (answer) => total(answer)! >= 0],
  // includes
  ['GET /Observation?_id=o1&_include=*', 200, (answer) => modes('include')(answer) === 2], ['GET /Observation?_id=o1&_include=Observation:*', 200, (answer) => modes('include')(answer) === 2], ['GET /Observation?_id=o1&_include=Nothing:subject', 400], ['GET /Observation?_id=o1&_include=Observation', 400],
  ['GET /Observation?_id=o1&_include=Observation:subject:Device', 200, (answer) => modes('include')(answer) === 0], ['GET /Observation?_id=o1&_include=Observation:colour', 200, (answer) => modes('outcome')(answer) === 1], ['GET /Observation?_id=o1&_include=Observation:colour', 400, undefined, STRICT],
  ['GET /Observation?_id=o1&_include:sideways=Observation:subject', 400], ['GET /Organization?_id=parent&_revinclude:iterate=Organization:partof&_revinclude:iterate=Patient:organization', 200, (answer) => modes('include')(answer) === 2], ['GET /Patient?_id=p1&_revinclude=*', 200, (answer) => modes('include')(answer) === 3],
  // subsets
  ['GET /Patient?_id=p1&_summary=true', 200, ({ text }) => text.includes('SUBSETTED') && !text.includes('xhtml')], ['GET /Patient?_id=p1&_summary=text', 200, ({ text }) => text.includes('xhtml') && !text.includes('birthDate')], ['GET /Patient?_id=p1&_summary=data', 200, ({ text }) => !text.includes('xhtml') && text.includes('birthDate')],
  ['GET /Patient?_summary=count', 200, (answer) => total(answer) === 3 && idsOf(answer).length === 0], ['GET /Patient?_id=p1&_summary=false', 200, ({ text }) => text.includes('xhtml') && !text.includes('SUBSETTED')], ['GET /Patient?_summary=all', 400], ['GET /Patient?_id=p1&_elements=birthDate', 200, ({ text }) => text.includes('SUBSETTED') && !text.includes('gender')],
  ['GET /Patient?_id=p1&_elements=colour', 200, ['p1']], ['GET /Patient/p1?_summary=text', 200, ({ text }) => text.includes('xhtml') && !text.includes('gender')], ['GET /Patient/p1?_elements=gender', 200, ({ text }) => text.includes('gender') && !text.includes('birthDate')], ['GET /Patient/p1?_summary=all', 400],
  // others
  ['GET /Patient?_list=nowhere', 200, []], ['GET /Patient?_id=p1,p2', 200, ['p1', 'p2']], ['GET /Patient?_id=', 200, ['p1', 'p2', 'p3']], ['GET /Patient?_id=p1&_id=p2', 200, []], ['GET /Patient?_lastUpdated=gt2000', 200, ['p1', 'p2', 'p3']], ['GET /Patient?_lastUpdated=yesterday', 400],
  ['GET /Patient?gender=', 200, ['p1', 'p2', 'p3']], ['GET /Patient?gender=female,', 400], ['GET /Patient?name=%5C', 200], ['GET /Patient?&&', 200, ['p1', 'p2', 'p3']], ['GET /Patient?=x', 200, ['p1', 'p2', 'p3']], ['GET /Patient?identifier=urn:twin|t', 200, ['p2', 'p3']], ['GET /Patient?identifier=urn:twin|', 200, ['p2', 'p3']],
  ['GET /Patient?identifier=|t', 200, []], ['GET /Patient?gender=http://hl7.org/fhir/administrative-gender|female', 200, ['p1']], ['GET /Patient?active=true', 200, ['p1']], ['GET /Patient?gender:not=male', 200, ['p1', 'p3']],
  // without a type
  ['GET /?_id=p1', 200, ['p1']], ['GET /?_type=Patient,Organization', 200, ['org', 'p1', 'p2', 'p3', 'parent']], ['GET /?_type=Nothing', 404], ['GET /?_type=Patient,Encounter&gender=male', 400], ['GET /?_type=Observation,Encounter&patient=p1', 200, ['e1', 'o1', 'o3']], ['GET /Patient/p1/*', 200, (answer) => idsOf(answer).length >= 3],
  ['GET /Patient/p1/*?_type=Encounter', 200, ['e1']], ['GET /?_type=Patient&_sort=-_id&_count=2', 200, ['p2', 'p3']], ['GET /Patient/p1/Observation', 200, ['o1', 'o3']], ['GET /Patient/p1/Organization', 200, []], ['GET /Patient/p1/Nothing', 404],
  // forms
  ['POST /Patient/_search', 200, ['p1'], { body: 'gender=female', headers: { 'content-type': 'application/x-www-form-urlencoded' } }], ['POST /Patient/_search?active=true', 200, ['p1'], { body: 'gender=female,male', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
  ['POST /_search', 200, ['p1'], { body: '_id=p1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }], ['POST /Patient/p1/Observation/_search', 200, ['o1'], { body: 'code=o1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
];

const isHistoryOf = (count: number) => ({ body }: { body: Bundle }) => body.type === 'history' && (body.entry ?? []).length === count;

const READS: readonly Case[] = [
  ['GET /Patient/gone', 410], ['GET /Patient/gone/_history/1', 200], ['GET /Patient/gone/_history/2', 410], ['GET /Patient/gone/_history/3', 404], ['GET /Patient/never/_history/1', 404], ['GET /Patient/p1/_history/0', 404], ['GET /Patient/p1/_history/-1', 404], ['GET /Patient/p1/_history/1.0', 404],
  ['GET /Patient/gone/_history', 200, isHistoryOf(2)], ['GET /Patient/gone/_history?_at=2099', 200, isHistoryOf(1)], ['GET /Patient/gone/_history?_at=2000-01', 200, isHistoryOf(0)], ['GET /Patient/gone/_history?_at=2026-02-31', 400], ['GET /Patient/gone/_history?_since=soon', 400], ['GET /Patient/gone/_history?_since=2099-01-01T00:00:00Z', 200, isHistoryOf(0)],
  ['GET /Patient/gone/_history?_count=1', 200, isHistoryOf(1)], ['GET /Patient/gone/_history?_cursor=x', 400], ['GET /Patient/never/_history?_since=2000', 404], ['GET /Patient/never/_history?_at=2000', 404], ['GET /Patient/_history?_since=2099', 200, isHistoryOf(0)], ['GET /_history?_count=2', 200, isHistoryOf(2)], ['GET /Nothing/_history', 404],
  ['GET /Patient/p1', 304, undefined, { headers: { 'if-none-match': 'W/"1"' } }], ['GET /Patient/p1', 304, undefined, { headers: { 'if-none-match': 'W/"7", W/"1"' } }], ['GET /Patient/p1', 200, undefined, { headers: { 'if-none-match': 'W/"7"' } }], ['GET /Patient/p1', 304, undefined, { headers: { 'if-none-match': '*' } }],
  ['GET /Patient/p1', 200, undefined, { headers: { 'if-modified-since': 'yesterday' } }], ['GET /Patient/p1', 304, undefined, { headers: { 'if-none-match': '"1"' } }],
];

const patch = (...operations: readonly object[]): Asked => ({ body: JSON.stringify(operations), headers: JSON_PATCH });

const WRITES: readonly Case[] = [
  ['PUT /Patient/never', 412, undefined, { body: { resourceType: 'Patient', id: 'never' }, headers: { 'if-match': 'W/"1"' } }], ['PUT /Patient/p1', 412, undefined, { body: { resourceType: 'Patient', id: 'p1' }, headers: { 'if-match': 'W/"9"' } }], ['DELETE /Patient/p1', 412, undefined, { headers: { 'if-match': 'W/"9"' } }],
  ['PATCH /Patient/p1', 412, undefined, { ...patch({ op: 'add', path: '/active', value: false }), headers: { ...JSON_PATCH, 'if-match': 'W/"9"' } }], ['PATCH /Patient/p1', 422, undefined, patch({ op: 'test', path: '/gender', value: 'male' }, { op: 'replace', path: '/gender', value: 'other' })],
  ['PATCH /Patient/p1', 422, undefined, patch({ op: 'remove', path: '/photo' })], ['PATCH /Patient/p1', 422, undefined, patch({ op: 'sing', path: '/gender' })], ['PATCH /Patient/p1', 422, undefined, patch({ op: 'replace', path: 'gender', value: 'male' })], ['PATCH /Patient/p1', 422, undefined, patch({ op: 'add', path: '/name/9', value: {} })],
  ['PATCH /Patient/p1', 422, undefined, patch({ op: 'replace', path: '/resourceType', value: 'Group' })], ['PATCH /Patient/p1', 400, undefined, patch({ op: 'add', path: '/colour', value: 'red' })], ['PATCH /Patient/p1', 400, undefined, patch({ op: 'replace', path: '/birthDate', value: '2026-02-31' })],
  ['PATCH /Patient/gone', 410, undefined, patch({ op: 'add', path: '/active', value: true })], ['PATCH /Patient?identifier=urn:twin|t', 412, undefined, patch({ op: 'add', path: '/active', value: true })], ['PATCH /Patient?identifier=urn:twin|none', 404, undefined, patch({ op: 'add', path: '/active', value: true })],
  ['DELETE /Patient?identifier=urn:twin|t', 412], ['DELETE /Patient?identifier=urn:twin|none', 404], ['DELETE /Patient?colour=red', 400], ['DELETE /Patient?_count=1', 400], ['DELETE /Patient?identifier=', 400], ['DELETE /Patient?_id=&gender=male', 400], ['PUT /Patient?identifier=', 400, undefined, { body: { resourceType: 'Patient' } }], ['DELETE /Patient', 400], ['DELETE /Patient/never', 404],
  ['PUT /Patient?identifier=urn:twin|t', 412, undefined, { body: { resourceType: 'Patient' } }], ['PUT /Patient?colour=red', 400, undefined, { body: { resourceType: 'Patient' } }], ['PUT /Patient?identifier=urn:mr|1', 400, undefined, { body: { resourceType: 'Patient', id: 'other' } }],
  ['POST /Patient', 412, undefined, { body: { resourceType: 'Patient' }, headers: { 'if-none-exist': 'identifier=urn:twin|t' } }], ['POST /Patient', 200, undefined, { body: { resourceType: 'Patient' }, headers: { 'if-none-exist': 'identifier=urn:mr|1' } }],
  ['POST /Patient', 400, undefined, { body: { resourceType: 'Patient' }, headers: { 'if-none-exist': 'birthdate=2026-02-31' } }], ['POST /Patient', 400, undefined, { body: { resourceType: 'Patient' }, headers: { 'if-none-exist': '_sort=name' } }], ['POST /Patient/p1', 405, undefined, { body: { resourceType: 'Patient' } }],
  ['PUT /Patient/p1', 400, undefined, { body: { resourceType: 'Patient', id: 'p9' } }], ['PUT /Patient/p1', 400, undefined, { body: { resourceType: 'Person', id: 'p1' } }], ['PUT /Patient/p1', 412, undefined, { body: { resourceType: 'Patient', id: 'p1' }, headers: { 'if-none-match': '*' } }],
];

const idsOf = ({ body }: { readonly body: Bundle }): string[] => (body.entry ?? []).filter((entry) => entry.search?.mode !== 'outcome' && entry.search?.mode !== 'include').map((entry) => entry.resource!.id!).sort();

describe.each(repositories)('odd requests, %s', (_kind, open) => {
  let repository: SuiteRepository;
  beforeAll(async () => {
    repository = await open();
    for (const body of STORED) expect((await repository.send('PUT', `/${body.resourceType}/${body.id}`, { body })).status).toBe(201);
    await repository.send('PUT', '/Basic/gone', { body: { resourceType: 'Basic', id: 'gone', code: { text: 'x' } } });
    await repository.send('PUT', '/Patient/gone', { body: { resourceType: 'Patient', id: 'gone' } });
    await repository.send('DELETE', '/Patient/gone');
  });
  afterAll(() => repository.close());

  const answer = async ([call, status, wanted, asked = {}]: Case): Promise<void> => {
    const [method, path] = [call.slice(0, call.indexOf(' ')), call.slice(call.indexOf(' ') + 1)] as ['GET', string];
    const received = await repository.send<Bundle & OperationOutcome>(method, path.replace(/[^\x20-\x7e]+/gu, encodeURIComponent).replaceAll('|', '%7C'), asked);
    expect(received.status, received.text.slice(0, 400)).toBe(status);
    if (status >= 400) expect(received.body).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', diagnostics: expect.stringMatching(/\S/) as unknown }] });
    if (Array.isArray(wanted)) expect(idsOf(received)).toEqual(wanted);
    else if (typeof wanted === 'function') expect(wanted(received as never), received.text.slice(0, 600)).toBe(true);
  };
  test.each(SEARCHES.map((each) => [each[0] + (each[3]?.headers?.prefer ? ` ${each[3].headers.prefer}` : ''), each] as const))('%s', (_title, each) => answer(each));
  test.each(READS.map((each) => [`${each[0]} ${JSON.stringify(each[3]?.headers ?? {})}`, each] as const))('%s', (_title, each) => answer(each));
  test.each(WRITES.map((each) => [`${each[0]} ${JSON.stringify(each[3] ?? {})}`, each] as const))('%s, and nothing is stored', async (_title, each) => {
    const count = async () => (await repository.send<Bundle>('GET', '/_history?_count=500')).body.entry!.length;
    const before = await count();
    await answer(each);
    expect(await count()).toBe(before);
  });
});
