import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase } from '#platform/testing/test-database.ts';
import type { OperationOutcome } from '#fhir/types/resources.gen.ts';
import { TestFhir } from '../interactions/test-fhir.ts';

let fhir: TestFhir;
beforeAll(async () => {
  fhir = new TestFhir(await openTestDatabase());
  await fhir.start();
  for (const resource of [colours, profile, differential]) expect((await fhir.send('PUT', `/${resource.resourceType}/${resource.id}`, { body: resource })).status).toBe(201);
});
afterAll(() => fhir.close());

const BASE = 'https://yigong.dev/fhir/StructureDefinition/';
const colours = { resourceType: 'ValueSet', id: 'positions', url: 'http://example.org/vs/positions', status: 'active', compose: { include: [{ system: 'http://example.org/position', concept: [{ code: 'sitting' }, { code: 'lying' }] }] } };
const head = { resourceType: 'StructureDefinition', status: 'active', kind: 'resource', abstract: false, type: 'Observation', derivation: 'constraint' };

/** Blood pressure: components sliced by the pattern of their code, a required binding, an invariant, a type. */
const profile = {
  ...head, id: 'pressure', url: 'http://example.org/sd/pressure', name: 'Pressure', baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Observation',
  differential: { element: [
    { id: 'Observation', path: 'Observation', constraint: [{ key: 'bp-1', severity: 'error', human: 'Has a performer or a device', expression: 'performer.exists() or device.exists()' }] },
    { id: 'Observation.code', path: 'Observation.code', patternCodeableConcept: { coding: [{ system: 'http://loinc.org', code: '55284-4' }] } },
    { id: 'Observation.subject', path: 'Observation.subject', min: 1, type: [{ code: 'Reference', targetProfile: ['http://hl7.org/fhir/StructureDefinition/Patient'] }] },
    { id: 'Observation.effective[x]', path: 'Observation.effective[x]', min: 1, type: [{ code: 'dateTime' }] },
    { id: 'Observation.bodySite', path: 'Observation.bodySite', binding: { strength: 'required', valueSet: colours.url } },
    { id: 'Observation.component', path: 'Observation.component', slicing: { discriminator: [{ type: 'pattern', path: 'code' }], rules: 'closed' }, min: 1 },
    { id: 'Observation.component:systolic', path: 'Observation.component', sliceName: 'systolic', min: 1, max: '1' },
    { id: 'Observation.component:systolic.code', path: 'Observation.component.code', patternCodeableConcept: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] } },
    { id: 'Observation.component:systolic.value[x]', path: 'Observation.component.value[x]', min: 1, type: [{ code: 'Quantity' }] },
    { id: 'Observation.component:systolic.value[x].code', path: 'Observation.component.value[x].code', min: 1, fixedCode: 'mm[Hg]' },
  ] },
};
const differential = {
  ...head, id: 'home', url: 'http://example.org/sd/home', name: 'Home', baseDefinition: profile.url,
  differential: { element: [{ id: 'Observation.note', path: 'Observation.note', min: 1 }] },
};
const good = {
  resourceType: 'Observation', status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '55284-4' }] }, subject: { reference: 'Patient/p' }, effectiveDateTime: '2026-03-01',
  performer: [{ reference: 'Practitioner/x' }], text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">120</div>' },
  component: [{ code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] }, valueQuantity: { value: 120, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' } }],
};

async function errorsOf(body: unknown, query = ''): Promise<string[]> {
  const type = (body as { resourceType: string }).resourceType;
  const { body: outcome, status } = await fhir.send<OperationOutcome>('POST', `/${type}/$validate${query}`, { body });
  expect(status).toBe(200);
  return outcome.issue.filter((issue) => issue.severity === 'error').map((issue) => issue.expression?.[0] ?? issue.diagnostics ?? '');
}

