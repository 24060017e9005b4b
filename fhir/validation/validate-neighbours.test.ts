import { expect, test } from 'vitest';
import { parseFhirXml } from '#fhir/xml/read-xml.ts';
import { validateFully } from './validate-fully.ts';

/** Pairs of neighbours: what R4 allows, and what it does not, one step away. */
type Case = readonly [what: string, isValid: boolean, value: unknown];

const HL7 = 'http://hl7.org/fhir/StructureDefinition';
const [LOINC, SNOMED] = ['http://loinc.org', 'http://snomed.info/sct'];
const patient = (more: object) => ({ resourceType: 'Patient', ...more });
const observation = (more: object) => ({ resourceType: 'Observation', status: 'final', code: { text: 'x' }, ...more });
const coded = (system: string, code: string) => observation({ code: { coding: [{ system, code }] } });
const told = (inside: string, root = '<div xmlns="http://www.w3.org/1999/xhtml">') => patient({ text: { status: 'generated', div: `${root}${inside}</div>` } });
const quantity = (value: number, code: string) => ({ value, unit: code, system: 'http://unitsofmeasure.org', code });
const vital = (code: string, more: object) => ({
  ...coded(LOINC, code), subject: { reference: 'Patient/1' }, effectiveDateTime: '2026-01-01',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }], ...more,
});
const media = (content: object) => ({ resourceType: 'Media', status: 'completed', content });
const codes = (more: object) => ({ resourceType: 'CodeSystem', status: 'active', url: 'http://x.org/cs', content: 'complete', concept: [{ code: 'a', property: [{ code: 'p', valueString: 'x' }] }], ...more });
const listed = (include: object) => ({ resourceType: 'ValueSet', status: 'active', compose: { include: [include] } });
const constraint = (value: string) => listed({ system: SNOMED, filter: [{ property: 'constraint', op: '=', value }] });
const held = (...ids: string[]) => patient({ contained: ids.map((id) => ({ resourceType: 'Organization', id, name: 'x' })), managingOrganization: { reference: '#x' } });
const extended = (...extension: object[]) => patient({ extension });

