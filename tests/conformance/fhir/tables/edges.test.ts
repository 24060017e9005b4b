import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, Resource } from '#fhir/types/resources.gen.ts';
import { repositories, type Received, type SuiteRepository } from '../repositories.ts';

/** Edges of search and of the interactions, answers worked from R4 (search.html, http.html); the same of PostgreSQL and of the memory twin. */
const UCUM = 'http://unitsofmeasure.org';
const observation = (id: string, more: object) => ({ resourceType: 'Observation', id, status: 'final', code: { coding: [{ system: 'urn:c', code: id }] }, ...more });
const risk = (id: string, probabilityDecimal: number) => ({ resourceType: 'RiskAssessment', id, status: 'final', subject: { reference: 'Patient/a' }, prediction: [{ probabilityDecimal }] });
const weighed = (id: string, value: number, more: object = {}) => observation(id, { valueQuantity: { value, unit: 'kg', system: UCUM, code: 'kg', ...more } });
const dated = (id: string, effectiveDateTime: string) => observation(id, { effectiveDateTime });

const STORED = [
  { resourceType: 'Organization', id: 'top', name: 'Top' }, { resourceType: 'Organization', id: 'mid', name: 'Mid', partOf: { reference: 'Organization/top' } },
  { resourceType: 'Organization', id: 'ring1', name: 'Ring1', partOf: { reference: 'Organization/ring2' } }, { resourceType: 'Organization', id: 'ring2', name: 'Ring2', partOf: { reference: 'Organization/ring1' } },
  {
    resourceType: 'Patient', id: 'a', active: true, gender: 'female', birthDate: '1990-05-17', name: [{ family: 'O\'Neil', given: ['Zoë', 'Ann Marie'] }, { text: '欧阳 娜娜', family: '欧阳', given: ['娜娜'] }],
    managingOrganization: { reference: 'Organization/mid' }, identifier: [{ type: { coding: [{ system: 'urn:t', code: 'MR' }], text: 'Medical record' }, system: 'urn:mr', value: 'A,1|x$y\\z' }, { system: 'urn:mr', value: 'two' }, { value: '１２３' }],
    telecom: [{ system: 'phone', value: '13800000001' }], address: [{ city: 'Łódź', postalCode: '90-001' }], maritalStatus: { coding: [{ system: 'urn:m', code: 'M', display: 'Married' }], text: 'wed' },
  },
  { resourceType: 'Patient', id: 'b', active: false, gender: 'male', birthDate: '1990-05', name: [{ family: 'Neil' }], deceasedBoolean: false }, { resourceType: 'Patient', id: 'c', birthDate: '1990', deceasedDateTime: '2020-01-01' }, { resourceType: 'Patient', id: 'd', name: [{ family: 'Ｎｅｉｌ' }], deceasedBoolean: true },
  { resourceType: 'Encounter', id: 'e', status: 'finished', class: { system: 'urn:k', code: 'AMB' }, subject: { reference: 'Patient/a' }, period: { start: '2024-02-10T08:00:00Z', end: '2024-02-20T08:00:00Z' } },
  { resourceType: 'Encounter', id: 'open', status: 'in-progress', class: { system: 'urn:k', code: 'IMP' }, subject: { reference: 'Patient/b' }, period: { start: '2024-02-15' } },
  { resourceType: 'Encounter', id: 'until', status: 'finished', class: { code: 'AMB' }, subject: { reference: 'Patient/b' }, period: { end: '2024-02-12' } },
  dated('y', '2024'), dated('m', '2024-02'), dated('day', '2024-02-15'), dated('s', '2024-02-15T10:30:15Z'), dated('zone', '2024-02-15T23:30:00-05:00'), dated('ms', '2024-02-15T10:30:15.250Z'),
  weighed('w5', 5), weighed('w5.4', 5.4), weighed('w5.40', 5.404), weighed('w-1', -1), weighed('less', 4, { comparator: '<' }), weighed('grams', 5400, { unit: 'g', code: 'g' }), observation('pair', { component: [{ code: { coding: [{ system: 'urn:c', code: 'sys' }] }, valueQuantity: { value: 120, unit: 'mm', system: UCUM, code: 'mm[Hg]' } }, { code: { coding: [{ system: 'urn:c', code: 'dia' }] }, valueQuantity: { value: 80, system: UCUM, code: 'mm[Hg]' } }] }),
  observation('linked', { subject: { reference: 'Patient/a' }, encounter: { reference: 'Encounter/e' }, hasMember: [{ reference: 'Observation/y' }], note: [{ text: 'x' }], valueString: 'plain, text' }),
  risk('r1', 0.8), risk('r2', 0.85), risk('r3', 100), risk('r4', 0.0005),
  { resourceType: 'ValueSet', id: 'v1', status: 'active', url: 'http://x.org/vs/a', version: '1.0.0', name: 'Alpha' }, { resourceType: 'ValueSet', id: 'v2', status: 'draft', url: 'http://x.org/vs/a/b', version: '1.0.0-x' }, { resourceType: 'ValueSet', id: 'v3', status: 'active', url: 'urn:oid:1.2.3' },
  { resourceType: 'List', id: 'l', status: 'current', mode: 'working', entry: [{ item: { reference: 'Patient/a' } }, { item: { reference: 'Patient/c' } }, { item: { reference: 'Observation/y' } }] },
] as const;

