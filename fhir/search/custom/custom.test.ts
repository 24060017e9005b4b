import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runTask } from '#platform/jobs/task.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import type { Bundle, CapabilityStatement, OperationOutcome, Parameters } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '../../interactions/test-fhir.ts';
import { reindexTask } from '../../operations/bulk/reindex-task.ts';

const TIMEOUT = 30_000;
const ids = timeOrderedIds(systemClock, randomBytes);
let fhir: TestFhir;

const put = async (body: { resourceType: string; id: string } & Record<string, unknown>) => {
  const answer = await fhir.send('PUT', `/${body.resourceType}/${body.id}`, { body });
  expect([200, 201], answer.text).toContain(answer.status);
};
const find = async (query: string, headers = {}) => {
  const answer = await fhir.send<Bundle>('GET', `/${encodeURI(query)}`, { headers });
  return answer.status === 200 ? (answer.body.entry ?? []).filter((entry) => entry.search?.mode !== 'outcome').map((entry) => entry.resource!.id) : answer.status;
};

interface Defined {
  readonly id: string;
  readonly code?: string;
  readonly base?: readonly string[];
  readonly type: string;
  readonly expression?: string;
  readonly status?: string;
  readonly target?: readonly string[];
  readonly component?: readonly { definition: string; expression: string }[];
  readonly multipleOr?: boolean;
  readonly multipleAnd?: boolean;
  readonly modifier?: readonly string[];
  readonly comparator?: readonly string[];
  readonly chain?: readonly string[];
}

const definition = ({ id, code = id, base = ['Patient'], status = 'active', ...rest }: Defined) => ({
  resourceType: 'SearchParameter', id, url: `urn:test:${id}`, name: id, description: id, status, code, base, ...rest,
});

async function index(): Promise<void> {
  const tasks = await fhir.opened.owner.query<{ id: string }>('select task_id as id from jobs.task where finished_at is null order by task_id');
  for (const { id } of tasks) await runTask({ database: fhir.opened.database, clock: systemClock, ids }, reindexTask, id);
  // Tests have no listener: what the server hears by NOTIFY comes with the next change of definitions here.
  const { refreshCustomParameters } = await import('./overlay.ts');
  await refreshCustomParameters(fhir.opened.database);
}

async function define(...parameters: Defined[]): Promise<void> {
  for (const each of parameters) await put(definition(each));
  await index();
}

async function refusal(parameter: Defined): Promise<[number, (string | undefined)[]]> {
  const answer = await fhir.send<OperationOutcome>('PUT', `/SearchParameter/${parameter.id}`, { body: definition(parameter) });
  return [answer.status, (answer.body.issue ?? []).map((issue) => issue.expression?.[0])];
}

const TELECOM = [{ system: 'phone', value: '1' }];
const RACE = 'http://example.org/race';