describe('$validate against stored profiles', () => {
  const asked = `?profile=${encodeURIComponent(profile.url)}`;

  test('accepts what conforms and answers 200 for everything', async () => {
    expect(await errorsOf(good, asked)).toEqual([]);
    expect(await errorsOf({ ...good, meta: { profile: [profile.url] } })).toEqual([]);
  });

  test.each([
    ['a pattern', { ...good, code: { text: 'x' } }, 'Observation.code'],
    ['a missing element', { ...good, subject: undefined }, 'Observation.subject'],
    ['the target of a reference', { ...good, subject: { reference: 'Device/d' } }, 'Observation.subject'],
    ['the type of a choice', { ...good, effectiveDateTime: undefined, effectivePeriod: { start: '2026-03-01' } }, 'Observation.effectivePeriod'],
    ['an invariant', { ...good, performer: undefined }, 'Observation'],
    ['a required binding', { ...good, bodySite: { coding: [{ system: 'http://example.org/position', code: 'flying' }] } }, 'Observation.bodySite'],
    ['a slice that must be there', { ...good, component: [{ code: { text: 'other' }, valueString: 'x' }] }, 'Observation.component:systolic'],
    ['a closed slicing', { ...good, component: [...good.component, { code: { text: 'other' }, valueString: 'x' }] }, 'Observation.component[1]'],
    ['a fixed value in a slice', { ...good, component: [{ ...good.component[0], valueQuantity: { value: 16, code: 'kPa', system: 'http://unitsofmeasure.org' } }] }, 'Observation.component[0].valueQuantity.code'],
    ['an unknown unit', { ...good, component: [{ ...good.component[0], valueQuantity: { value: 16, code: 'mmmHg', system: 'http://unitsofmeasure.org' } }] }, 'Observation.component[0].valueQuantity.code'],
  ])('says which element breaks %s', async (_name, body, path) => {
    expect(await errorsOf(body, asked)).toContain(path);
  });

  test('a profile on a profile asks for both', async () => {
    const errors = await errorsOf({ ...good, subject: undefined }, `?profile=${encodeURIComponent(differential.url)}`);
    expect(errors).toEqual(expect.arrayContaining(['Observation.note', 'Observation.subject']));
  });

  test('an unknown profile asked for is an error, one that is only claimed a warning', async () => {
    expect(await errorsOf(good, '?profile=http://example.org/sd/none')).toEqual(['Observation']);
    expect(await errorsOf({ ...good, meta: { profile: ['http://example.org/sd/none'] } })).toEqual([]);
  });
});

describe('our profiles and the modes', () => {
  const resident = (value: string) => ({ resourceType: 'Patient', name: [{ text: '王芳' }], gender: 'female', birthDate: '1990-03-07', identifier: [{ system: 'https://yigong.dev/fhir/sid/id-card', value }] });
  const asked = (name: string): string => `?profile=${BASE}${name}`;

  test('the check characters of identity numbers and credit codes are computed', async () => {
    expect(await errorsOf(resident('11010519491231002X'), asked('resident'))).toEqual([]);
    expect(await errorsOf(resident('110105194912310021'), asked('resident'))).toEqual(['Patient.identifier[0].value']);
    expect(await errorsOf(resident('11010519490231002X'), asked('resident'))).toEqual(['Patient.identifier[0].value']);
    const organisation = (value: string) => ({ resourceType: 'Organization', name: '卫生院', identifier: [{ system: 'urn:oid:2.16.156.10011.1.26', value }] });
    expect(await errorsOf(organisation('91350100M000100Y43'), asked('organisation'))).toEqual([]);
    expect(await errorsOf(organisation('91350100M000100Y44'), asked('organisation'))).toEqual(['Organization.identifier[0].value']);
    expect(await errorsOf({ resourceType: 'Practitioner', active: true }, asked('practitioner'))).toEqual(['Practitioner.name']);
  });

  test('Parameters, instances and modes', async () => {
    await fhir.send('PUT', '/Patient/v1', { body: { resourceType: 'Patient', id: 'v1', active: true } });
    const stored = await fhir.send<OperationOutcome>('GET', `/Patient/v1/$validate${asked('resident')}`);
    expect(stored.body.issue.map((issue) => issue.expression?.[0])).toEqual(expect.arrayContaining(['Patient.name', 'Patient.gender', 'Patient.birthDate']));
    const body = { resourceType: 'Parameters', parameter: [{ name: 'resource', resource: { resourceType: 'Patient', active: true } }, { name: 'profile', valueUri: `${BASE}resident` }] };
    const wrapped = await fhir.send<OperationOutcome>('POST', '/Patient/$validate', { body });
    expect(wrapped.body.issue.some((issue) => issue.expression?.[0] === 'Patient.name')).toBe(true);
    expect(await errorsOf({ resourceType: 'Patient', active: true }, '?mode=update')).toEqual(['Patient.id']);
    expect((await fhir.send<OperationOutcome>('POST', '/Patient/v1/$validate?mode=delete')).body.issue[0]!.severity).toBe('information');
    expect((await fhir.send('POST', '/Patient/none/$validate?mode=delete')).status).toBe(404);
    expect((await fhir.send<OperationOutcome>('POST', '/Observation/$validate', { body: { resourceType: 'Patient', active: true } })).body.issue[0]!.expression).toEqual(['Observation.resourceType']);
  });
});

