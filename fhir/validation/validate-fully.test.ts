import { expect, test } from 'vitest';
import { validateFully } from './validate-fully.ts';

const errorsOf = async (value: unknown) => (await validateFully(value)).filter(({ severity }) => severity === 'error').map(({ path }) => path);
const HL7 = 'http://hl7.org/fhir/StructureDefinition';
const patient = (more: object) => ({ resourceType: 'Patient', ...more });
const extended = (name: string, value: object) => ({ url: `${HL7}/${name}`, ...value });

test.each<[string, object, string[]]>([
  ['an extension of the standard in its place', { extension: [extended('patient-birthPlace', { valueAddress: { city: 'X' } })] }, []],
  ['with a value of another type', { extension: [extended('patient-birthPlace', { valueString: 'X' })] }, ['Patient.extension[0].valueString']],
  ['twice where once is allowed', { extension: [1, 2].map(() => extended('patient-birthPlace', { valueAddress: { city: 'X' } })) }, ['Patient.extension[1]']],
  ['on another element', { name: [{ family: 'L', extension: [extended('patient-birthPlace', { valueAddress: { city: 'X' } })] }] }, ['Patient.name[0].extension[0]']],
  ['on a primitive', { birthDate: '2020-01-01', _birthDate: { extension: [extended('patient-birthTime', { valueDateTime: '2020-01-01T10:00:00Z' })] } }, []],
  ['of a datatype', { name: [{ _family: { extension: [extended('humanname-own-name', { valueString: 'L' })] }, family: 'L' }] }, []],
  ['with parts', { extension: [extended('patient-nationality', { extension: [{ url: 'code', valueCodeableConcept: { text: 'x' } }] })] }, []],
  ['with a part of another type', { extension: [extended('patient-nationality', { extension: [{ url: 'code', valueString: 'x' }] })] }, ['Patient.extension[0].extension[0].valueString']],
  ['an id twice', { name: [{ id: 'a', family: 'L' }, { id: 'a', family: 'M' }] }, ['Patient.name[1].id']],
  ['a relative reference without a type', { managingOrganization: { reference: 'abc' } }, ['Patient.managingOrganization.reference']],
  ['a code that its system does not have', { maritalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', code: 'QQ' }] } }, ['Patient.maritalStatus.coding[0].code']],
  ['a broken uuid', { identifier: [{ system: 'urn:uuid:ABC', value: '1' }] }, ['Patient.identifier[0].system']],
  ['a link that leads nowhere', { text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><a href="urn:x">x</a></div>' } }, ['Patient.text.div']],
])('%s', async (_what, more, expected) => {
  expect(await errorsOf(patient(more))).toEqual(expected);
});

test('vital signs of the standard are checked where they are claimed', async () => {
  const pressure = (more: object, unit = 'mm[Hg]') => ({
    resourceType: 'Observation', meta: { profile: [`${HL7}/bp`] }, status: 'final', subject: { reference: 'Patient/1' }, effectiveDateTime: '2026-01-01',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }],
    code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
    component: [['8480-6', 120], ['8462-4', 80]].map(([code, value]) => ({ code: { coding: [{ system: 'http://loinc.org', code }] }, valueQuantity: { value, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: unit } })),
    ...more,
  });
  expect(await errorsOf(pressure({}))).toEqual([]);
  expect(await errorsOf(pressure({ category: undefined }))).toContain('Observation.category');
  expect(await errorsOf(pressure({}, 'kPa'))).toEqual(['Observation.component[0].valueQuantity.code', 'Observation.component[1].valueQuantity.code']);
  expect((await errorsOf(pressure({ subject: undefined }))).length).toBeGreaterThan(0);
});

test('a searchset holds what was searched for', async () => {
  const set = (type: string, mode: string) => ({
    resourceType: 'Bundle', type: 'searchset', link: [{ relation: 'self', url: 'https://x.org/fhir/Patient?name=a' }], entry: [{ resource: { resourceType: type, id: 'a' }, search: { mode } }],
  });
  expect(await errorsOf(set('Patient', 'match'))).toEqual([]);
  expect(await errorsOf(set('Basic', 'match'))).toContain('Bundle.entry[0].resource');
  expect(await errorsOf(set('Patient', 'outcome'))).toContain('Bundle.entry[0].resource');
});