beforeAll(async () => {
  fhir = await openTestFhir();
  const extension = (valueCoding: object, more: object[] = []) => [{ url: RACE, valueCoding }, ...more];
  await put({ resourceType: 'Patient', id: 'a', birthDate: '1990-01-01', _birthDate: { extension: [{ url: 'urn:born', valueDateTime: '1990-01-01T03:04:05Z' }] },
    extension: extension({ system: 'urn:r', code: 'Han' }, [{ url: 'urn:height', valueQuantity: { value: 172, unit: 'cm', system: 'http://unitsofmeasure.org', code: 'cm' } }, { url: 'urn:level', valueInteger: 3 }]),
    name: [{ use: 'official', family: 'Zhao', given: ['Ming'] }, { use: 'nickname', given: ['Xiao Ming'] }], contact: [{ telecom: TELECOM, relationship: [{ coding: [{ code: 'N' }] }], gender: 'female', period: { start: '2020-01-01' } }, { telecom: TELECOM, relationship: [{ coding: [{ code: 'E' }] }], gender: 'male', period: { start: '2024-01-01' } }] });
  await put({ resourceType: 'Patient', id: 'b', birthDate: '1950-01-01', extension: extension({ system: 'urn:r', code: 'Hui' }, [{ url: 'urn:height', valueQuantity: { value: 160, system: 'http://unitsofmeasure.org', code: 'cm' } }, { url: 'urn:site', valueUri: 'http://example.org/sites/7' }]),
    name: [{ use: 'official', family: 'Qian', given: ['Li', 'Na'] }], contact: [{ telecom: TELECOM, relationship: [{ coding: [{ code: 'N' }] }], gender: 'male', period: { start: '2024-06-01' } }] });
  await put({ resourceType: 'Patient', id: 'c', link: [{ type: 'seealso', other: { reference: 'Patient/a' } }] });
  await put({ resourceType: 'Practitioner', id: 'dr', name: [{ family: 'Sun' }] });
  await put({ resourceType: 'Encounter', id: 'e1', status: 'finished', class: { code: 'AMB' }, subject: { reference: 'Patient/a' }, extension: [{ url: 'urn:seen-by', valueReference: { reference: 'Practitioner/dr' } }] });
  await put({ resourceType: 'Observation', id: 'o1', status: 'final', code: { coding: [{ code: 'x' }] }, subject: { reference: 'Patient/a' }, performer: [{ reference: 'Practitioner/dr' }], valueQuantity: { value: 5 } });
  await put({ resourceType: 'Observation', id: 'o2', status: 'final', code: { coding: [{ code: 'x' }] }, subject: { reference: 'Patient/b' }, performer: [{ reference: 'Organization/x' }], valueString: 'five' });
  await define(
    { id: 'race', type: 'token', expression: `Patient.extension.where(url='${RACE}').value` },
    { id: 'height', type: 'quantity', expression: "Patient.extension('urn:height').value.ofType(Quantity)" },
    { id: 'level', type: 'number', expression: "Patient.extension.where(url = 'urn:level').value" },
    { id: 'site', type: 'uri', expression: "(Patient.extension.where(url='urn:site').value as uri)" },
    { id: 'nick', type: 'string', expression: "Patient.name.where(use = 'nickname').given" },
    { id: 'given-first', type: 'string', expression: 'Patient.name.given.first()' },
    { id: 'contact-since', type: 'date', expression: 'Patient.contact.period' },
    { id: 'born-at', type: 'date', expression: "Patient.birthDate.extension('urn:born').value" },
    { id: 'seen-by', base: ['Encounter'], type: 'reference', target: ['Practitioner'], expression: "Encounter.extension.where(url='urn:seen-by').value.ofType(Reference)" },
    { id: 'doctor', base: ['Observation'], type: 'reference', expression: 'Observation.performer.where(resolve() is Practitioner)' },
    { id: 'doctors', base: ['Observation'], type: 'number', expression: 'Observation.performer.where(resolve() is Practitioner).count()' },
    { id: 'has-value', base: ['Observation'], type: 'token', expression: 'Observation.value.exists()' },
    { id: 'names-many', type: 'token', expression: 'Patient.name.given.count() > 1' },
    { id: 'kin', type: 'composite', expression: 'Patient.contact', component: [{ definition: 'urn:test:relation', expression: 'relationship' }, { definition: 'http://hl7.org/fhir/SearchParameter/individual-gender', expression: 'gender' }, { definition: 'urn:test:contact-since', expression: 'period' }], status: 'draft' },
    { id: 'relation', type: 'token', expression: 'Patient.contact.relationship' },
    { id: 'any-id', base: ['Patient', 'Practitioner'], type: 'string', expression: 'Patient.name.family | Practitioner.name.family' },
    { id: 'tall', type: 'quantity', expression: "Patient.extension('urn:height').value.ofType(Quantity)", comparator: ['ge'], multipleOr: false },
    { id: 'family-only', type: 'string', expression: 'Patient.name.family', modifier: ['exact', 'missing'], multipleAnd: false },
    { id: 'nurse', base: ['Encounter'], type: 'reference', target: ['Practitioner'], expression: "Encounter.extension.where(url='urn:seen-by').value.ofType(Reference)", chain: ['family'] },
    { id: 'came-from', base: ['Resource'], type: 'uri', expression: 'Resource.meta.source' },
  );
  const kin = { id: 'kin', type: 'composite', expression: 'Patient.contact', component: [{ definition: 'urn:test:relation', expression: 'relationship' }, { definition: 'http://hl7.org/fhir/SearchParameter/individual-gender', expression: 'gender' }, { definition: 'urn:test:contact-since', expression: 'period' }] };
  await define(kin, { ...kin, id: 'kin-first', component: [{ definition: 'urn:test:relation', expression: 'relationship.first()' }, { definition: 'urn:test:contact-since', expression: 'period' }] },
    { id: 'two-dates', type: 'composite', expression: 'Patient.contact', component: [{ definition: 'urn:test:contact-since', expression: 'period' }, { definition: 'urn:test:nick', expression: 'gender' }] });
}, 120_000);
afterAll(() => fhir.close());