describe('$validate by mode, version and body', () => {
  const versioned = (version: string, min: number) => ({
    ...head, id: `named-${version[0]}`, url: 'http://example.org/sd/named', version, name: 'Named', type: 'Patient', baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
    differential: { element: [{ id: 'Patient.name', path: 'Patient.name', min }] },
  });
  const person = { resourceType: 'Patient', active: true };
  const named = (version: string): string => `profile=${encodeURIComponent(`http://example.org/sd/named|${version}`)}`;
  beforeAll(async () => {
    for (const body of [versioned('1.0', 1), versioned('2.0', 0)]) expect((await fhir.send('PUT', `/StructureDefinition/${body.id}`, { body })).status).toBe(201);
  });

  test.each([
    ['one version', named('1.0'), ['Patient.name']], ['another', named('2.0'), []], ['both', `${named('2.0')}&${named('1.0')}`, ['Patient.name']], ['one that is not here', named('3.0'), ['Patient']],
    ['one that is here beside one that is not', `${named('2.0')}&${named('3.0')}`, ['Patient']], ['a type that R4 has not', 'profile=http://hl7.org/fhir/StructureDefinition/Foo', ['Patient']],
    ['the type itself', 'profile=http://hl7.org/fhir/StructureDefinition/Patient', []], ['DomainResource', 'profile=http://hl7.org/fhir/StructureDefinition/DomainResource', []],
  ])('profile of %s', async (_what, query, places) => {
    expect(await errorsOf(person, `?${query}`)).toEqual(places);
  });

  test('two versions claimed are both asked', async () => {
    expect(await errorsOf({ ...person, meta: { profile: ['http://example.org/sd/named|1.0', 'http://example.org/sd/named|2.0'] } })).toEqual(['Patient.name']);
  });

  test('the mode profile needs one', async () => {
    expect((await errorsOf(person, '?mode=profile')).join()).toContain('needs a profile');
    expect(await errorsOf(person, `?mode=profile&${named('2.0')}`)).toEqual([]);
  });

  test.each([
    ['an unknown element in XML', 'application/fhir+xml', '<Patient xmlns="http://hl7.org/fhir"><foo value="x"/></Patient>', 200, 'Patient.foo'],
    ['a member twice', 'application/fhir+json', '{"resourceType":"Patient","active":true,"active":false}', 200, 'Patient.active'],
    ['no JSON', 'application/fhir+json', '{"resourceType":', 400, undefined],
  ])('%s is told', async (_what, type, body, status, place) => {
    const answer = await fhir.send<OperationOutcome>('POST', '/Patient/$validate', { body, headers: { 'content-type': type } });
    expect([answer.status, answer.body.resourceType, answer.body.issue[0]?.expression?.[0]]).toEqual([status, 'OperationOutcome', place]);
  });
});