type Row = readonly [query: string, answer: string | number, headers?: Readonly<Record<string, string>>];

const SEARCHES: readonly Row[] = [
  // dates: the asked precision is a range, the stored one too
  ['Observation?date=2024', 'day m ms s y zone'], ['Observation?date=2024-02', 'day m ms s zone'], ['Observation?date=2024-02-15', 'day ms s'], ['Observation?date=2024-02-15T10:30', 'ms s'], ['Observation?date=2024-02-15T10:30:15', 'ms s'], ['Observation?date=2024-02-15T10:30:15.250Z', 'ms'],
  ['Observation?date=2024-02-16', 'zone'], ['Observation?date=2024-02-15T23:30:00-05:00', 'zone'], ['Observation?date=ne2024-02-15', 'm y zone'], ['Observation?date=gt2024-02-15', 'm y zone'], ['Observation?date=sa2024-02-15', 'zone'], ['Observation?date=eb2024-02-15T10:30:16Z', 'ms s'],
  ['Observation?date=lt2024-02-15', 'm y'], ['Observation?date=le2024-02-15', 'day m ms s y'], ['Observation?date=ge2024-02-15', 'day m ms s y zone'], ['Observation?date=eb2025', 'day m ms s y zone'], ['Observation?date=sa2023', 'day m ms s y zone'], ['Observation?date=ge2024-02-01&date=lt2024-03-01', 'day m ms s y zone'],
  ['Observation?date=eq2024-02-15,2024-02-16', 'day ms s zone'], ['Encounter?date=2024-02', 'e'], ['Encounter?date=sa2024-02-12', 'open'], ['Encounter?date=eb2024-02-13', 'until'], ['Encounter?date=gt2024-02-20', 'open'], ['Encounter?date=ge2024-03', 'open'], ['Encounter?date=lt2024-02-10', 'until'], ['Encounter?date=le2020', 'until'],
  ['Patient?birthdate=1990', 'a b c'], ['Patient?birthdate=1990-05', 'a b'], ['Patient?birthdate=1990-05-17', 'a'], ['Patient?birthdate=gt1990-05-17', 'b c'], ['Patient?birthdate:missing=true', 'd'], ['Patient?death-date=2020', 'c'], ['Patient?birthdate=1990-5', 400], ['Patient?birthdate=1990-05-17T00', 400], ['Patient?birthdate=~1990', 400], ['Patient?birthdate=GT1990', 400],
  // numbers: what is written tells the precision
  ['RiskAssessment?probability=0.8', 'r1'], ['RiskAssessment?probability=0.80', 'r1'], ['RiskAssessment?probability=1e2', 'r3'], ['RiskAssessment?probability=100', 'r3'], ['RiskAssessment?probability=ne0.8', 'r2 r3 r4'], ['RiskAssessment?probability=gt0.8', 'r2 r3'], ['RiskAssessment?probability=ge0.85', 'r2 r3'], ['RiskAssessment?probability=lt0.001', 'r4'], ['RiskAssessment?probability=5e-4', 'r4'], ['RiskAssessment?probability=le0.8', 'r1 r4'], ['RiskAssessment?probability=ap0.8', 'r1 r2'],
  ['RiskAssessment?probability=0.8,100', 'r1 r3'], ['RiskAssessment?probability=sa0.8', 'r2 r3'], ['RiskAssessment?probability=eb0.8', 'r4'], ['RiskAssessment?probability=0,8', 'r4'], ['RiskAssessment?probability=0.8x', 400], ['RiskAssessment?probability=Infinity', 400], ['RiskAssessment?probability=0x1', 400],
  // quantities
  ['Observation?value-quantity=5.4|http://unitsofmeasure.org|kg', 'grams w5.4 w5.40'], ['Observation?value-quantity=5.40|http://unitsofmeasure.org|kg', 'grams w5.4 w5.40'], ['Observation?value-quantity=5.400|http://unitsofmeasure.org|kg', 'grams w5.4'], ['Observation?value-quantity=5400|http://unitsofmeasure.org|g', 'grams w5.4'], ['Observation?value-quantity=5|http://unitsofmeasure.org|kg', 'grams w5 w5.4 w5.40'],
  ['Observation?value-quantity=-1', 'w-1'], ['Observation?value-quantity=lt0||kg', 'less w-1'], ['Observation?value-quantity=5.4||kg', 'w5.4 w5.40'], ['Observation?value-quantity=5400||g', 'grams'], ['Observation?value-quantity=5.4|urn:other|kg', ''], ['Observation?value-quantity=gt5.4|http://unitsofmeasure.org|kg', 'w5.40'], ['Observation?component-value-quantity=gt100||mm[Hg]', 'pair'],
  // tokens
  ['Patient?identifier=urn:mr|two', 'a'], ['Patient?identifier=urn:mr|A\\,1\\|x\\$y\\\\z', 'a'], ['Patient?identifier=A\\,1\\|x\\$y\\\\z', 'a'], ['Patient?identifier:of-type=urn:t|MR|A\\,1\\|x\\$y\\\\z', 'a'], ['Patient?identifier:of-type=urn:t|MR|two', ''], ['Patient?identifier=|two', ''], ['Patient?identifier:text=medical', 'a'], ['Patient?gender:not=female', 'b c d'], ['Patient?gender:not=female,male', 'c d'], ['Patient?gender:missing=true', 'c d'],
  ['Patient?active=true', 'a'], ['Patient?active=http://terminology.hl7.org/CodeSystem/special-values|true', 'a'], ['Patient?active:missing=true', 'c d'], ['Patient?deceased=true', 'c d'], ['Patient?deceased=false', 'a b'], ['Patient?phone=13800000001', 'a'], ['Encounter?class=|AMB', 'until'], ['Encounter?class=urn:k|', 'e open'], ['Encounter?class:not=urn:k|AMB', 'open until'], ['Observation?code:text=nothing', ''], ['Encounter?status=finished&class=AMB', 'e until'], ['Patient?gender=Female', 'a'],
  ['Patient?gender=,', 400], ['Patient?gender:in=http://nowhere.org/vs', 400],
  // strings
  ['Patient?family=neil', 'b d'], ['Patient?name=neil', 'b d'], ['Patient?family:contains=neil', 'a b d'], ['Patient?family:exact=Neil', 'b'], ['Patient?family:exact=neil', ''], ['Patient?family=o\'neil', 'a'], ['Patient?given=zoe', 'a'], ['Patient?given=ann', 'a'], ['Patient?given=marie', ''], ['Patient?given:contains=MARIE', 'a'], ['Patient?name=zo%C3%AB', 'a'], ['Patient?address-city=łodz', 'a'], ['Patient?address=90-001', 'a'], ['Patient?name=欧阳', 'a'], ['Patient?name=oynn', 'a'], ['Patient?name=ouyang', 'a'], ['Patient?name=ｎｅｉｌ', 'b d'], ['Patient?family=neil,o\'neil', 'a b d'], ['Patient?family=neil&active=false', 'b'], ['Patient?name:missing=true', 'c'], ['Observation?value-string=plain\\, text', 'linked'],
  // addresses
  ['ValueSet?url=http://x.org/vs/a', 'v1'], ['ValueSet?url=http://x.org/vs/A', ''], ['ValueSet?url:below=http://x.org/vs', 'v1 v2'], ['ValueSet?url:below=http://x.org/vs/', 'v1 v2'], ['ValueSet?url:above=http://x.org/vs/a/b/c', 'v1 v2'], ['ValueSet?url=urn:oid:1.2.3', 'v3'], ['ValueSet?url:below=urn:oid:1.2', ''], ['ValueSet?url:missing=false', 'v1 v2 v3'], ['ValueSet?version=1.0.0', 'v1'], ['ValueSet?url=http://x.org/vs/a,urn:oid:1.2.3', 'v1 v3'],
  // references, chains, reverse chains
  ['Observation?subject=Patient/a', 'linked'], ['Observation?subject:Patient=a', 'linked'], ['Observation?subject:Group=a', ''], ['Observation?patient:missing=false', 'linked'], ['Observation?subject=Patient/a,Patient/b', 'linked'], ['Observation?patient.organization.partof.name=top', 'linked'], ['Observation?subject:Patient.organization:Organization.name:exact=Mid', 'linked'], ['Observation?encounter.subject.name=欧', 'linked'], ['Observation?encounter.class=urn:k|AMB', 'linked'], ['Observation?patient.identifier=urn:mr|two', 'linked'], ['Observation?has-member.date=2024', 'linked'], ['Observation?encounter.date=2024-02', 'linked'],
  ['Patient?_has:Encounter:patient:status=finished', 'a b'], ['Patient?_has:Encounter:patient:status=finished&_has:Encounter:patient:status=in-progress', 'b'], ['Patient?_has:Observation:patient:encounter.class=AMB', 'a'], ['Organization?_has:Patient:organization:_has:Encounter:patient:class=AMB', 'mid'], ['Organization?_has:Patient:organization:gender=female', 'mid'], ['Organization?partof._has:Patient:organization:gender=female', ''], ['Patient?_has:Encounter:subject:date=sa2024-02-12', 'b'], ['Patient?organization._has:Nothing:x:y=z', 400],
  ['Organization?partof=Organization/ring1', 'ring2'], ['Organization?partof:missing=true', 'top'], ['Organization?partof.partof.name=ring1', 'ring1'],
  // composites
  ['Observation?component-code-value-quantity=sys$120', 'pair'], ['Observation?component-code-value-quantity=sys$80', ''], ['Observation?component-code-value-quantity=sys$gt100,dia$gt100', 'pair'], ['Observation?component-code-value-quantity=dia$gt100', ''], ['Observation?component-code-value-quantity=urn:c|sys$120||mm[Hg]', 'pair'], ['Observation?component-code-value-quantity=sys', 400], ['Observation?code-value-string=linked$plain', 'linked'], ['Observation?code-value-quantity=w5$5', 'w5'], ['Observation?combo-code-value-quantity=dia$80', 'pair'],
  // lists, ids, unknown names
  ['Patient?_list=l', 'a c'], ['Patient?_list=l&gender=female', 'a'], ['Observation?_list=l', 'y'], ['Patient?_list=List/l', 'a c'], ['Patient?_id=a,nowhere', 'a'], ['Patient?_id=Patient/a', ''], ['Patient?_id=a&_id=a', 'a'], ['Patient?nothing=1', 'a b c d'], ['Patient?nothing=1', 400, { prefer: 'handling=strict' }], ['Patient?nothing=1', 'a b c d', { prefer: 'return=minimal; handling=lenient' }], ['Patient?_filter=name is x', 400], ['Patient?gender=female&gender=male', ''], ['Patient?Gender=female', 'a b c d'],
  ['Patient?_lastUpdated=ge2020&_lastUpdated=lt2100', 'a b c d'], ['Patient?_profile=http://nowhere', ''], ['Patient?_tag=x', ''], ['Patient?_tag:not=x', 'a b c d'], ['Patient?_security:missing=true', 'a b c d'], ['Patient?_source=x', ''],
];

