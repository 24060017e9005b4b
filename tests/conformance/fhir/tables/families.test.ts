import { expect, test } from 'vitest';
import { readFhirJson } from '#fhir/types/json-names.ts';
import { validateFully } from '#fhir/validation/validate-fully.ts';
import { parseFhirXml } from '#fhir/xml/read-xml.ts';

/** The families that HL7's validation cases come from, each with neighbours worked from R4: what it allows, and what it does not, one step away. */
type Case = readonly [what: string, isValid: boolean, value: unknown];

const HL7 = 'http://hl7.org/fhir/StructureDefinition';
const UCUM = 'http://unitsofmeasure.org';
const patient = (m: object) => ({ resourceType: 'Patient', ...m });
const obs = (m: object) => ({ resourceType: 'Observation', status: 'final', code: { text: 'x' }, ...m });
const q = (value: number, code: string, m: object = {}) => ({ value, unit: code, system: UCUM, code, ...m });
const answers = (qs: object[], items: object[], m: object = {}, inside: object[] = []) => ({ resourceType: 'QuestionnaireResponse', status: 'completed', contained: [{ resourceType: 'Questionnaire', id: 'q', status: 'active', item: qs }, ...inside], questionnaire: '#q', item: items, ...m });
const questions = (...item: object[]) => ({ resourceType: 'Questionnaire', status: 'active', item });
const bundle = (type: string, entry: unknown[], m: object = {}) => ({ resourceType: 'Bundle', type, entry, ...m });
const U = (n: number) => `urn:uuid:0000000${n}-0000-4000-8000-000000000000`;
const told = (inside: string, m: object = {}) => patient({ text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${inside}</div>`, ...m } });
const codes = (m: object) => ({ resourceType: 'CodeSystem', status: 'active', url: 'http://x.org/cs', content: 'complete', ...m });
const values = (inc: object, m: object = {}) => ({ resourceType: 'ValueSet', url: 'http://x.org/vs', status: 'active', compose: { include: [inc] }, ...m });
const profile = (m: object, els: object[] = []) => ({ resourceType: 'StructureDefinition', url: 'http://x.org/sd', name: 'Sd', status: 'active', kind: 'resource', abstract: false, type: 'Patient', baseDefinition: HL7 + '/Patient', derivation: 'constraint', differential: { element: [{ id: 'Patient', path: 'Patient' }, ...els] }, ...m });
const map = (g: object, m: object = {}) => ({ resourceType: 'ConceptMap', status: 'active', group: [g], ...m });
const ext = (url: string, m: object) => ({ url: `${HL7}/${url}`, ...m });
const item = (m: object) => ({ linkId: '1', type: 'string', ...m });
const ans = (...a: object[]) => ({ linkId: '1', answer: a });
const sp = (m: object) => ({ resourceType: 'SearchParameter', url: 'http://x.org/sp', name: 'Sp', status: 'active', description: 'x', code: 'x', base: ['Patient'], type: 'string', expression: 'Patient.name.family', ...m });
const op = (m: object) => ({ resourceType: 'OperationDefinition', name: 'Op', status: 'active', kind: 'operation', code: 'do-it', system: true, type: false, instance: false, ...m });
const cap = (m: object) => ({ resourceType: 'CapabilityStatement', status: 'active', date: '2026-01-01', kind: 'requirements', fhirVersion: '4.0.1', format: ['json'], description: 'x', rest: [{ mode: 'server' }], ...m });
const smap = (m: object) => ({ resourceType: 'StructureMap', url: 'http://x.org/map', name: 'Map', status: 'active', group: [{ name: 'main', typeMode: 'none', input: [{ name: 'src', mode: 'source' }, { name: 'tgt', mode: 'target' }], rule: [{ name: 'r', source: [{ context: 'src', element: 'a', variable: 'v' }], target: [{ context: 'tgt', contextType: 'variable', element: 'b', transform: 'copy', parameter: [{ valueId: 'v' }] }] }] }], ...m });
const measure = (m: object) => ({ resourceType: 'Measure', id: 'm', url: 'http://x.org/Measure/m', status: 'active', group: [{ code: { text: 'g' }, population: [{ code: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/measure-population', code: 'numerator' }] }, criteria: { language: 'text/cql', expression: 'n' } }] }], ...m });
const el = (path: string, m: object = {}) => ({ id: path, path, ...m });
const px = (body: string, attrs = '') => `<Patient xmlns="http://hl7.org/fhir"${attrs}>${body}</Patient>`;
const condition = (m: object) => ({ resourceType: 'Condition', clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] }, subject: { display: 'x' }, ...m });
const contain = (resource: object) => ({ resourceType: 'List', status: 'current', mode: 'working', contained: [{ id: 'c', ...resource }], entry: [{ item: { reference: '#c' } }] });
const extDef = (m: object, els: object[]) => ({ resourceType: 'StructureDefinition', url: 'http://x.org/e', name: 'E', status: 'active', kind: 'complex-type', abstract: false, context: [{ type: 'element', expression: 'Patient' }], type: 'Extension', baseDefinition: `${HL7}/Extension`, derivation: 'constraint', differential: { element: [el('Extension'), ...els] }, ...m });
const inv = (path: string, expression: string, type = 'Patient') => profile({ type, baseDefinition: `${HL7}/${type}`, differential: { element: [...(path === type ? [] : [el(type)]), el(path, { constraint: [{ key: 'a-1', severity: 'error', human: 'x', expression }] })] } });
const comp = (m: object = {}) => ({ resourceType: 'Composition', status: 'final', type: { text: 'x' }, date: '2026-01-01', author: [{ display: 'x' }], title: 'x', ...m });
const doc = (c: object, rest: object[] = [], m: object = {}) => bundle('document', [{ fullUrl: U(1), resource: comp(c) }, ...rest], { identifier: { system: 'urn:ietf:rfc:3986', value: U(9) }, timestamp: '2026-01-01T00:00:00Z', ...m });
const entry = (n: number, resource: object) => ({ fullUrl: U(n), resource });
const msg = (h: object, rest: object[] = []) => bundle('message', [{ fullUrl: U(1), resource: { resourceType: 'MessageHeader', eventUri: 'http://x.org/e', source: { endpoint: 'http://x.org/s' }, ...h } }, ...rest]);
const searchBy = (expression: string, m: object = {}) => sp({ expression, ...m });

/** A choice whose options are a value set contained in the questionnaire. */
const asked = (code: string) => {
  const valueSet = { resourceType: 'ValueSet', id: 'vs', status: 'active', compose: { include: [{ system: 'http://x.org/cs', concept: [{ code: 'a' }] }] } };
  return bundle('collection', [
    { fullUrl: U(1), resource: { resourceType: 'Questionnaire', url: 'http://x.org/q', status: 'active', contained: [valueSet], item: [item({ type: 'choice', answerValueSet: '#vs' })] } },
    { fullUrl: U(2), resource: { resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire: 'http://x.org/q', item: [ans({ valueCoding: { system: 'http://x.org/cs', code } })] } },
  ]);
};

/** Answers under R4’s own extensions of questionnaires, bundles by their kind, maps, parameters, operations. */
const ANSWERS_AND_BUNDLES: readonly Case[] = [
  // questionnaires' R4 extensions on answers
  ['qr minValue below', false, answers([item({ type: 'integer', extension: [ext('minValue', { valueInteger: 5 })] })], [ans({ valueInteger: 4 })])],
  ['qr minValue ok', true, answers([item({ type: 'integer', extension: [ext('minValue', { valueInteger: 5 })] })], [ans({ valueInteger: 5 })])],
  ['qr maxValue above', false, answers([item({ type: 'decimal', extension: [ext('maxValue', { valueDecimal: 5 })] })], [ans({ valueDecimal: 5.1 })])],
  ['qr maxValue date', false, answers([item({ type: 'date', extension: [ext('maxValue', { valueDate: '2026-01-01' })] })], [ans({ valueDate: '2026-02-01' })])],
  ['qr minLength', false, answers([item({ extension: [ext('minLength', { valueInteger: 5 })] })], [ans({ valueString: 'abc' })])],
  ['qr minLength ok', true, answers([item({ extension: [ext('minLength', { valueInteger: 3 })] })], [ans({ valueString: 'abc' })])],
  ['qr regex bad', false, answers([item({ extension: [ext('regex', { valueString: '[0-9]{3}' })] })], [ans({ valueString: 'abc' })])],
  ['qr regex ok', true, answers([item({ extension: [ext('regex', { valueString: '[0-9]{3}' })] })], [ans({ valueString: '123' })])],
  ['qr maxDecimalPlaces', false, answers([item({ type: 'decimal', extension: [ext('maxDecimalPlaces', { valueInteger: 1 })] })], [ans({ valueDecimal: 5.12 })])],
  ['qr maxDecimalPlaces ok', true, answers([item({ type: 'decimal', extension: [ext('maxDecimalPlaces', { valueInteger: 2 })] })], [ans({ valueDecimal: 5.12 })])],
  ['qr minOccurs', false, answers([item({ required: true, repeats: true, extension: [ext('questionnaire-minOccurs', { valueInteger: 2 })] })], [ans({ valueString: 'a' })])],
  ['qr maxOccurs', false, answers([item({ repeats: true, extension: [ext('questionnaire-maxOccurs', { valueInteger: 1 })] })], [ans({ valueString: 'a' }, { valueString: 'b' })])],
  ['qr maxOccurs ok', true, answers([item({ repeats: true, extension: [ext('questionnaire-maxOccurs', { valueInteger: 2 })] })], [ans({ valueString: 'a' }, { valueString: 'b' })])],
  ['qr optionExclusive', false, answers([item({ type: 'choice', repeats: true, answerOption: [{ valueString: 'a' }, { valueString: 'none', extension: [ext('questionnaire-optionExclusive', { valueBoolean: true })] }] })], [ans({ valueString: 'a' }, { valueString: 'none' })])],
  ['qr optionExclusive alone', true, answers([item({ type: 'choice', repeats: true, answerOption: [{ valueString: 'a' }, { valueString: 'none', extension: [ext('questionnaire-optionExclusive', { valueBoolean: true })] }] })], [ans({ valueString: 'none' })])],
  ['qr unitOption not one', false, answers([item({ type: 'quantity', extension: [ext('questionnaire-unitOption', { valueCoding: { system: UCUM, code: 'kg' } }), ext('questionnaire-unitOption', { valueCoding: { system: UCUM, code: 'g' } })] })], [ans({ valueQuantity: q(1, 'mg') })])],
  ['qr unitOption one', true, answers([item({ type: 'quantity', extension: [ext('questionnaire-unitOption', { valueCoding: { system: UCUM, code: 'kg' } }), ext('questionnaire-unitOption', { valueCoding: { system: UCUM, code: 'g' } })] })], [ans({ valueQuantity: q(1, 'g') })])],
  ['qr mimeType', false, answers([item({ type: 'attachment', extension: [ext('mimeType', { valueCode: 'image/png' })] })], [ans({ valueAttachment: { contentType: 'text/plain', data: 'aGk=' } })])],
  ['qr maxSize', false, answers([item({ type: 'attachment', extension: [ext('maxSize', { valueDecimal: 0.000001 })] })], [ans({ valueAttachment: { contentType: 'text/plain', data: 'aGVsbG8gd29ybGQ=' } })])],
  ['qr referenceResource', false, answers([item({ type: 'reference', extension: [ext('questionnaire-referenceResource', { valueCode: 'Practitioner' })] })], [ans({ valueReference: { reference: 'Patient/1' } })])],
  ['qr referenceResource ok', true, answers([item({ type: 'reference', extension: [ext('questionnaire-referenceResource', { valueCode: 'Practitioner' })] })], [ans({ valueReference: { reference: 'Practitioner/1' } })])],
  // contained value set
  ['qr contained vs right', true, bundle('collection', [
    { fullUrl: U(1), resource: { resourceType: 'Questionnaire', url: 'http://x.org/q', status: 'active', contained: [{ resourceType: 'ValueSet', id: 'vs', status: 'active', compose: { include: [{ system: 'http://x.org/cs', concept: [{ code: 'a' }] }] } }], item: [item({ type: 'choice', answerValueSet: '#vs' })] } },
    { fullUrl: U(2), resource: { resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire: 'http://x.org/q', item: [ans({ valueCoding: { system: 'http://x.org/cs', code: 'a' } })] } }])],
  ['qr vs choice string', false, answers([item({ type: 'choice', answerValueSet: 'http://hl7.org/fhir/ValueSet/administrative-gender' })], [ans({ valueString: 'male' })])],
  ['qr vs open-choice string', true, answers([item({ type: 'open-choice', answerValueSet: 'http://hl7.org/fhir/ValueSet/administrative-gender' })], [ans({ valueString: 'male' })])],
  ['qr core vs wrong', false, answers([item({ type: 'choice', answerValueSet: 'http://hl7.org/fhir/ValueSet/administrative-gender' })], [ans({ valueCoding: { system: 'http://hl7.org/fhir/administrative-gender', code: 'zz' } })])],
  ['qr vs no code', false, answers([item({ type: 'choice', answerValueSet: 'http://hl7.org/fhir/ValueSet/administrative-gender' })], [ans({ valueCoding: { display: 'male' } })])],
  ['qr open-choice coding not option', false, answers([item({ type: 'open-choice', answerOption: [{ valueCoding: { system: 'http://x.org', code: 'a' } }] })], [ans({ valueCoding: { system: 'http://x.org', code: 'b' } })])],
  ['qr hidden group item order nested', true, answers([{ linkId: 'g', type: 'group', repeats: true, item: [item({})] }], [{ linkId: 'g', item: [ans({ valueString: 'x' })] }, { linkId: 'g', item: [ans({ valueString: 'y' })] }])],
  ['qr nonrepeating group twice', false, answers([{ linkId: 'g', type: 'group', item: [item({})] }], [{ linkId: 'g', item: [ans({ valueString: 'x' })] }, { linkId: 'g', item: [ans({ valueString: 'y' })] }])],
  ['qr required group missing', false, answers([{ linkId: 'g', type: 'group', required: true, item: [item({})] }, { linkId: 'z', type: 'string' }], [{ linkId: 'z', answer: [{ valueString: 'x' }] }])],
  ['qr required nested in absent group ok', true, answers([{ linkId: 'g', type: 'group', item: [item({ required: true })] }, { linkId: 'z', type: 'string' }], [{ linkId: 'z', answer: [{ valueString: 'x' }] }])],
  ['qr required in present group', false, answers([{ linkId: 'g', type: 'group', item: [item({ required: true }), { linkId: '2', type: 'string' }] }], [{ linkId: 'g', item: [{ linkId: '2', answer: [{ valueString: 'x' }] }] }])],
  ['qr in wrong group', false, answers([{ linkId: 'g', type: 'group', item: [item({})] }, { linkId: 'h', type: 'group', item: [{ linkId: '2', type: 'string' }] }], [{ linkId: 'g', item: [{ linkId: '2', answer: [{ valueString: 'x' }] }] }])],
  ['qr missing all items but required', false, answers([item({ required: true })], [], { item: undefined })], ['qr answer without value', false, answers([item({})], [{ linkId: '1', answer: [{ item: [] }] }])],
  ['qr url', true, answers([item({ type: 'url' })], [ans({ valueUri: 'http://x.org' })])], ['qr date for dateTime', false, answers([item({ type: 'dateTime' })], [ans({ valueDate: '2026-01-01' })])],
  ['qr whole decimal as integer', true, answers([item({ type: 'decimal' })], [ans({ valueInteger: 1 })])], ['qr boolean false', true, answers([item({ type: 'boolean', required: true })], [ans({ valueBoolean: false })])],
  ['qr display with answer', false, answers([item({ type: 'display' })], [ans({ valueString: 'x' })])],
  ['qr enableWhen all', false, answers([{ linkId: 'a', type: 'integer' }, { linkId: 'b', type: 'integer' }, item({ enableBehavior: 'all', enableWhen: [{ question: 'a', operator: '>', answerInteger: 1 }, { question: 'b', operator: '>', answerInteger: 1 }] })], [{ linkId: 'a', answer: [{ valueInteger: 2 }] }, { linkId: 'b', answer: [{ valueInteger: 1 }] }, ans({ valueString: 'x' })])],
  ['qr entered-in-error missing', true, answers([item({ required: true }), { linkId: 'z', type: 'string' }], [{ linkId: 'z', answer: [{ valueString: 'x' }] }], { status: 'entered-in-error' })],
  // questionnaires as definitions
  ['q enableWhen no operator', false, questions({ linkId: '0', type: 'boolean' }, item({ enableWhen: [{ question: '0', answerBoolean: true }] }))],
  ['q enableWhen exists not boolean', false, questions({ linkId: '0', type: 'boolean' }, item({ enableWhen: [{ question: '0', operator: 'exists', answerString: 'x' }] }))],
  ['q initial two que-13', false, questions(item({ repeats: false, initial: [{ valueString: 'a' }, { valueString: 'b' }] }))],
  ['q initial on group que-8', false, questions({ linkId: 'g', type: 'group', item: [item({})], initial: [{ valueString: 'x' }] })], ['q maxLength on date que-10', false, questions(item({ type: 'date', maxLength: 5 }))],
  ['q subjectType bad', false, { ...questions(item({})), subjectType: ['Foo'] }], ['q type bad', false, questions(item({ type: 'number' }))],
  ['q initial type mismatch', true, questions(item({ type: 'string', initial: [{ valueString: 'x' }] }))], ['q answerOption on integer', false, questions(item({ type: 'boolean', answerOption: [{ valueInteger: 1 }] }))],
  ['q answerOption quantity', false, questions(item({ type: 'choice', answerOption: [{ valueQuantity: { value: 1 } }] }))],
  // bundles
  ['searchset outcome as match', false, bundle('searchset', [{ fullUrl: 'http://x.org/fhir/OperationOutcome/1', resource: { resourceType: 'OperationOutcome', id: '1', issue: [{ severity: 'error', code: 'invalid' }] }, search: { mode: 'match' } }], { link: [{ relation: 'self', url: 'http://x.org/fhir/Patient?name=x' }] })],
  ['searchset outcome as outcome', true, bundle('searchset', [{ resource: { resourceType: 'OperationOutcome', id: '1', issue: [{ severity: 'error', code: 'invalid' }] }, search: { mode: 'outcome' } }], { link: [{ relation: 'self', url: 'http://x.org/fhir/Patient?name=x' }] })],
  ['searchset _type other', false, bundle('searchset', [{ fullUrl: 'http://x.org/fhir/Patient/1', resource: patient({ id: '1' }), search: { mode: 'match' } }], { link: [{ relation: 'self', url: 'http://x.org/fhir/?_type=Observation,Condition' }] })],
  ['searchset _type', true, bundle('searchset', [{ fullUrl: 'http://x.org/fhir/Patient/1', resource: patient({ id: '1' }), search: { mode: 'match' } }], { link: [{ relation: 'self', url: 'http://x.org/fhir/?_type=Observation,Patient' }] })],
  ['searchset compartment', true, bundle('searchset', [{ fullUrl: 'http://x.org/fhir/Observation/1', resource: obs({ id: '1' }), search: { mode: 'match' } }], { link: [{ relation: 'self', url: 'http://x.org/fhir/Patient/1/Observation?code=x' }] })],
  ['searchset score 2', false, bundle('searchset', [{ fullUrl: 'http://x.org/fhir/Patient/1', resource: patient({ id: '1' }), search: { mode: 'match', score: 'x' } }])],
  ['transaction no request', false, bundle('transaction', [{ resource: patient({}) }])], ['batch-response no response bdl-4', false, bundle('batch-response', [{ resource: patient({}) }])],
  ['transaction-response ok', true, bundle('transaction-response', [{ response: { status: '201 Created' } }])],
  ['history no response ok', true, bundle('history', [{ fullUrl: 'http://x.org/fhir/Patient/1', resource: patient({ id: '1' }), request: { method: 'PUT', url: 'Patient/1' }, response: { status: '200' } }])],
  ['transaction request url missing', false, bundle('transaction', [{ resource: patient({}), request: { method: 'POST' } }])],
  ['transaction request url type differs', false, bundle('transaction', [{ fullUrl: U(1), resource: patient({}), request: { method: 'POST', url: 'Observation' } }])],
  ['transaction PUT with other id', false, bundle('transaction', [{ fullUrl: 'http://x.org/fhir/Patient/1', resource: patient({ id: '1' }), request: { method: 'PUT', url: 'Patient/2' } }])],
  ['transaction PUT without id in resource', true, bundle('transaction', [{ fullUrl: U(1), resource: patient({}), request: { method: 'PUT', url: 'Patient?identifier=a|b' } }])],
  ['transaction DELETE with resource', true, bundle('transaction', [{ request: { method: 'DELETE', url: 'Patient/1' } }])],
  ['collection same resource twice', false, bundle('collection', [{ fullUrl: 'http://x.org/fhir/Patient/1', resource: patient({ id: '1' }) }, { fullUrl: 'http://x.org/fhir/Patient/1', resource: patient({ id: '1' }) }])],
  ['collection two versions', true, bundle('collection', [{ fullUrl: 'http://x.org/fhir/Patient/1', resource: patient({ id: '1', meta: { versionId: '1' } }) }, { fullUrl: 'http://x.org/fhir/Patient/1', resource: patient({ id: '1', meta: { versionId: '2' } }) }])],
  ['fullUrl urn:uuid upper', false, bundle('collection', [{ fullUrl: 'urn:uuid:0000000A-0000-4000-8000-000000000000', resource: patient({}) }])],
  ['fullUrl urn:oid', true, bundle('collection', [{ fullUrl: 'urn:oid:1.2.3', resource: patient({}) }])], ['fullUrl rel', false, bundle('collection', [{ fullUrl: 'Patient/1', resource: patient({ id: '1' }) }])],
  ['link relation empty', false, bundle('searchset', [], { entry: undefined, link: [{ relation: '', url: 'http://x.org' }] })], ['link url missing', false, bundle('searchset', [], { entry: undefined, link: [{ relation: 'self' }] })],
  ['total negative', false, bundle('searchset', [], { entry: undefined, total: -1 })], ['bundle in bundle', true, bundle('collection', [{ fullUrl: U(1), resource: bundle('collection', [{ fullUrl: U(2), resource: patient({}) }]) }])],
  ['bundle type bad', false, bundle('foo', [])], ['bundle of logical Binary', true, bundle('collection', [{ fullUrl: U(1), resource: { resourceType: 'Binary', contentType: 'text/plain', data: 'aGk=' } }])],
  // structure maps, search parameters, operations
  ['smap ok', true, smap({})],
  ['smap target w/o contextType', true, smap({ group: [{ name: 'main', typeMode: 'none', input: [{ name: 'src', mode: 'source' }], rule: [{ name: 'r', source: [{ context: 'src' }], target: [{ transform: 'copy', parameter: [{ valueId: 'src' }] }] }] }] })],
  ['smap smp-1 element w/o context', false, smap({ group: [{ name: 'main', typeMode: 'none', input: [{ name: 'src', mode: 'source' }], rule: [{ name: 'r', source: [{ context: 'src' }], target: [{ element: 'b' }] }] }] })],
  ['smap smp-2 context w/o contextType', false, smap({ group: [{ name: 'main', typeMode: 'none', input: [{ name: 'src', mode: 'source' }, { name: 't', mode: 'target' }], rule: [{ name: 'r', source: [{ context: 'src' }], target: [{ context: 't', element: 'b' }] }] }] })],
  ['smap no rule', false, smap({ group: [{ name: 'main', typeMode: 'none', input: [{ name: 'src', mode: 'source' }] }] })], ['sp ok', true, sp({})],
  ['sp composite w/o component', true, sp({ type: 'composite', component: [{ definition: 'http://x.org/sp2', expression: 'x' }] })], ['sp base unknown', false, sp({ base: ['Foo'] })],
  ['sp spd-1 xpathUsage', false, sp({ xpath: 'f:Patient', xpathUsage: undefined })], ['sp component w/o definition', false, sp({ type: 'composite', component: [{ expression: 'x' }] })],
  ['sp type reference target ok', true, sp({ type: 'reference', target: ['Patient'], expression: 'Patient.link.other' })], ['sp expression unknown element', false, sp({ expression: 'Patient.foo' })], ['op ok', true, op({})],
  ['op param without min', false, op({ parameter: [{ name: 'x', use: 'in', max: '1', type: 'string' }] })],
  ['op param no type no part opd-1', true, op({ parameter: [{ name: 'x', use: 'in', min: 0, max: '1', part: [{ name: 'y', use: 'in', min: 0, max: '1', type: 'string' }] }] })],
  ['op searchType on non string opd-2', false, op({ parameter: [{ name: 'x', use: 'in', min: 0, max: '1', type: 'integer', searchType: 'token' }] })],
  ['op targetProfile on string opd-3', false, op({ parameter: [{ name: 'x', use: 'in', min: 0, max: '1', type: 'string', targetProfile: ['http://hl7.org/fhir/StructureDefinition/Patient'] }] })],
  ['op param max 0', true, op({ parameter: [{ name: 'x', use: 'in', min: 0, max: '0', type: 'string' }] })], ['cap ok', true, cap({})], ['cap nothing cpb-1', false, cap({ rest: undefined, messaging: undefined, document: undefined })],
  ['cap cpb-14 kind instance', false, cap({ kind: 'instance' })], ['cap two same resources cpb-9? rest.resource.type unique cpb-9', false, cap({ rest: [{ mode: 'server', resource: [{ type: 'Patient' }, { type: 'Patient' }] }] })],
  ['cap searchparam twice cpb-12', false, cap({ rest: [{ mode: 'server', resource: [{ type: 'Patient', searchParam: [{ name: 'x', type: 'string' }, { name: 'x', type: 'string' }] }] }] })],
  ['cap fhirVersion bad', false, cap({ fhirVersion: '4.9.9' })], ['cap format none', false, cap({ format: undefined })], ['measure mea-1 two groups w/o code', true, measure({})],
  ['measure report ok', true, { resourceType: 'MeasureReport', status: 'complete', type: 'summary', measure: 'http://x.org/Measure/m', period: { start: '2026', end: '2026' } }],
  ['measure report mrp-1 data-collection with group', false, { resourceType: 'MeasureReport', status: 'complete', type: 'data-collection', measure: 'http://x.org/Measure/m', period: { start: '2026', end: '2026' }, group: [{ code: { text: 'g' } }] }],
  ['conceptmap equivalence cmd-1', false, map({ source: 'http://x.org/a', target: 'http://x.org/b', element: [{ code: 'a', target: [{ code: 'b', equivalence: 'inexact' }] }] })],
  ['conceptmap with comment ok', true, map({ source: 'http://x.org/a', target: 'http://x.org/b', element: [{ code: 'a', target: [{ code: 'b', equivalence: 'inexact', comment: 'x' }] }] })],
  ['conceptmap unmapped fixed w/o code cmd-2', false, map({ source: 'http://x.org/a', target: 'http://x.org/b', element: [{ code: 'a' }], unmapped: { mode: 'fixed' } })],
  ['conceptmap other-map w/o url cmd-3', false, map({ source: 'http://x.org/a', target: 'http://x.org/b', element: [{ code: 'a' }], unmapped: { mode: 'other-map' } })],
  ['conceptmap group w/o element', false, map({ source: 'http://x.org/a', target: 'http://x.org/b' })],
  ['namingsystem nsd-1', false, { resourceType: 'NamingSystem', name: 'N', status: 'active', kind: 'root', date: '2026', uniqueId: [{ type: 'uuid', value: 'x' }] }],
  ['namingsystem two preferred nsd-2', false, { resourceType: 'NamingSystem', name: 'N', status: 'active', kind: 'identifier', date: '2026', uniqueId: [{ type: 'uri', value: 'http://x.org/1', preferred: true }, { type: 'uri', value: 'http://x.org/2', preferred: true }] }],
  ['implementation guide ok', true, { resourceType: 'ImplementationGuide', url: 'http://x.org/ig', name: 'Ig', status: 'active', packageId: 'x.y', fhirVersion: ['4.0.1'] }],
  ['ig packageId bad', false, { resourceType: 'ImplementationGuide', url: 'http://x.org/ig', name: 'Ig', status: 'active', fhirVersion: ['4.0.1'] }],
  ['ig-2 definition.resource.fhirVersion', true, { resourceType: 'ImplementationGuide', url: 'http://x.org/ig', name: 'Ig', status: 'active', packageId: 'x.y', fhirVersion: ['4.0.1'], definition: { resource: [{ reference: { reference: 'Patient/1' } }] } }],
  ['ig-1 grouping', false, { resourceType: 'ImplementationGuide', url: 'http://x.org/ig', name: 'Ig', status: 'active', packageId: 'x.y', fhirVersion: ['4.0.1'], definition: { grouping: [{ id: 'g', name: 'g' }], resource: [{ reference: { reference: 'Patient/1' }, groupingId: 'zzz' }] } }],
  ['library ok', true, { resourceType: 'Library', status: 'active', type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/library-type', code: 'logic-library' }] } }],
  ['library w/o type', false, { resourceType: 'Library', status: 'active' }],
  ['plan definition pdf', true, { resourceType: 'PlanDefinition', status: 'active', action: [{ title: 'x', condition: [{ kind: 'applicability', expression: { language: 'text/cql', expression: 'x' } }] }] }],
  ['expression no language', false, { resourceType: 'PlanDefinition', status: 'active', action: [{ condition: [{ kind: 'applicability', expression: { expression: 'x' } }] }] }],
  ['expression exp-1', false, { resourceType: 'PlanDefinition', status: 'active', action: [{ condition: [{ kind: 'applicability', expression: { language: 'text/cql' } }] }] }],
  ['trigger trd-1', false, { resourceType: 'PlanDefinition', status: 'active', action: [{ trigger: [{ type: 'named-event', name: 'x', data: [{ type: 'Patient' }], timingDate: '2026' }] }] }],
  ['data requirement drq-1', false, { resourceType: 'Library', status: 'active', type: { text: 'x' }, dataRequirement: [{ type: 'Patient', codeFilter: [{ path: 'x', searchParam: 'y' }] }] }],
  ['data requirement type bad', false, { resourceType: 'Library', status: 'active', type: { text: 'x' }, dataRequirement: [{ type: 'Foo' }] }],
  ['contributor', true, { resourceType: 'Library', status: 'active', type: { text: 'x' }, author: [{ name: 'x' }] }],
  ['qr code not in the contained value set', false, asked('z')], ['qr code of the contained value set', true, asked('a')],
];

/** XML, JSON, extensions and where they stand, codes, primitives, quantities, what is contained. */
const FORMATS_AND_EXTENSIONS: readonly Case[] = [
  // XML
  ['xml ok', true, px('<active value="true"/>')], ['xml pi inside', true, '<?xml version="1.0" encoding="UTF-8"?>' + px('<active value="true"/>')], ['xml comment', true, px('<!-- c --><active value="true"/>')],
  ['xml unknown attr', false, px('<active value="true" foo="x"/>')], ['xml other namespace element', false, px('<x:foo xmlns:x="http://x.org"/><active value="true"/>')],
  ['xml other ns attr', false, px('<active value="true" x:y="1" xmlns:x="http://x.org"/>')],
  ['xml schemaLocation', true, px('<active value="true"/>', ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://hl7.org/fhir ../fhir-all.xsd"')],
  ['xml no namespace', false, '<Patient><active value="true"/></Patient>'], ['xml wrong namespace', false, '<Patient xmlns="http://hl7.org/fhir/"><active value="true"/></Patient>'],
  ['xml prefixed', true, '<f:Patient xmlns:f="http://hl7.org/fhir"><f:active value="true"/></f:Patient>'], ['xml order', false, px('<birthDate value="2020"/><gender value="male"/>')],
  ['xml twice of max 1', false, px('<gender value="male"/><gender value="male"/>')], ['xml value empty', false, px('<gender value=""/>')], ['xml element empty', false, px('<gender/>')],
  ['xml text content', false, px('<gender value="male">x</gender>')], ['xml text between', false, px('x<gender value="male"/>')], ['xml div outside xhtml ns', false, px('<text><status value="generated"/><div>x</div></text>')],
  ['xml div', true, px('<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">x</div></text>')],
  ['xml contained two in one', false, px('<contained><Organization><id value="a"/><name value="x"/></Organization><Organization><id value="b"/><name value="x"/></Organization></contained><managingOrganization><reference value="#a"/></managingOrganization>')],
  ['xml ext url attr', true, px('<extension url="http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName"><valueString value="x"/></extension>')],
  ['xml ext url elem', false, px('<extension><url value="http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName"/><valueString value="x"/></extension>')],
  ['xml id attr on element', true, px('<name id="n1"><family value="x"/></name>')], ['xml id as element on datatype', false, px('<name><id value="n1"/><family value="x"/></name>')], ['xml boolean 1', false, px('<active value="1"/>')],
  ['xml boolean TRUE', false, px('<active value="TRUE"/>')],
  ['xml decimal exp', true, '<Observation xmlns="http://hl7.org/fhir"><status value="final"/><code><text value="x"/></code><valueQuantity><value value="1.5e3"/></valueQuantity></Observation>'],
  ['xml decimal leading 0', false, '<Observation xmlns="http://hl7.org/fhir"><status value="final"/><code><text value="x"/></code><valueQuantity><value value="01.5"/></valueQuantity></Observation>'],
  ['xml decimal plus', false, '<Observation xmlns="http://hl7.org/fhir"><status value="final"/><code><text value="x"/></code><valueQuantity><value value="+1.5"/></valueQuantity></Observation>'],
  ['xml decimal dot end', false, '<Observation xmlns="http://hl7.org/fhir"><status value="final"/><code><text value="x"/></code><valueQuantity><value value="1."/></valueQuantity></Observation>'],
  ['xml integer plus', false, '<Observation xmlns="http://hl7.org/fhir"><status value="final"/><code><text value="x"/></code><valueInteger value="+1"/></Observation>'],
  ['xml integer 007', false, '<Observation xmlns="http://hl7.org/fhir"><status value="final"/><code><text value="x"/></code><valueInteger value="007"/></Observation>'],
  ['xml cdata in div', true, px('<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><![CDATA[x]]></div></text>')], ['xml two roots', false, px('<active value="true"/>') + px('<active value="true"/>')],
  ['xml dup attr', false, px('<active value="true" value="false"/>')], ['xml undeclared prefix', false, px('<f:active value="true"/>')], ['xml nbsp entity', false, px('<name><family value="a&nbsp;b"/></name>')],
  ['xml char ref control', false, px('<name><family value="a&#1;b"/></name>')], ['xml unknown root', false, '<Foo xmlns="http://hl7.org/fhir"><active value="true"/></Foo>'],
  // JSON
  ['json null', false, '{"resourceType":"Patient","gender":null}'], ['json dup', false, '{"resourceType":"Patient","gender":"male","gender":"male"}'],
  ['json dup nested', false, '{"resourceType":"Patient","name":[{"family":"a","family":"b"}]}'], ['json trailing', false, '{"resourceType":"Patient","gender":"male"} x'], ['json array root', false, '[{"resourceType":"Patient"}]'],
  ['json empty obj in array', false, '{"resourceType":"Patient","name":[{}]}'], ['json no resourceType', false, '{"gender":"male"}'], ['json resourceType last', true, '{"gender":"male","resourceType":"Patient"}'],
  ['json resourceType case', false, '{"resourceType":"patient","gender":"male"}'], ['json single quotes', false, "{'resourceType':'Patient'}"],
  ['json NaN', false, '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":NaN}}'],
  ['json leading zero', false, '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":01}}'],
  ['json exp', true, '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1E-3}}'], ['json int exp', false, '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueInteger":1e2}'],
  ['json int too big', false, '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueInteger":2147483648}'],
  ['json int min', true, '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueInteger":-2147483648}'], ['json sibling with no value & no extension', false, '{"resourceType":"Patient","_gender":{"id":"a"}}'],
  ['json sibling ok', true, '{"resourceType":"Patient","gender":"male","_gender":{"id":"a"}}'], ['json sibling arrays both null', false, '{"resourceType":"Patient","name":[{"given":[null],"_given":[null]}]}'],
  ['json sibling array for single', false, '{"resourceType":"Patient","gender":"male","_gender":[{"id":"a"}]}'], ['json empty string', false, '{"resourceType":"Patient","gender":""}'],
  ['json $schema', false, '{"$schema":"http://x.org","resourceType":"Patient","gender":"male"}'], ['json resource in contained null', false, '{"resourceType":"Patient","contained":[null]}'],
  // extensions
  ['narrativeLink on resource', true, { ...obs({}), extension: [ext('narrativeLink', { valueUrl: '#x' })], text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><p id="x">x</p></div>' } }],
  ['originalText on element', true, obs({ code: { text: 'x', extension: [ext('originalText', { valueString: 'x' })] } })], ['data-absent-reason on resource', true, patient({ extension: [ext('data-absent-reason', { valueCode: 'unknown' })] })],
  ['data-absent-reason bad code', false, patient({ _birthDate: { extension: [ext('data-absent-reason', { valueCode: 'zzz' })] } })],
  ['translation on string', true, obs({ code: { text: 'x', _text: { extension: [ext('translation', { extension: [{ url: 'lang', valueCode: 'de' }, { url: 'content', valueString: 'x' }] })] } } })],
  ['translation missing content', false, obs({ code: { text: 'x', _text: { extension: [ext('translation', { extension: [{ url: 'lang', valueCode: 'de' }] })] } } })],
  ['rendered-value', true, patient({ identifier: [{ system: 'http://x.org/i', _value: { extension: [ext('rendered-value', { valueString: 'xxx1' })] } }] })],
  ['rendered-value in wrong', false, patient({ identifier: [{ system: 'http://x.org/i', value: 'a', extension: [ext('rendered-value', { valueString: 'xxx1' })] }] })],
  ['ordinalValue on coding', true, obs({ code: { coding: [{ system: 'http://x.org/c', code: 'a', extension: [ext('ordinalValue', { valueDecimal: 1 })] }] } })],
  ['ordinalValue on concept', false, obs({ code: { text: 'x', extension: [ext('ordinalValue', { valueDecimal: 1 })] } })], ['extension url unknown in hl7', false, patient({ extension: [ext('no-such-thing', { valueString: 'x' })] })],
  ['extension with wrong reference type', false, patient({ extension: [ext('patient-relatedPerson', { valueReference: { reference: 'Organization/1' } })] })],
  ['extension children order', true, patient({ extension: [ext('patient-citizenship', { extension: [{ url: 'period', valuePeriod: { start: '2020' } }, { url: 'code', valueCodeableConcept: { text: 'x' } }] })] })],
  ['extension unknown child', false, patient({ extension: [ext('patient-citizenship', { extension: [{ url: 'foo', valueString: 'x' }] })] })],
  ['extension child twice', false, patient({ extension: [ext('patient-nationality', { extension: [{ url: 'code', valueCodeableConcept: { text: 'x' } }, { url: 'code', valueCodeableConcept: { text: 'y' } }] })] })],
  ['humanname own-prefix', true, patient({ name: [{ family: 'van X', _family: { extension: [ext('humanname-own-prefix', { valueString: 'van' })] } }] })],
  ['humanname own-prefix in given', false, patient({ name: [{ given: ['van X'], _given: [{ extension: [ext('humanname-own-prefix', { valueString: 'van' })] }] }] })],
  ['contactpoint ext', true, patient({ telecom: [{ system: 'phone', value: '1', extension: [ext('contactpoint-country', { valueString: '86' })] }] })],
  ['timezone', true, patient({ deceasedDateTime: '2020-01-01T10:00:00Z', _deceasedDateTime: { extension: [ext('tz-code', { valueCode: 'Asia/Shanghai' })] } })],
  ['ext on extension.value', true, patient({ extension: [ext('patient-mothersMaidenName', { valueString: 'x', _valueString: { extension: [ext('originalText', { valueString: 'y' })] } })] })],
  ['ext in reference', true, obs({ subject: { extension: [ext('data-absent-reason', { valueCode: 'unknown' })] } })], ['modifierExt in ext place', false, patient({ modifierExtension: [ext('patient-mothersMaidenName', { valueString: 'x' })] })],
  ['ext in resource w/o DomainResource', false, { resourceType: 'Binary', contentType: 'text/plain', extension: [ext('data-absent-reason', { valueCode: 'unknown' })] }], ['ext empty array', false, patient({ extension: [] })],
  ['ext urn', true, patient({ name: [{ family: 'x', extension: [ext('data-absent-reason', { valueCode: 'unknown' })] }] })], ['ext with id only', false, patient({ extension: [{ id: 'a', url: HL7 + '/patient-mothersMaidenName' }] })],
  // codes
  ['coding known system unknown code', false, obs({ category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'zzz' }] }] })],
  ['coding known system case', false, obs({ category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'Vital-Signs' }] }] })],
  ['coding v2 table', true, patient({ identifier: [{ type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] }, value: 'x' }] })],
  ['coding urn:oid', true, obs({ code: { coding: [{ system: 'urn:oid:1.2.3', code: 'a' }] } })], ['coding system trailing slash', false, obs({ code: { coding: [{ system: 'http://loinc.org/', code: '8867-4' }] } })],
  ['coding loinc with www', false, obs({ code: { coding: [{ system: 'http://www.loinc.org', code: '15074-8' }] } })], ['coding snomed.org', false, obs({ code: { coding: [{ system: 'http://snomed.org/sct', code: '404684003' }] } })],
  ['coding ucum wrong', false, obs({ valueQuantity: { value: 1, unit: 'x', system: 'https://unitsofmeasure.org', code: 'mg' } })], ['coding loinc ok', true, obs({ code: { coding: [{ system: 'http://loinc.org', code: '15074-8' }] } })],
  ['language code', false, patient({ communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'chinese!' }] } }] })], ['language underscore', false, patient({ language: 'zh_CN' })],
  ['language zh-Hans-CN', true, patient({ language: 'zh-Hans-CN' })],
  ['currency lower', false, { resourceType: 'PaymentNotice', status: 'active', created: '2020', payment: { display: 'x' }, recipient: { display: 'x' }, amount: { value: 1, currency: 'usd' } }],
  ['currency', true, { resourceType: 'PaymentNotice', status: 'active', created: '2020', payment: { display: 'x' }, recipient: { display: 'x' }, amount: { value: 1, currency: 'CNY' } }],
  ['country binding', true, patient({ address: [{ country: 'CN' }] })], ['mime bad', false, patient({ photo: [{ contentType: 'png', data: 'aGk=' }] })], ['timezone instant', true, obs({ issued: '2020-01-01T00:00:00+14:00' })],
  ['offset -00:00', true, obs({ issued: '2020-01-01T00:00:00-00:00' })], ['leap sec 61', false, obs({ issued: '2020-01-01T00:00:61Z' })], ['leap day', true, patient({ birthDate: '2024-02-29' })],
  ['leap day no', false, patient({ birthDate: '2023-02-29' })], ['leap day 1900', false, patient({ birthDate: '1900-02-29' })], ['day 00', false, patient({ birthDate: '2023-02-00' })], ['hour 24', false, obs({ valueTime: '24:00:00' })],
  ['min 60', false, obs({ valueTime: '12:60:00' })], ['time fraction', true, obs({ valueTime: '12:00:00.123' })], ['date ws', false, patient({ birthDate: ' 2023-02-01' })], ['date slash', false, patient({ birthDate: '2023/02/01' })],
  ['date 1 digit', false, patient({ birthDate: '2023-2-1' })], ['date 2 digit y', false, patient({ birthDate: '23-02-01' })], ['dateTime space', false, patient({ deceasedDateTime: '2023-02-01 10:00:00Z' })],
  ['dateTime lower z', false, patient({ deceasedDateTime: '2023-02-01T10:00:00z' })], ['dateTime no seconds', false, patient({ deceasedDateTime: '2023-02-01T10:00+08:00' })], ['id 64', true, patient({ id: 'a'.repeat(64), active: true })],
  ['id 65', false, patient({ id: 'a'.repeat(65), active: true })], ['id underscore', false, patient({ id: 'a_b', active: true })],
  ['code inner double space', false, obs({ status: 'final', valueQuantity: { value: 1, system: 'http://x.org', code: 'a  b' } })], ['code inner space', true, obs({ valueQuantity: { value: 1, system: 'http://x.org', code: 'a b' } })],
  ['code tab', false, obs({ valueQuantity: { value: 1, system: 'http://x.org', code: 'a\tb' } })], ['url relative ok', true, patient({ photo: [{ url: 'Binary/1' }] })],
  ['email', true, patient({ telecom: [{ system: 'email', value: 'a@x.org' }] })], ['base64 ws', true, patient({ photo: [{ contentType: 'image/png', data: 'aG k=' }] })],
  ['base64 pad', false, patient({ photo: [{ contentType: 'image/png', data: 'aGk' }] })], ['base64 pad mid', false, patient({ photo: [{ contentType: 'image/png', data: 'aG=k' }] })],
  ['hash match', true, patient({ photo: [{ contentType: 'text/plain', data: 'aGk=', hash: 'witfkXg0JglCjW9RssWvTAveakI=' }] })], ['attachment size ok', true, patient({ photo: [{ contentType: 'text/plain', data: 'aGk=', size: 2 }] })],
  ['markdown with html', true, { ...questions({ linkId: '1', type: 'string' }), description: 'a <b>x</b>' }], ['uuid type', false, { resourceType: 'Parameters', parameter: [{ name: 'x', valueUuid: '6a2ee390-978e-42c6-8f88-c17dff3bd8a1' }] }],
  ['oid type', false, { resourceType: 'Parameters', parameter: [{ name: 'x', valueOid: '1.2.3' }] }],
  ['money neg ok', true, { resourceType: 'PaymentNotice', status: 'active', created: '2020', payment: { display: 'x' }, recipient: { display: 'x' }, amount: { value: -1, currency: 'CNY' } }],
  ['count non integer', false, { resourceType: 'Parameters', parameter: [{ name: 'x', valueCount: { value: 1.5, system: UCUM, code: '1' } }] }],
  ['duration unit wrong', false, { resourceType: 'Parameters', parameter: [{ name: 'x', valueDuration: q(1, 'kg') }] }], ['distance unit', false, { resourceType: 'Parameters', parameter: [{ name: 'x', valueDistance: q(1, 's') }] }],
  ['age unit', false, condition({ onsetAge: q(1, 'kg') })],
  ['signature ok', true, bundle('collection', [{ fullUrl: U(1), resource: patient({ active: true }) }], { signature: { type: [{ system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1' }], when: '2020-01-01T00:00:00Z', who: { reference: 'Practitioner/1' }, data: 'aGk=' } })],
  ['signature no who', false, bundle('collection', [{ fullUrl: U(1), resource: patient({ active: true }) }], { signature: { type: [{ system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1' }], when: '2020-01-01T00:00:00Z', data: 'aGk=' } })],
  ['dosage rate and ratio', false, { resourceType: 'MedicationRequest', status: 'active', intent: 'order', medicationCodeableConcept: { text: 'x' }, subject: { display: 'x' }, dosageInstruction: [{ doseAndRate: [{ rateRatio: { numerator: q(1, 'mL'), denominator: q(1, 'h') }, rateQuantity: q(1, 'mL/h') }] }] }],
  ['list entry deleted lst-2', false, { resourceType: 'List', status: 'current', mode: 'working', entry: [{ deleted: true, item: { display: 'x' } }] }], ['contained org ok', true, contain({ resourceType: 'Patient', active: true })],
  ['contained with meta.security', false, contain({ resourceType: 'Patient', meta: { security: [{ code: 'R', system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality' }] } })],
  ['contained lastUpdated', false, contain({ resourceType: 'Patient', meta: { lastUpdated: '2020-01-01T00:00:00Z' } })],
  ['contained with text (R4 ok)', true, contain({ resourceType: 'Patient', text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' } })],
  ['reference to contained missing', false, { resourceType: 'List', status: 'current', mode: 'working', entry: [{ item: { reference: '#zz' } }] }],
  ['reference display only', true, { resourceType: 'List', status: 'current', mode: 'working', entry: [{ item: { display: 'x' } }] }], ['reference to resource in extension', true, contain({ resourceType: 'Patient', active: true })],
];

/** Profiles, rules and paths against the types they speak of, documents and messages, code systems and value sets, narratives. */
const DEFINITIONS_AND_NARRATIVES: readonly Case[] = [
  // profiles and extensions as definitions
  ['sd slicing ok', true, profile({}, [el('Patient.identifier', { slicing: { discriminator: [{ type: 'value', path: 'system' }], rules: 'open' } }), { id: 'Patient.identifier:a', path: 'Patient.identifier', sliceName: 'a', min: 0, max: '1' }, { id: 'Patient.identifier:a.system', path: 'Patient.identifier.system', fixedUri: 'http://x.org/a' }])],
  ['sd slicing rules missing', false, profile({}, [el('Patient.identifier', { slicing: { discriminator: [{ type: 'value', path: 'system' }] } })])],
  ['sd slicing discriminator type bad', false, profile({}, [el('Patient.identifier', { slicing: { discriminator: [{ type: 'foo', path: 'system' }], rules: 'open' } })])],
  ['sd slicing discriminator path not simple (eld-1?)', false, profile({}, [el('Patient.identifier', { slicing: { rules: 'open' } })])],
  ['sd element id wrong (eld-16 sliceName)', false, profile({}, [{ id: 'Patient.name:a', path: 'Patient.name', sliceName: 'a/b@c(d)' }])],
  ['sd order right', true, profile({}, [el('Patient.identifier', { min: 1 }), el('Patient.gender', { min: 1 })])], ['sd fixed and pattern eld-8', false, profile({}, [el('Patient.gender', { fixedCode: 'male', patternCode: 'male' })])],
  ['sd fixed with default', false, profile({}, [el('Patient.gender', { fixedCode: 'male', defaultValueCode: 'male' })])], ['sd min gt max', false, profile({}, [el('Patient.name', { min: 3, max: '2' })])],
  ['sd max zero of required', false, profile({ type: 'Observation', baseDefinition: HL7 + '/Observation', differential: { element: [el('Observation'), el('Observation.status', { max: '0' })] } })],
  ['sd max not number', false, profile({}, [el('Patient.name', { max: 'many' })])], ['sd type targetProfile on string', false, profile({}, [el('Patient.birthDate', { type: [{ code: 'date', targetProfile: [HL7 + '/Patient'] }] })])],
  ['sd targetProfile not allowed type', false, profile({}, [el('Patient.managingOrganization', { type: [{ code: 'Reference', targetProfile: [HL7 + '/Patient'] }] })])],
  ['sd targetProfile allowed', true, profile({}, [el('Patient.managingOrganization', { type: [{ code: 'Reference', targetProfile: [HL7 + '/Organization'] }] })])],
  ['sd generalPractitioner narrower', true, profile({}, [el('Patient.generalPractitioner', { type: [{ code: 'Reference', targetProfile: [HL7 + '/Practitioner'] }] })])],
  ['sd binding no valueSet', true, profile({}, [el('Patient.maritalStatus', { binding: { strength: 'required', description: 'x' } })])],
  ['sd binding no strength', false, profile({}, [el('Patient.maritalStatus', { binding: { valueSet: 'http://x.org/vs' } })])],
  ['sd binding loosened', false, profile({}, [el('Patient.gender', { binding: { strength: 'preferred', valueSet: 'http://x.org/vs' } })])],
  ['sd constraint dup key eld-14', false, profile({}, [el('Patient.name', { constraint: [{ key: 'a-1', severity: 'error', human: 'x', expression: 'true' }, { key: 'a-1', severity: 'error', human: 'x', expression: 'true' }] })])],
  ['sd constraint key bad', false, profile({}, [el('Patient.name', { constraint: [{ key: 'a 1!', severity: 'error', human: 'x', expression: 'true' }] })])],
  ['sd constraint no human', false, profile({}, [el('Patient.name', { constraint: [{ key: 'a-1', severity: 'error', expression: 'true' }] })])], ['sd constraint unknown element', false, inv('Patient', 'foo.exists()')],
  ['sd constraint deep unknown', false, inv('Patient', 'name.where(famly.exists()).exists()')],
  ['sd constraint known', true, inv('Patient', 'name.where(family.exists()).given.exists() and contact.all(name.family.exists() or telecom.exists())')],
  ['sd constraint choice good', true, inv('Observation', 'value is Quantity implies value.value.exists()', 'Observation')], ['sd constraint choice bad', false, inv('Observation', 'valueQuantity.exists()', 'Observation')],
  ['sd constraint on element', true, inv('Patient.name', 'family.exists()')], ['sd constraint on element bad', false, inv('Patient.name', 'surname.exists()')], ['sd constraint starts with type', true, inv('Patient', 'Patient.name.exists()')],
  ['sd constraint extension', true, inv('Patient', "extension('http://x.org').value.exists()")], ['sd constraint resource', true, inv('Patient.name', '%resource.id.exists()')],
  ['sd constraint descendants', true, inv('Patient', 'descendants().reference.exists()')], ['sd constraint ofType', true, inv('Observation', 'value.ofType(Quantity).unit.exists()', 'Observation')],
  ['sd constraint as bad', false, inv('Observation', 'value.ofType(Quantity).units.exists()', 'Observation')], ['sd constraint resolve', true, inv('Patient', 'managingOrganization.resolve().ofType(Organization).name.exists()')],
  ['sd constraint resolve bad', false, inv('Patient', 'managingOrganization.resolve().ofType(Organization).nam.exists()')],
  ['sd profile of logical type path', true, profile({ kind: 'logical', type: 'http://x.org/L', baseDefinition: HL7 + '/Base', derivation: 'specialization', differential: { element: [{ id: 'L', path: 'L', min: 0, max: '*', definition: 'x' }, { id: 'L.a', path: 'L.a', min: 0, max: '1', type: [{ code: 'string' }], definition: 'x' }] } })],
  ['sd no baseDefinition sdf-4', false, profile({ baseDefinition: undefined })], ['sd derivation missing', true, profile({ derivation: undefined })], ['sd abstract missing', false, profile({ abstract: undefined })],
  ['sd name w/ space warn', true, profile({ name: 'my profile' })], ['sd fhirVersion bad', false, profile({ fhirVersion: '9.9' })], ['sd type unknown', false, profile({ type: 'Foo', differential: { element: [el('Foo')] } })],
  ['sd first element mismatch', false, profile({ differential: { element: [el('Observation')] } })],
  ['ext def ok', true, extDef({}, [el('Extension.url', { fixedUri: 'http://x.org/e' }), el('Extension.value[x]', { type: [{ code: 'string' }] })])],
  ['ext def url mismatch', false, extDef({}, [el('Extension.url', { fixedUri: 'http://x.org/other' }), el('Extension.value[x]', { type: [{ code: 'string' }] })])],
  ['ext def context unknown', false, extDef({ context: [{ type: 'element', expression: 'Foo.bar' }] }, [el('Extension.url', { fixedUri: 'http://x.org/e' })])],
  ['ext def context datatypes', true, extDef({ context: [{ type: 'element', expression: 'HumanName.family' }] }, [el('Extension.url', { fixedUri: 'http://x.org/e' })])],
  ['ext def context fhirpath', true, extDef({ context: [{ type: 'fhirpath', expression: 'Patient.name' }] }, [el('Extension.url', { fixedUri: 'http://x.org/e' })])],
  ['ext def context fhirpath bad', false, extDef({ context: [{ type: 'fhirpath', expression: 'Patient.name.(' }] }, [el('Extension.url', { fixedUri: 'http://x.org/e' })])],
  ['ext def context type bad', false, extDef({ context: [{ type: 'resource', expression: 'Patient' }] }, [el('Extension.url', { fixedUri: 'http://x.org/e' })])],
  // search parameters
  ['sp path', true, searchBy('Patient.name.family')], ['sp path bad', false, searchBy('Patient.nam.family')], ['sp union', true, searchBy('Patient.name | Practitioner.name', { base: ['Patient', 'Practitioner'] })],
  ['sp as', true, searchBy('(Observation.value as Quantity).value', { base: ['Observation'], type: 'number' })], ['sp where resolve', true, searchBy("Patient.link.other.where(resolve() is Patient)", { type: 'reference', target: ['Patient'] })],
  ['sp choice typed', false, searchBy('Observation.valueQuantity', { base: ['Observation'], type: 'quantity' })], ['sp extension', true, searchBy("Patient.extension.where(url='http://x.org').value", { type: 'token' })],
  ['sp resource', true, searchBy('Resource.id', { base: ['Resource'], type: 'token' })], ['sp code with space', false, searchBy('Patient.name', { code: 'a b ' })], ['sp chain modifier bad', false, searchBy('Patient.name', { modifier: ['foo'] })],
  // documents and messages
  ['doc ok', true, doc({ section: [{ title: 'x', text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' } }] })], ['doc entry unresolved', false, doc({ section: [{ entry: [{ reference: U(5) }] }] })],
  ['doc entry resolved', true, doc({ section: [{ entry: [{ reference: U(2) }] }] }, [entry(2, obs({}))])], ['doc unconnected', false, doc({}, [entry(2, obs({}))])],
  ['doc subject held', true, doc({ subject: { reference: U(2) } }, [entry(2, patient({ active: true }))])], ['doc section empty', false, doc({ section: [{ title: 'x' }] })],
  ['doc section code only', false, doc({ section: [{ code: { text: 'x' } }] })],
  ['doc two compositions second first', false, bundle('document', [entry(2, obs({})), entry(1, comp())], { identifier: { system: 'http://x.org', value: '1' }, timestamp: '2026-01-01T00:00:00Z' })],
  ['doc identifier no system', false, doc({}, [], { identifier: { value: '1' } })],
  ['doc transitively connected', true, doc({ section: [{ entry: [{ reference: U(2) }] }] }, [entry(2, obs({ subject: { reference: U(3) } })), entry(3, patient({ active: true }))])],
  ['doc connected backwards (provenance)', true, doc({}, [entry(2, { resourceType: 'Provenance', target: [{ reference: U(1) }], recorded: '2026-01-01T00:00:00Z', agent: [{ who: { display: 'x' } }] })])],
  ['doc contained author', true, doc({ contained: [{ resourceType: 'Practitioner', id: 'p', active: true }], author: [{ reference: '#p' }] })], ['msg ok', true, msg({ focus: [{ reference: U(2) }] }, [entry(2, patient({ active: true }))])],
  ['msg focus missing', false, msg({ focus: [{ reference: U(5) }] })], ['msg no event', false, msg({ eventUri: undefined })], ['msg no source', false, msg({ source: undefined })],
  ['msg header not first', false, bundle('message', [entry(2, patient({ active: true })), { fullUrl: U(1), resource: { resourceType: 'MessageHeader', eventUri: 'http://x.org/e', source: { endpoint: 'http://x.org/s' } } }])],
    
  // code systems, value sets
  ['cs supplement without supplements', false, codes({ content: 'supplement' })], ['cs supplements on complete', true, codes({ supplements: 'http://x.org/o', content: 'supplement', concept: [{ code: 'a' }] })],
  ['cs count wrong', false, codes({ concept: [{ code: 'a' }], count: 2 })], ['cs count of example ok', true, codes({ content: 'example', concept: [{ code: 'a' }], count: 9 })],
  ['cs fragment with count below', true, codes({ content: 'fragment', concept: [{ code: 'a' }, { code: 'b' }], count: 5 })],
  ['cs fragment count less than listed', false, codes({ content: 'fragment', concept: [{ code: 'a' }, { code: 'b' }], count: 1 })], ['cs hierarchy is-a w/o meaning', true, codes({ concept: [{ code: 'a', concept: [{ code: 'b' }] }] })],
  ['cs valueSet relative', false, codes({ valueSet: 'ValueSet/x', concept: [{ code: 'a' }] })], ['cs property undeclared', false, codes({ concept: [{ code: 'a', property: [{ code: 'p', valueString: 'x' }] }] })],
  ['cs property type', false, codes({ property: [{ code: 'p', type: 'code' }], concept: [{ code: 'a', property: [{ code: 'p', valueString: 'x' }] }] })],
  ['cs designation dup ok', true, codes({ concept: [{ code: 'a', designation: [{ language: 'de', value: 'x' }] }] })], ['cs designation lang bad', false, codes({ concept: [{ code: 'a', designation: [{ language: 'de_DE!', value: 'x' }] }] })],
  ['cs content missing', false, codes({ content: undefined })], ['cs filter ok', true, codes({ filter: [{ code: 'p', operator: ['='], value: 'x' }] })],
  ['cs filter op bad', false, codes({ filter: [{ code: 'p', operator: ['equals'], value: 'x' }] })], ['vs dup code', true, values({ system: 'http://x.org', concept: [{ code: 'a' }, { code: 'b' }] })],
  ['vs include same twice', true, values({ system: 'http://x.org' })], ['vs valueSet relative', false, values({ valueSet: ['ValueSet/x'] })],
  ['vs only exclude', false, { resourceType: 'ValueSet', status: 'active', compose: { exclude: [{ system: 'http://x.org' }] } }],
  ['vs expansion ok', true, { resourceType: 'ValueSet', status: 'active', expansion: { timestamp: '2026-01-01', contains: [{ system: 'http://x.org', code: 'a' }] } }],
  ['vs expansion no code no display vsd-6', false, { resourceType: 'ValueSet', status: 'active', expansion: { timestamp: '2026-01-01', contains: [{ system: 'http://x.org' }] } }],
  ['vs expansion abstract ok vsd-9', true, { resourceType: 'ValueSet', status: 'active', expansion: { timestamp: '2026-01-01', contains: [{ abstract: true, display: 'x' }] } }],
  ['vs expansion total less', true, { resourceType: 'ValueSet', status: 'active', expansion: { timestamp: '2026-01-01', total: 5, contains: [{ system: 'http://x.org', code: 'a' }] } }],
  ['vs core system wrong display', true, values({ system: 'http://hl7.org/fhir/administrative-gender', concept: [{ code: 'male', display: 'Homme' }] })],
  ['vs filter regex bad', false, values({ system: 'http://x.org', filter: [{ property: 'code', op: 'regex', value: '(' }] })],
  ['vs filter exists bad value', false, values({ system: 'http://x.org', filter: [{ property: 'p', op: 'exists', value: 'yes' }] })],
  ['vs filter op unknown', false, values({ system: 'http://x.org', filter: [{ property: 'p', op: 'like', value: 'yes' }] })],
  ['vs sct ECL', true, values({ system: 'http://snomed.info/sct', filter: [{ property: 'constraint', op: '=', value: '<< 404684003 : 363698007 = << 39057004' }] })],
  ['vs loinc code bad', false, values({ system: 'http://loinc.org', concept: [{ code: '8867-5' }] })],
  ['cm source code in contained', true, map({ source: 'http://x.org/a', target: 'http://x.org/b', element: [{ code: 'a', target: [{ code: 'b', equivalence: 'equal' }] }] })],
  ['cm two sources relative', false, map({ source: 'a', target: 'http://x.org/b', element: [{ code: 'a', target: [{ code: 'b', equivalence: 'equal' }] }] })],
  ['cm no target equivalence', false, map({ source: 'http://x.org/a', target: 'http://x.org/b', element: [{ code: 'a', target: [{ code: 'b' }] }] })],
  ['cm unmatched with code?', true, map({ source: 'http://x.org/a', target: 'http://x.org/b', element: [{ code: 'a', target: [{ equivalence: 'unmatched', comment: 'x' }] }] })],
  ['cm source is vs', false, map({ source: 'http://hl7.org/fhir/ValueSet/administrative-gender', target: 'http://x.org/b', element: [{ code: 'a', target: [{ code: 'b', equivalence: 'equal' }] }] })],
  // narrative
  ['img to contained', true, { ...told('<img src="#pic" alt="x"/>'), contained: [{ resourceType: 'Binary', id: 'pic', contentType: 'image/png', data: 'aGk=' }], photo: [{ url: '#pic' }] }],
  ['img no alt', true, told('<img src="http://x.org/a.png"/>')], ['img no src', false, told('<img alt="x"/>x')], ['img http', true, told('<img src="http://x.org/a.png" alt="x"/>')], ['a name', true, told('<a name="b">x</a><a href="#b">y</a>')],
  ['a href dup target', true, told('<p id="b">x</p><a href="#b">y</a>')], ['table', true, told('<table border="1"><caption>x</caption><thead><tr><th>a</th></tr></thead><tbody><tr><td colspan="2">b</td></tr></tbody></table>')],
  ['u s', false, told('<marquee>x</marquee>')], ['object', false, told('<object data="x">y</object>')], ['base', false, told('<base href="x"/>y')], ['blockquote', true, told('<blockquote>x</blockquote>')],
  ['dl', true, told('<dl><dt>a</dt><dd>b</dd></dl>')], ['hr br', true, told('x<hr/>y<br/>')], ['sub sup', true, told('x<sub>1</sub><sup>2</sup>')], ['tt big small', true, told('<tt>x</tt><big>x</big><small>x</small>')],
  ['entities', true, told('&nbsp;&copy;&eacute;x')], ['entity numeric', true, told('&#160;x')], ['entity unknown', false, told('&foo;x')], ['lt raw', false, told('a < b')], ['cdata', true, told('<![CDATA[x]]>')],
  ['ul text', true, told('<ul><li>a</li></ul>')], ['lang', true, told('<p lang="de" xml:lang="de">x</p>')], ['data attr', false, told('<p data-x="1">x</p>')], ['style url', true, told('<p style="color:red">x</p>')],
  ['style js', false, told('<p style="background:url(javascript:alert(1))">x</p>')], ['canvas', false, told('<canvas>x</canvas>')], ['video', false, told('<video src="x">y</video>')], ['button', false, told('<button>x</button>')],
  ['svg', false, told('<svg><circle/></svg>x')], ['math', false, told('<math>x</math>')], ['text status missing', false, patient({ text: { div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' } })],
  ['div missing', false, patient({ text: { status: 'generated' } })], ['root span', false, patient({ text: { status: 'generated', div: '<span xmlns="http://www.w3.org/1999/xhtml">x</span>' } })],
  ['two divs', false, patient({ text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div><div xmlns="http://www.w3.org/1999/xhtml">y</div>' } })],
  ['status empty', true, patient({ text: { status: 'empty', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' } })],
  ['ws before', true, patient({ text: { status: 'generated', div: ' <div xmlns="http://www.w3.org/1999/xhtml">x</div>\n' } })],
];

/** What is wrong with a resource, given as an object or as the text of a body. */
async function mistakesIn(value: unknown): Promise<string[]> {
  const issues = await validateFully(typeof value === 'string' ? read(value) : JSON.parse(JSON.stringify(value)));
  return issues.filter(({ severity }) => severity === 'error').map(({ path, en }) => `${path}: ${en}`);
}

function read(text: string): unknown {
  if (text.startsWith('<')) return parseFhirXml(text);
  const { value, repeated } = readFhirJson(text);
  if (repeated !== undefined) throw new Error(`${repeated}: twice`);
  return value;
}

test.each([...ANSWERS_AND_BUNDLES, ...FORMATS_AND_EXTENSIONS, ...DEFINITIONS_AND_NARRATIVES])('%s: %s', async (_what, isValid, value) => {
  const mistakes = await mistakesIn(value).catch((error: unknown) => [String(error)]);
  expect(mistakes.length === 0, mistakes.join('\n')).toBe(isValid);
});