const CASES: readonly Case[] = [
  ['the last zone', true, patient({ deceasedDateTime: '2026-01-01T00:00:00+14:00' })], ['a zone beyond the last', false, patient({ deceasedDateTime: '2026-01-01T00:00:00+14:30' })],
  ['an identifier of a system', true, patient({ identifier: [{ system: 'urn:oid:1.2.3', value: '1' }] })], ['of a relative one', false, patient({ identifier: [{ system: 'abc', value: '1' }] })],
  ['a language', true, patient({ language: 'zh-Hans-CN' })], ['a language with an extension', true, patient({ language: 'de-CH-1996-x-own' })], ['a word', false, patient({ language: 'chinese' })],
  ['a coded language', true, patient({ communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'zh-CN' }] } }] })], ['a coded word', false, patient({ communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'zh_CN' }] } }] })],
  ['a media type', true, media({ contentType: 'text/plain; charset=utf-8', data: 'aGk=' })], ['half a media type', false, media({ contentType: 'text', data: 'aGk=' })],
  ['a currency', true, { resourceType: 'Invoice', status: 'issued', totalNet: { value: 1, currency: 'CNY' } }], ['no currency', false, { resourceType: 'Invoice', status: 'issued', totalNet: { value: 1, currency: 'ZZZ' } }],
  ['a code of LOINC', true, coded(LOINC, '718-7')], ['an answer of LOINC', true, coded(LOINC, 'LA6751-7')], ['a wrong check digit', false, coded(LOINC, '718-8')], ['no code of LOINC', false, coded(LOINC, 'haemoglobin')],
  ['a concept of SNOMED CT', true, coded(SNOMED, '276885007')], ['an expression', true, coded(SNOMED, '128045006|Cellulitis|:{363698007=56459004}')], ['a wrong check digit of Verhoeff', false, coded(SNOMED, '276885008')],
  ['a letter at the end', false, coded(SNOMED, '276885007x')], ['an expression of what is none', false, coded(SNOMED, '128045006:363698007=56459005')],
  ['a constraint', true, constraint('< 404684003 |Clinical finding| : 363698007 = << 39057004, [0..1] 116676008 = *')], ['joined ones', true, constraint('<< 73211009 OR (^ 700043003 MINUS > 46635009)')],
  ['groups and dots', true, constraint('< 404684003: { 363698007 = <<39057004, R 116676008 != #5 } AND 246075003 = "a"')], ['a constraint of dots', true, constraint('<< 125605004 . 363698007')],
  ['an operator in the middle', false, constraint('234234 << 234234')], ['an open bracket', false, constraint('<< (73211009 OR 46635009')], ['no concept', false, constraint('<< diabetes')],
  ['an attribute without a value', false, constraint('< 404684003: 363698007 =')], ['AND and OR without brackets', false, constraint('73211009 AND 46635009 OR 44054006')],
  ['a filter by a pattern', true, listed({ system: LOINC, filter: [{ property: 'COMPONENT', op: 'regex', value: '^A.*' }] })], ['by what is none', false, listed({ system: LOINC, filter: [{ property: 'COMPONENT', op: 'regex', value: '((' }] })],
  ['a property that is declared', true, codes({ property: [{ code: 'p', type: 'string' }] })], ['one that is not', false, codes({})],
  ['two contained resources', true, { ...held('x', 'y'), generalPractitioner: [{ reference: '#y' }] }], ['of one id', false, held('x', 'x')],
  ['a canonical of a contained resource', true, { resourceType: 'QuestionnaireResponse', status: 'completed', contained: [{ resourceType: 'Questionnaire', id: 'q', status: 'active' }], questionnaire: '#q' }],
  ['of none', false, { resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire: '#q' }],
  ['an id of an element', true, patient({ birthDate: '2026', _birthDate: { id: 'a' } })], ['with a space', false, patient({ birthDate: '2026', _birthDate: { id: 'a b' } })], ['twice on primitives', false, patient({ birthDate: '2026', _birthDate: { id: 'a' }, gender: 'male', _gender: { id: 'a' } })],
  ['an extension with a relative address', false, extended({ url: 'foo', valueString: 'x' })], ['its parts may have one', true, extended({ url: 'http://hl7.org/fhir/StructureDefinition/patient-nationality', extension: [{ url: 'code', valueCodeableConcept: { text: 'x' } }] })], ['one that nobody has defined', false, extended({ url: 'http://x.org/e', valueString: 'x' })],
  ['a part that the extension defines', true, extended({ url: `${HL7}/patient-nationality`, extension: [{ url: 'code', valueCodeableConcept: { text: 'x' } }] })], ['another part', false, extended({ url: `${HL7}/patient-nationality`, extension: [{ url: 'colour', valueString: 'x' }] })],
  ['a reason of absence', true, patient({ _birthDate: { extension: [{ url: `${HL7}/data-absent-reason`, valueCode: 'unknown' }] } })], ['one that its value set does not have', false, patient({ _birthDate: { extension: [{ url: `${HL7}/data-absent-reason`, valueCode: 'lost' }] } })],
  ['a narrative', true, told('<p class="a">x &nbsp;<a href="http://x.org" rel="x">y</a></p>')], ['in no namespace', false, told('x', '<div>')], ['in another', false, told('x', '<div xmlns="http://x.org">')],
  ['with an attribute of no chapter', false, told('<p foo="1">x</p>')], ['with a target', false, told('<a href="http://x.org" target="_blank">x</a>')], ['in capitals', false, told('<P>x</P>')], ['with an entity of no name', false, told('&bogus;x')],
  ['a body temperature', true, vital('8310-5', { valueQuantity: quantity(37, 'Cel') })], ['in kilograms', false, vital('8310-5', { valueQuantity: quantity(37, 'kg') })], ['as a text', false, vital('8310-5', { valueString: '37' })], ['of nobody', false, vital('8310-5', { valueQuantity: quantity(37, 'Cel'), subject: undefined })],
  ['of no category', false, vital('8310-5', { valueQuantity: quantity(37, 'Cel'), category: undefined })], ['without a value', false, vital('8310-5', {})], ['without one for a reason', true, vital('8310-5', { dataAbsentReason: { text: 'x' } })],
  ['a blood pressure of one part', false, vital('85354-9', { component: [{ code: { coding: [{ system: LOINC, code: '8480-6' }] }, valueQuantity: quantity(120, 'mm[Hg]') }] })], ['what is no vital sign', true, vital('718-7', { category: undefined, subject: undefined, valueString: 'x' })],
  ['sampled data', true, observation({ valueSampledData: { origin: { value: 1 }, period: 1, dimensions: 1, data: '1 -2.5 E U L' } })], ['of words', false, observation({ valueSampledData: { origin: { value: 1 }, period: 1, dimensions: 1, data: 'a b' } })],
  ['a parameter of nothing', false, { resourceType: 'Parameters', parameter: [{ name: 'a' }] }], ['a profile of another type', false, observation({ meta: { profile: [`${HL7}/Patient`] } })], ['of its own', true, observation({ meta: { profile: [`${HL7}/Observation`] } })],
];

test.each(CASES)('%s: %s', async (_what, isValid, value) => {
  const issues = await validateFully(JSON.parse(JSON.stringify(value)));
  const mistakes = issues.filter(({ severity }) => severity === 'error').map(({ path, en }) => `${path}: ${en}`);
  expect(mistakes.length === 0, mistakes.join('\n')).toBe(isValid);
});

test.each<[string, boolean, string]>([
  ['elements in their order', true, '<name><family value="x"/></name><gender value="male"/>'], ['out of order', false, '<gender value="male"/><name><family value="x"/></name>'],
  ['a list with something between', false, '<name><family value="a"/></name><telecom><system value="phone"/></telecom><name><family value="b"/></name>'],
  ['the address of an extension', true, '<extension url="http://x.org/e"><valueString value="x"/></extension>'], ['as an element', false, '<extension><url value="http://x.org/e"/><valueString value="x"/></extension>'],
])('XML: %s', (_what, isValid, inside) => {
  const read = () => parseFhirXml(`<Patient xmlns="http://hl7.org/fhir">${inside}</Patient>`);
  if (isValid) expect(read()).toMatchObject({ resourceType: 'Patient' });
  else expect(read).toThrow();
});