const ORDERS: readonly (readonly [query: string, answer: string])[] = [
  ['Patient?_sort=birthdate,-_id', 'd c b a'], ['Patient?_sort=-birthdate,_id', 'a b c d'], ['Patient?_sort=-_id', 'd c b a'], ['RiskAssessment?_sort=probability', 'r4 r1 r2 r3'], ['RiskAssessment?_sort=-probability', 'r3 r2 r1 r4'], ['Patient?_sort=gender,_id', 'a b c d'], ['Patient?_sort=-gender,_id', 'b a c d'], ['ValueSet?_sort=url', 'v1 v2 v3'], ['Encounter?_sort=date', 'until e open'], ['ValueSet?_sort=status,-url', 'v3 v1 v2'],
];

const INCLUDED: readonly (readonly [query: string, answer: string])[] = [
  ['Organization?_id=ring1&_include:iterate=Organization:partof', 'ring2'], ['Organization?_id=mid&_include=Organization:partof', 'top'], ['Organization?_id=top&_revinclude:iterate=Organization:partof', 'mid'], ['Patient?_id=a&_revinclude=Observation:subject&_revinclude=Encounter:subject', 'e linked'], ['Patient?_id=a&_revinclude=*', 'e l linked r1 r2 r3 r4'], ['Observation?_id=linked&_include=*', 'a e y'],
  ['Observation?_id=linked&_include=Observation:subject&_include:iterate=Patient:organization&_include:iterate=Organization:partof', 'a mid top'], ['Observation?_id=linked&_include=Observation:subject:Patient', 'a'], ['Observation?_id=linked,y&_include=Observation:has-member', ''], ['Patient?_id=a&_include=Patient:organization&_revinclude=Encounter:patient', 'e mid'], ['Observation?_id=linked&_include=Observation:encounter&_summary=count', ''], ['Encounter?_id=e&_include=Encounter:subject&_elements=status', 'a'],
];

