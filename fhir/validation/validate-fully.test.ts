import { describe, expect, test } from 'vitest';
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
  ['a reference to a type that the element does not allow', { managingOrganization: { reference: 'Practitioner/1' } }, ['Patient.managingOrganization']],
  ['the same by what is contained', { contained: [{ resourceType: 'Practitioner', id: 'p' }], managingOrganization: { reference: '#p' } }, ['Patient.managingOrganization']],
  ['the same by an absolute address', { managingOrganization: { reference: 'https://x.org/fhir/Practitioner/1' } }, ['Patient.managingOrganization']],
  ['a reference that says another type than it leads to', { managingOrganization: { reference: 'Organization/1', type: 'Practitioner' } }, ['Patient.managingOrganization']],
  ['an address that is no resource', { managingOrganization: { reference: 'https://x.org/organisations/1' } }, []],
  ['a link within the narrative that leads nowhere', { text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><a href="#x">x</a></div>' } }, ['Patient.text.div']],
  ['a link to a contained resource', { contained: [{ resourceType: 'Organization', id: 'o', name: 'O' }], managingOrganization: { reference: '#o' }, text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><a href="#o">x</a></div>' } }, []],
  ['a link to a place of the narrative', { text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><a href="#x">x</a><p id="x">y</p></div>' } }, []],
  ['an OID without its urn', { identifier: [{ system: 'oid:1.2.3', value: '1' }] }, ['Patient.identifier[0].system']],
  ['a system by another address', { maritalStatus: { coding: [{ system: 'https://loinc.org', code: 'x' }] } }, ['Patient.maritalStatus.coding[0].system']],
  ['a display that is not the code’s', { maritalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', code: 'M', display: 'Divorced' }] } }, ['Patient.maritalStatus.coding[0].display']],
  ['a display in Chinese', { maritalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', code: 'M', display: '已婚' }] } }, []],
])('%s', async (_what, more, expected) => {
  expect(await errorsOf(patient(more))).toEqual(expected);
});

describe('bundles', () => {
  const base = 'https://x.org/fhir';
  const entry = (resource: { resourceType: string; id: string } & object, fullUrl: string | undefined = `${base}/${resource.resourceType}/${resource.id}`) => ({ ...(fullUrl === '' ? {} : { fullUrl }), resource });
  const narrative = { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' };
  const composition = (more: object = {}) => ({
    resourceType: 'Composition', id: 'c', text: narrative, status: 'final', type: { text: 'x' }, subject: { reference: 'Patient/p' }, date: '2026-01-01', author: [{ reference: 'Practitioner/d' }], title: 'x', ...more,
  });
  const document = (entries: unknown[], more: object = {}) => ({ resourceType: 'Bundle', type: 'document', identifier: { system: 'urn:x', value: '1' }, timestamp: '2026-01-01T00:00:00Z', entry: entries, ...more });
  const [person, doctor] = [{ resourceType: 'Patient', id: 'p', text: narrative }, { resourceType: 'Practitioner', id: 'd', text: narrative }];

  test.each<[string, object, string[]]>([
    ['a document that is complete', document([entry(composition()), entry(person), entry(doctor)]), []],
    ['whose author is not there', document([entry(composition()), entry(person)]), ['Bundle.entry[0].resource.author[0]']],
    ['whose author is elsewhere', document([entry(composition({ author: [{ reference: 'https://y.org/fhir/Practitioner/d' }] })), entry(person)]), ['Bundle.entry[0].resource.author[0]']],
    ['with what nothing refers to', document([entry(composition()), entry(person), entry(doctor), entry({ resourceType: 'Patient', id: 'q', text: narrative } as never)]), ['Bundle.entry[3]']],
    ['with what refers to it', document([entry(composition()), entry(person), entry(doctor), entry({ resourceType: 'Basic', id: 'b', text: narrative, code: { text: 'x' }, subject: { reference: 'Patient/p' } } as never)]), []],
    ['with an entry without an address', document([entry(composition()), entry(person), entry(doctor), entry({ resourceType: 'Basic', id: 'b', text: narrative, code: { text: 'x' }, subject: { reference: `${base}/Patient/p` } } as never, '')]), ['Bundle.entry[3]']],
    ['with pages', document([entry(composition()), entry(person), entry(doctor)], { link: [{ relation: 'next', url: `${base}/x` }] }), ['Bundle.link[0]']],
    ['a collection without addresses', { resourceType: 'Bundle', type: 'collection', entry: [entry(person, '')] }, ['Bundle.entry[0]']],
    ['a transaction without addresses', { resourceType: 'Bundle', type: 'transaction', entry: [{ resource: { resourceType: 'Patient' }, request: { method: 'POST', url: 'Patient' } }] }, []],
    ['a searchset with an entry of nothing', { resourceType: 'Bundle', type: 'searchset', entry: [{ fullUrl: `${base}/Patient/1`, search: { mode: 'match' } }] }, ['Bundle.entry[0]', 'Bundle.entry[0]']],
    ['links of one kind that are no pages', { resourceType: 'Bundle', type: 'searchset', link: [1, 2].map((at) => ({ relation: 'related', url: `${base}/${at}` })) }, []],
  ])('%s', async (_what, bundle, expected) => {
    expect(await errorsOf(bundle)).toEqual(expected);
  });
});

test.each<[string, object, string[]]>([
  ['a count that is right', { content: 'complete', count: 2, concept: [{ code: 'a', concept: [{ code: 'b' }] }] }, []],
  ['a count that is wrong', { content: 'complete', count: 3, concept: [{ code: 'a', concept: [{ code: 'b' }] }] }, ['CodeSystem.count']],
  ['a supplement of nothing', { content: 'supplement', concept: [{ code: 'a' }] }, ['CodeSystem']],
])('a code system with %s', async (_what, more, expected) => {
  expect(await errorsOf({ resourceType: 'CodeSystem', url: 'https://x.org/cs', status: 'active', ...more })).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['codes that exist', { system: 'http://hl7.org/fhir/administrative-gender', concept: [{ code: 'male' }] }, []],
  ['a code that does not exist', { system: 'http://hl7.org/fhir/administrative-gender', concept: [{ code: 'male' }, { code: 'x' }] }, ['ValueSet.compose.include[0].concept[1].code']],
  ['a version in the address', { system: 'http://x.org/cs|1' }, ['ValueSet.compose.include[0].system']],
  ['codes of no system', { concept: [{ code: 'x' }], valueSet: ['http://x.org/vs'] }, ['ValueSet.compose.include[0]']],
])('a value set of %s', async (_what, include, expected) => {
  expect([...new Set(await errorsOf({ resourceType: 'ValueSet', url: 'https://x.org/vs', status: 'active', compose: { include: [include] } }))]).toEqual(expected);
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
  expect(await errorsOf(pressure({}, 'kPa'))).toEqual([0, 1].map((at) => `Observation.component[${at}].valueQuantity.code`).concat([0, 1].map((at) => `Observation.component[${at}].valueQuantity`)));
  expect((await errorsOf(pressure({ subject: undefined }))).length).toBeGreaterThan(0);
});

test('a searchset holds what was searched for', async () => {
  const set = (type: string, mode: string) => ({
    resourceType: 'Bundle', type: 'searchset', link: [{ relation: 'self', url: 'https://x.org/fhir/Patient?name=a' }], entry: [{ fullUrl: `https://x.org/fhir/${type}/a`, resource: { resourceType: type, id: 'a' }, search: { mode } }],
  });
  expect(await errorsOf(set('Patient', 'match'))).toEqual([]);
  expect(await errorsOf(set('Basic', 'match'))).toContain('Bundle.entry[0].resource');
  expect(await errorsOf(set('Patient', 'outcome'))).toContain('Bundle.entry[0].resource');
});