describe('what a definition limits', () => {
  test.each([
    ['Patient?tall=ge165', ['a']], ['Patient?tall=172', ['a']], ['Patient?tall=lt165', 400], ['Patient?tall=ge1,ge2', 400], ['Patient?tall:missing=true', ['c']], ['Patient?tall=ge100&tall=ge165', ['a']],
    ['Patient?height=1.72|http://unitsofmeasure.org|m', ['a']],
    ['Patient?family-only=zhao', ['a']], ['Patient?family-only:exact=Zhao', ['a']], ['Patient?family-only:contains=ha', 400], ['Patient?family-only=zhao&family-only:exact=Zhao', 400], ['Patient?family-only=zhao,qian', ['a', 'b']],
    ['Encounter?nurse.family=Sun', ['e1']], ['Encounter?nurse:Practitioner.family:exact=Sun', ['e1']], ['Encounter?nurse.name=Sun', 400], ['Practitioner?_has:Encounter:nurse:status=finished', ['dr']],
  ])('%s', async (query, expected) => {
    expect(await find(query)).toEqual(expected);
  });
});

describe('a search parameter defined at run time', () => {
  test.each([
    ['Patient?race=Han', ['a']],
    ['Patient?race=urn:r|hui', ['b']],
    ['Patient?race=urn:r|', ['a', 'b']],
    ['Patient?race:not=Han', ['b', 'c']],
    ['Patient?race:missing=true', ['c']],
    ['Patient?height=gt165', ['a']],
    ['Patient?height=160|http://unitsofmeasure.org|cm', ['b']],
    ['Patient?height=lt200&_sort=-height', ['a', 'b']],
    ['Patient?_sort=height&height:missing=false', ['b', 'a']],
    ['Patient?level=3', ['a']],
    ['Patient?level=ge4', []],
    ['Patient?site=http://example.org/sites/7', ['b']],
    ['Patient?site:below=http://example.org/sites', ['b']],
    ['Patient?nick=xiao', ['a']],
    ['Patient?nick:exact=Xiao Ming', ['a']],
    ['Patient?nick:contains=ming', ['a']],
    ['Patient?given-first=Li', ['b']],
    ['Patient?given-first=Na', []],
    ['Patient?contact-since=sa2024-03-01', ['b']],
    ['Patient?contact-since=ge2024', ['a', 'b']],
    ['Patient?born-at=1990-01-01T03:04:05Z', ['a']],
    ['Patient?born-at=1991', []],
    ['Encounter?seen-by=Practitioner/dr', ['e1']],
    ['Encounter?seen-by=dr', ['e1']],
    ['Encounter?seen-by.name=Sun', ['e1']],
    ['Encounter?seen-by:Practitioner.name=Li', []],
    ['Encounter?_id=e1&_include=Encounter:seen-by', ['e1', 'dr']],
    ['Practitioner?_revinclude=Encounter:seen-by', ['dr', 'e1']],
    ['Practitioner?_has:Encounter:seen-by:status=finished', ['dr']],
    ['Practitioner?_has:Encounter:seen-by:status=planned', []],
    ['Observation?doctor=Practitioner/dr', ['o1']],
    ['Observation?doctor:missing=true', ['o2']],
    ['Observation?doctors=2', []],
    ['Observation?doctors=1', ['o1']],
    ['Observation?doctor.name=Sun', ['o1']],
    ['Observation?has-value=true', ['o1', 'o2']],
    ['Patient?names-many=true', ['a', 'b']],
    ['Patient?names-many=false', ['c']],
    ['Patient?any-id=zhao', ['a']],
    ['Practitioner?any-id=Sun', ['dr']],
    ['Observation?subject:Patient.race=Hui', ['o2']],
    ['Patient?kin=N$female$lt2021', ['a']],
    ['Patient?kin=N$female$ge2023', ['a']],
    ['Patient?kin=N$male$sa2024-03', ['b']],
    ['Patient?kin=E$female$ge2023', []],
    ['Patient?kin=N$male$lt2021', []],
    ['Patient?kin:missing=true', ['c']],
    ['Patient?kin-first=E$sa2023', ['a']],
    ['Patient?kin-first=N$sa2023', ['b']],
    ['Patient?two-dates=sa2023$male', ['a', 'b']],
    ['Patient?two-dates=sa2023$female', []],
    ['Patient?two-dates=lt2021$female', ['a']],
  ])('%s', async (query, wanted) => {
    const found = await find(query);
    expect(query.includes('_sort') || query.includes('clude=') || !Array.isArray(found) ? found : [...found].sort()).toEqual(wanted);
  });

  test('is in the capability statement', async () => {
    const { body } = await fhir.send<CapabilityStatement>('GET', '/metadata');
    const patient = body.rest![0]!.resource!.find((each) => each.type === 'Patient')!;
    expect(patient.searchParam).toContainEqual({ name: 'race', type: 'token', definition: 'urn:test:race' });
  });

  test('is refused with its progress until everything is indexed, or answered with a warning', { timeout: TIMEOUT }, async () => {
    await put(definition({ id: 'slow', type: 'string', expression: 'Patient.name.family' }));
    const refused = await fhir.send<OperationOutcome>('GET', '/Patient?slow=Zhao');
    expect(refused.status).toBe(409);
    expect(refused.body.issue[0]!.expression).toEqual(['slow']);
    expect(await find('Patient?_sort=slow')).toBe(409);
    expect(await find('Observation?subject:Patient.slow=Zhao')).toBe(409);
    const lenient = await fhir.send<Bundle>('GET', '/Patient?slow=Zhao', { headers: { prefer: 'handling=lenient' } });
    expect(lenient.body.entry!.map((entry) => entry.search!.mode)).toEqual(['outcome']);
    const state = async () => Object.fromEntries(((await fhir.send<Parameters>('GET', '/SearchParameter/slow/$index-state')).body.parameter ?? []).map((each) => [each.name, each.valueCode ?? each.valueInteger]));
    expect(await state()).toMatchObject({ code: 'slow', state: 'indexing' });
    await index();
    expect(await state()).toMatchObject({ state: 'ready', done: 3, total: 3 });
    expect(await find('Patient?slow=Zhao')).toEqual(['a']);
  });

  test('changes with its definition and ends when it is retired or deleted', { timeout: TIMEOUT }, async () => {
    await define({ id: 'changing', type: 'string', expression: 'Patient.name.family' });
    expect(await find('Patient?changing=Zhao')).toEqual(['a']);
    await define({ id: 'changing', type: 'string', expression: 'Patient.name.given' });
    expect(await find('Patient?changing=Zhao')).toEqual([]);
    expect(await find('Patient?changing=Ming')).toEqual(['a']);
    await define({ id: 'changing', type: 'string', expression: 'Patient.name.given', status: 'retired' });
    expect(await find('Patient?changing=Ming', { prefer: 'handling=strict' })).toBe(400);
    await define({ id: 'changing', type: 'string', expression: 'Patient.name.family' });
    expect(await find('Patient?changing=Zhao')).toEqual(['a']);
    expect((await fhir.send('DELETE', '/SearchParameter/changing')).status).toBe(204);
    expect(await find('Patient?changing=Zhao', { prefer: 'handling=strict' })).toBe(400);
  });

  test('new resources are indexed when they are written', async () => {
    await put({ resourceType: 'Patient', id: 'late', extension: [{ url: RACE, valueCoding: { code: 'Man' } }], name: [{ given: ['X'] }] });
    expect(await find('Patient?race=Man')).toEqual(['late']);
    expect(await find('Patient?given-first=X')).toEqual(['late']);
    expect((await fhir.send('DELETE', '/Patient/late')).status).toBe(204);
  });

  test.each<[string, Defined, [number, string[]]]>([
    ['no FHIRPath', { id: 'bad', type: 'string', expression: 'Patient.name.where(' }, [400, ['SearchParameter.expression']]],
    ['an unknown function', { id: 'bad', type: 'string', expression: 'Patient.name.fetch()' }, [400, ['SearchParameter.expression']]],
    ['an unknown element', { id: 'bad', type: 'string', expression: 'Patient.nickname' }, [400, ['SearchParameter.expression']]],
    ['an element that cannot be searched so', { id: 'bad', type: 'date', expression: 'Patient.name' }, [400, ['SearchParameter.expression']]],
    ['another type', { id: 'bad', type: 'string', expression: 'Practitioner.name.family' }, [400, ['SearchParameter.base[0]']]],
    ['one of two types', { id: 'bad', base: ['Practitioner', 'Patient'], type: 'string', expression: 'Practitioner.name.family' }, [400, ['SearchParameter.base[1]']]],
    ['an unknown type', { id: 'bad', base: ['Nothing'], type: 'string', expression: 'Nothing.name' }, [400, ['SearchParameter.base[0]']]],
    ['a code of R4', { id: 'bad', code: 'birthdate', type: 'date', expression: 'Patient.birthDate' }, [400, ['SearchParameter.code']]],
    ['a code of Resource', { id: 'bad', code: '_tag', type: 'token', expression: 'Patient.meta.tag' }, [400, ['SearchParameter.code']]],
    ['the code of another', { id: 'bad', code: 'race', type: 'token', expression: 'Patient.gender' }, [400, ['SearchParameter.code']]],
    ['type special', { id: 'bad', type: 'special', expression: 'Patient.name' }, [400, ['SearchParameter.type']]],
    ['no expression', { id: 'bad', type: 'string' }, [400, ['SearchParameter.expression']]],
    ['other resources', { id: 'bad', base: ['Observation'], type: 'string', expression: 'Observation.subject.resolve().name.family' }, [400, ['SearchParameter.expression']]],
    ['the time of day', { id: 'bad', type: 'token', expression: 'Patient.birthDate < today()' }, [400, ['SearchParameter.expression']]],
    ['an unknown part', { id: 'bad', type: 'composite', expression: 'Patient.contact', component: [{ definition: 'urn:none', expression: 'gender' }, { definition: 'urn:test:race', expression: 'relationship' }] }, [400, ['SearchParameter.component[0].definition']]],
    ['a part that reaches nothing', { id: 'bad', type: 'composite', expression: 'Patient.contact', component: [{ definition: 'urn:test:race', expression: 'colour' }, { definition: 'urn:test:race', expression: 'relationship' }] }, [400, ['SearchParameter.component[0].expression']]],
    ['one part', { id: 'bad', type: 'composite', expression: 'Patient.contact', component: [{ definition: 'urn:test:race', expression: 'relationship' }] }, [400, ['SearchParameter.component']]],
  ])('is refused with the place: %s', async (_name, parameter, wanted) => {
    expect(await refusal(parameter)).toEqual(wanted);
    expect((await fhir.send('GET', '/SearchParameter/bad')).status).toBe(404);
  });

  test('is for those who see every organisation; drafts and definitions of R4 as they are need nothing', async () => {
    const one = { ...fhir.client, everyOrganisation: false, organisationIds: ['clinic'], organisationId: 'clinic' };
    const body = definition({ id: 'mine', type: 'string', expression: 'Patient.name.family' });
    expect((await fhir.send('PUT', '/SearchParameter/mine', { as: one, body })).status).toBe(403);
    expect((await fhir.send('PUT', '/SearchParameter/mine', { as: one, body: { ...body, status: 'draft' } })).status).toBe(201);
    const own = { ...body, id: 'own', url: 'http://hl7.org/fhir/SearchParameter/individual-birthdate', code: 'birthdate', type: 'date', base: ['Patient'], expression: 'Patient.birthDate' };
    expect((await fhir.send('PUT', '/SearchParameter/own', { body: own })).status).toBe(201);
    expect(await find('Patient?birthdate=1990-01-01')).toEqual(['a']);
  });
});