const idsOf = ({ body }: { readonly body: Bundle }, mode: string): string[] => (body.entry ?? []).filter((entry) => entry.search?.mode === mode).map((entry) => entry.resource!.id!);
const words = (text: string): string[] => (text === '' ? [] : text.split(' '));

describe.each(repositories)('edges, %s', (_kind, open) => {
  let repository: SuiteRepository;
  const send = <T = Resource>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, sent = {}): Promise<Received<T>> => repository.send<T>(method, path.replace(/[^\x20-\x7e]+/gu, encodeURIComponent).replace(/[|\\$' ]/g, encodeURIComponent), sent);
  beforeAll(async () => {
    repository = await open();
    await repository.store(structuredClone(STORED) as never);
  }, 300_000);
  afterAll(() => repository.close());

  const search = (query: string, headers?: Readonly<Record<string, string>>) => send<Bundle>('GET', `/${query}`, headers ? { headers } : {});

  test.each(SEARCHES.map((each) => [`${each[0]} ${each[2]?.prefer ?? ''}`, each] as const))('%s', async (_title, [query, wanted, headers]) => {
    const answer = await search(query, headers);
    if (typeof wanted === 'number') return expect(answer.status).toBe(wanted);
    expect(answer.status, answer.text.slice(0, 300)).toBe(200);
    expect(idsOf(answer, 'match').sort().join(' ')).toBe(words(wanted).sort().join(' '));
  });
  test.each(ORDERS)('%s', async (query, wanted) => {
    expect(idsOf(await search(query), 'match').join(' ')).toBe(wanted);
  });
  test.each(INCLUDED)('%s', async (query, wanted) => {
    expect(idsOf(await search(query), 'include').sort().join(' ')).toBe(wanted);
  });
});
