import { expect, test } from 'vitest';
import { validateFully } from '#fhir/validation/validate-fully.ts';

const HL7 = 'http://hl7.org/fhir/StructureDefinition';
const [SNOMED, UCUM] = ['http://snomed.info/sct', 'http://unitsofmeasure.org'];
const patient = (more: object) => ({ resourceType: 'Patient', ...more });
const observation = (more: object) => ({ resourceType: 'Observation', status: 'final', code: { text: 'x' }, ...more });
const told = (inside: string) => patient({ text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${inside}</div>` } });
const quantity = (v: number, code: string) => ({ value: v, unit: code, system: UCUM, code });
const codes = (m: object) => ({ resourceType: 'CodeSystem', status: 'active', url: 'http://x.org/cs', content: 'complete', ...m });
const values = (inc: object, m: object = {}) => ({ resourceType: 'ValueSet', url: 'http://x.org/vs', status: 'active', compose: { include: [inc] }, ...m });
const profile = (m: object, els: object[] = []) => ({ resourceType: 'StructureDefinition', url: 'http://x.org/sd', name: 'Sd', status: 'active', kind: 'resource', abstract: false, type: 'Patient', baseDefinition: HL7 + '/Patient', derivation: 'constraint', differential: { element: [{ id: 'Patient', path: 'Patient' }, ...els] }, ...m });
const questions = (...item: object[]) => ({ resourceType: 'Questionnaire', status: 'active', item });
const bundle = (type: string, ...entry: object[]) => ({ resourceType: 'Bundle', type, entry });
const map = (g: object) => ({ resourceType: 'ConceptMap', status: 'active', group: [g] });
const answers = (qs: object[], items: object[], m: object = {}) => ({ resourceType: 'QuestionnaireResponse', status: 'completed', contained: [{ resourceType: 'Questionnaire', id: 'q', status: 'active', item: qs }], questionnaire: '#q', item: items, ...m });
const GENDER = 'http://hl7.org/fhir/administrative-gender';
const constrained = (path: string, more: object) => profile({}, [{ id: path, path, ...more }]);
const extensionOf = (elements: object[]) => ({
  resourceType: 'StructureDefinition', url: 'http://x.org/e', name: 'E', status: 'active', kind: 'complex-type', abstract: false, context: [{ type: 'element', expression: 'Patient' }], type: 'Extension',
  baseDefinition: `${HL7}/Extension`, derivation: 'constraint', differential: { element: [{ id: 'Extension', path: 'Extension' }, ...elements] },
});

/** Neighbours: what R4 allows, and what it does not, one step away. */
const CASES: readonly (readonly [what: string, isValid: boolean, value: unknown])[] = [
  ['extension: on primitive w value ok', true, patient({ birthDate: '2026', _birthDate: { extension: [{ url: HL7 + '/patient-birthTime', valueDateTime: '2026-01-01T00:00:00Z' }] } })],
  ['extension: on primitive w value wrong type', false, patient({ birthDate: '2026', _birthDate: { extension: [{ url: HL7 + '/patient-birthTime', valueString: 'x' }] } })],
  ['birthTime at Patient', false, patient({ extension: [{ url: HL7 + '/patient-birthTime', valueDateTime: '2026-01-01T00:00:00Z' }] })],
  ['nested ext in primitive ext', false, patient({ birthDate: '2026', _birthDate: { extension: [{ url: 'http://x.org/a', extension: [{ url: 'b' }] }] } })],
  ['unknown modifierExtension', false, patient({ modifierExtension: [{ url: 'http://x.org/mod', valueBoolean: true }] })],
  ['plain ext as modifier', false, patient({ modifierExtension: [{ url: HL7 + '/patient-religion', valueCodeableConcept: { text: 'x' } }] })],
  ['modifier on data type', false, patient({ name: [{ family: 'x', modifierExtension: [{ url: 'http://x.org', valueBoolean: true }] }] })],
  ['extension twice of max 1', false, patient({ extension: [1, 2].map(() => ({ url: HL7 + '/patient-birthPlace', valueAddress: { text: 'x' } })) })],
  ['extension: without anything', false, patient({ extension: [{ url: 'http://x.org/e' }] })],
  ['extension: value and nested', false, patient({ extension: [{ url: 'http://x.org/e', valueString: 'x', extension: [{ url: 'a', valueString: 'x' }] }] })],
  ['extension: two values', false, patient({ extension: [{ url: 'http://x.org/e', valueString: 'x', valueCode: 'x' }] })],
  ['extension: bad value type', false, patient({ extension: [{ url: 'http://x.org/e', valueElement: 'x' }] })],
  ['HL7 ext target', true, observation({ extension: [{ url: HL7 + '/observation-bodyPosition', valueCodeableConcept: { text: 'x' } }] })],
  ['HL7 ext on wrong resource', false, patient({ extension: [{ url: HL7 + '/observation-bodyPosition', valueCodeableConcept: { text: 'x' } }] })],
  ['data-absent-reason in name', true, patient({ name: [{ _family: { extension: [{ url: HL7 + '/data-absent-reason', valueCode: 'unknown' }] } }] })],
  ['iso21090 on name.family', false, patient({ extension: [{ url: HL7 + '/iso21090-EN-qualifier', valueCode: 'LS' }] })],
  ['mothers maiden', true, patient({ extension: [{ url: HL7 + '/patient-mothersMaidenName', valueString: 'x' }] })],
  ['geolocation ok', true, patient({ address: [{ extension: [{ url: HL7 + '/geolocation', extension: [{ url: 'latitude', valueDecimal: 1 }, { url: 'longitude', valueDecimal: 1 }] }] }] })],
  ['geolocation missing', false, patient({ address: [{ extension: [{ url: HL7 + '/geolocation', extension: [{ url: 'latitude', valueDecimal: 1 }] }] }] })],
  ['geolocation wrong type', false, patient({ address: [{ extension: [{ url: HL7 + '/geolocation', extension: [{ url: 'latitude', valueString: '1' }, { url: 'longitude', valueDecimal: 1 }] }] }] })],
  
  
  ['query outside', false, patient({ managingOrganization: { reference: 'Organization?identifier=http://x.org/a|1' } })],
  ['query in transaction', true, bundle('transaction', { resource: patient({ managingOrganization: { reference: 'Organization?identifier=http://x.org/a|1' } }), request: { method: 'POST', url: 'Patient' } })],
  ['ref to unknown type', false, patient({ managingOrganization: { reference: 'Foo/1' } })],
  ['abs ref to type not allowed', false, patient({ managingOrganization: { reference: 'http://x.org/fhir/Patient/1' } })],
  
  
  
  ['urn:uuid ok', true, patient({ managingOrganization: { reference: 'urn:uuid:6a2ee390-978e-42c6-8f88-c17dff3bd8a1' } })],
  
  ['Reference type logical mismatch', false, patient({ managingOrganization: { type: 'Patient', display: 'x' } })],
  ['empty reference element', false, patient({ managingOrganization: {} })],
  ['empty reference string', false, patient({ managingOrganization: { reference: '' } })],
  ['contained unreferenced', false, patient({ contained: [{ resourceType: 'Organization', id: 'a', name: 'x' }] })],
  ['contained refers to container', true, patient({ contained: [{ resourceType: 'Observation', id: 'a', status: 'final', code: { text: 'x' }, subject: { reference: '#' } }] })],
  ['contained in contained', false, patient({ contained: [{ resourceType: 'Organization', id: 'a', name: 'x', contained: [{ resourceType: 'Organization', id: 'b', name: 'x' }], partOf: { reference: '#b' } }], managingOrganization: { reference: '#a' } })],
  ['contained without id', false, patient({ contained: [{ resourceType: 'Organization', name: 'x' }] })],
  ['contained with bad type target', false, patient({ contained: [{ resourceType: 'Patient', id: 'a' }], managingOrganization: { reference: '#a' } })],
  ['contained id with #', false, patient({ contained: [{ resourceType: 'Organization', id: '#a', name: 'x' }], managingOrganization: { reference: '#a' } })],
  ['contained via contained', true, patient({ contained: [{ resourceType: 'Organization', id: 'a', name: 'x', partOf: { reference: '#b' } }, { resourceType: 'Organization', id: 'b', name: 'x' }], managingOrganization: { reference: '#a' } })],
  ['id ws', false, patient({ id: ' a' })], ['id empty', false, patient({ id: '' })], ['id number', false, patient({ id: 1 })],
  ['bool as string', false, patient({ active: 'true' })], ['int as string', false, patient({ multipleBirthInteger: '1' })],
  ['code trailing ws', false, patient({ gender: 'male ' })], ['date month 13', false, patient({ birthDate: '2026-13' })], ['date as time', false, patient({ birthDate: '2026-01-01T00:00:00Z' })],
  ['dateTime w/o zone', false, patient({ deceasedDateTime: '2026-01-01T00:00:00' })], ['dateTime w/o seconds', false, patient({ deceasedDateTime: '2026-01-01T00:00Z' })], ['dateTime 24h', false, patient({ deceasedDateTime: '2026-01-01T24:00:00Z' })],
  ['seconds 60', true, patient({ deceasedDateTime: '2016-12-31T23:59:60Z' })],
  ['instant day', false, observation({ issued: '2026-01-01' })], ['time ok', true, observation({ valueTime: '10:00:00' })], ['time zone', false, observation({ valueTime: '10:00:00Z' })], ['time h:m', false, observation({ valueTime: '10:00' })],
  ['string ws only', false, patient({ name: [{ family: '  ' }] })], ['string ctl', false, patient({ name: [{ family: 'a\u0001' }] })], ['uri ws', false, patient({ implicitRules: 'http://x.org/a b' })],
  ['base64 bad', false, patient({ photo: [{ contentType: 'image/png', data: 'a' }] })], ['base64 bad char', false, patient({ photo: [{ contentType: 'image/png', data: 'a-b_' }] })],
  ['oid bad', false, patient({ identifier: [{ system: 'urn:oid:3.1', value: 'x' }] })], ['uuid ident ok', true, patient({ identifier: [{ system: 'urn:ietf:rfc:3986', value: 'urn:uuid:6a2ee390-978e-42c6-8f88-c17dff3bd8a1' }] })],
  
  
  ['decimal string', false, observation({ valueQuantity: { value: '1' } })], ['positive 0', false, observation({ valueSampledData: { origin: { value: 1 }, period: 1, dimensions: 0, data: '1' } })],
  ['null value', false, patient({ gender: null })], ['null in array', false, patient({ name: [null] })], ['array null given no sibling', false, patient({ name: [{ given: ['a', null] }] })],
  ['given null with sibling', true, patient({ name: [{ given: ['a', null], _given: [null, { extension: [{ url: HL7 + '/data-absent-reason', valueCode: 'unknown' }] }] }] })],
  ['given sibling longer', true, patient({ name: [{ given: ['a'], _given: [null, { extension: [{ url: HL7 + '/data-absent-reason', valueCode: 'unknown' }] }] }] })],
  ['_given not array', false, patient({ name: [{ given: ['a'], _given: { id: 'x' } }] })],
  
  ['_name', false, patient({ _name: [{ id: 'x' }], name: [{ family: 'x' }] })],
  ['_gender unknown prop', false, patient({ gender: 'male', _gender: { foo: 'x' } })], ['fhir_comments', false, patient({ gender: 'male', fhir_comments: ['x'] })],
  ['_id', true, patient({ id: 'a', _id: { extension: [{ url: HL7 + '/data-absent-reason', valueCode: 'unknown' }] } })],
  ['resourceType in datatype', false, patient({ name: [{ resourceType: 'HumanName', family: 'x' }] })],
  ['object for array', false, patient({ name: { family: 'x' } })], ['array for object', false, patient({ maritalStatus: [{ text: 'x' }] })],
  ['choice two', false, patient({ deceasedBoolean: true, deceasedDateTime: '2026' })], ['choice no type', false, patient({ deceased: true })], ['choice wrong type', false, patient({ deceasedString: 'x' })],
  ['canonical version', true, { resourceType: 'MeasureReport', status: 'complete', type: 'summary', measure: 'http://x.org/m|1.0', period: { start: '2026', end: '2026' } }],
  ['canonical rel', false, { resourceType: 'MeasureReport', status: 'complete', type: 'summary', measure: 'Measure/1', period: { start: '2026', end: '2026' } }],
  
  ['ucum ok', true, observation({ valueQuantity: quantity(1, 'mg/dL') })], ['ucum bad', false, observation({ valueQuantity: quantity(1, 'mgs/dl') })], ['ucum annotation', true, observation({ valueQuantity: quantity(1, '{beats}/min') })], ['ucum space', false, observation({ valueQuantity: quantity(1, 'mg / dL') })],
  ['ucum coding bad', false, observation({ code: { coding: [{ system: UCUM, code: 'mgs' }] } })], ['age neg', false, { resourceType: 'Condition', clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] }, subject: { display: 'x' }, onsetAge: quantity(-1, 'a') }],
  
  ['age ok', true, { resourceType: 'Condition', clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] }, subject: { display: 'x' }, onsetAge: quantity(1, 'mo') }],
  ['range reversed', false, observation({ valueRange: { low: quantity(5, 'mg'), high: quantity(1, 'mg') } })], ['ratio half', false, observation({ valueRatio: { numerator: quantity(5, 'mg') } })],
  ['range reversed by unit', false, observation({ valueRange: { low: quantity(1, 'g'), high: quantity(5, 'mg') } })],
  ['range right by unit', true, observation({ valueRange: { low: quantity(5, 'mg'), high: quantity(1, 'g') } })],
  ['simple quantity comparator', false, observation({ valueRange: { low: { ...quantity(5, 'mg'), comparator: '<' } } })],
  ['period reversed', false, patient({ name: [{ family: 'x', period: { start: '2026-02', end: '2026-01' } }] })],
  ['unit code w/o system', false, observation({ valueQuantity: { value: 1, code: 'mg' } })],
  ['vs-valueset in coding', false, observation({ code: { coding: [{ system: 'http://hl7.org/fhir/ValueSet/observation-codes', code: 'x' }] } })],
  ['gender unknown', false, patient({ gender: 'x' })],
  ['marital wrong code in v3', false, patient({ maritalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', code: 'ZZZ' }] } })],
  ['marital wrong display', false, patient({ maritalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', code: 'M', display: 'Foo' }] } })],
  ['required concept other system', false, { resourceType: 'Condition', clinicalStatus: { coding: [{ system: 'http://x.org', code: 'active' }] }, subject: { display: 'x' } }],
  ['clinicalStatus case', false, { resourceType: 'Condition', clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'Active' }] }, subject: { display: 'x' } }],
  
  ['country', true, patient({ address: [{ country: 'China' }] })],
  ['mime image/png', true, patient({ photo: [{ contentType: 'image/png', data: 'aGk=' }] })],
  ['code system: ok', true, codes({ concept: [{ code: 'a' }], count: 1 })], ['code system: dup', false, codes({ concept: [{ code: 'a' }, { code: 'a' }] })], ['code system: dup nested', false, codes({ concept: [{ code: 'a', concept: [{ code: 'a' }] }] })],
  ['code system: parent prop unknown code', false, codes({ property: [{ code: 'parent', type: 'code' }], concept: [{ code: 'a', property: [{ code: 'parent', valueCode: 'zz' }] }] })],
  ['code system: parent prop', true, codes({ property: [{ code: 'parent', type: 'code' }], concept: [{ code: 'b' }, { code: 'a', property: [{ code: 'parent', valueCode: 'b' }] }] })],
  ['code system: name lower (warning)', true, codes({ name: 'foo bar', concept: [{ code: 'a' }] })],
  ['code system: url fragment', false, codes({ url: 'CodeSystem/x' })], ['code system: code ws', false, codes({ concept: [{ code: 'a ' }] })],
  ['code system: supplements w/o content', true, codes({ content: 'supplement', supplements: 'http://x.org/other' })],
  ['value set: inc both', false, values({ system: 'http://x.org', concept: [{ code: 'a' }], filter: [{ property: 'a', op: '=', value: 'x' }] })],
  
  ['value set: core unknown code', false, values({ system: GENDER, concept: [{ code: 'foo' }] })], 
  ['value set: core filter concept unknown', false, values({ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', filter: [{ property: 'concept', op: 'is-a', value: 'nope' }] })],
  ['value set: core filter concept ok', true, values({ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', filter: [{ property: 'concept', op: 'is-a', value: 'FAMMEMB' }] })],
  ['value set: sct filter bad concept', false, values({ system: SNOMED, filter: [{ property: 'concept', op: 'is-a', value: 'something' }] })],
  ['value set: sct filter ok', true, values({ system: SNOMED, filter: [{ property: 'concept', op: 'is-a', value: '404684003' }] })],
  ['value set: filter missing op', false, values({ system: SNOMED, filter: [{ property: 'concept', value: '404684003' }] })],
  ['value set: empty include', false, values({})], ['value set: include version only', false, values({ version: '1' })],
  ['value set: expansion no system', false, { resourceType: 'ValueSet', status: 'active', expansion: { timestamp: '2026-01-01', contains: [{ code: 'a' }] } }],
  ['value set: valueset as system', false, values({ system: 'http://hl7.org/fhir/ValueSet/x' })],
  ['profile: ok', true, profile({}, [{ id: 'Patient.name', path: 'Patient.name', min: 1 }])],
  ['profile: path unknown', false, profile({}, [{ id: 'Patient.foo', path: 'Patient.foo', min: 1 }])],
  ['profile: path other type', false, profile({}, [{ id: 'Observation.code', path: 'Observation.code', min: 1 }])],
  ['profile: fixed wrong type', false, profile({}, [{ id: 'Patient.birthDate', path: 'Patient.birthDate', fixedString: 'x' }])],
  ['profile: fixed right type', true, profile({}, [{ id: 'Patient.gender', path: 'Patient.gender', fixedCode: 'male' }])],
  ['profile: binding on date', false, profile({}, [{ id: 'Patient.birthDate', path: 'Patient.birthDate', binding: { strength: 'required', valueSet: 'http://x.org/vs' } }])],
  ['profile: type not in base', false, profile({}, [{ id: 'Patient.birthDate', path: 'Patient.birthDate', type: [{ code: 'string' }] }])],
  ['profile: max > base', false, profile({}, [{ id: 'Patient.birthDate', path: 'Patient.birthDate', max: '2' }])],
  ['profile: min > max', false, profile({}, [{ id: 'Patient.name', path: 'Patient.name', min: 2, max: '1' }])],
  ['profile: min < base min', false, profile({ type: 'Observation', baseDefinition: HL7 + '/Observation', differential: { element: [{ id: 'Observation', path: 'Observation' }, { id: 'Observation.status', path: 'Observation.status', min: 0 }] } })],
  ['profile: constraint syntax', false, profile({}, [{ id: 'Patient.name', path: 'Patient.name', constraint: [{ key: 'a-1', severity: 'error', human: 'x', expression: 'family.exists( and' }] }])],
  ['profile: constraint ok', true, profile({}, [{ id: 'Patient.name', path: 'Patient.name', constraint: [{ key: 'a-1', severity: 'error', human: 'x', expression: 'family.exists()' }] }])],
  ['profile: constraint unknown function', false, profile({}, [{ id: 'Patient.name', path: 'Patient.name', constraint: [{ key: 'a-1', severity: 'error', human: 'x', expression: 'family.exist()' }] }])],
  ['profile: slicing without discriminator', false, profile({}, [{ id: 'Patient.name', path: 'Patient.name', slicing: {} }])],
  ['profile: no elements', false, profile({ differential: { element: [] } })],
  ['profile: neither', false, profile({ differential: undefined })],
  ['profile: url relative', false, profile({ url: 'StructureDefinition/x' })],
  ['profile: type vs base', false, profile({ baseDefinition: HL7 + '/Observation' })],
  ['profile: extension w/o context', false, { resourceType: 'StructureDefinition', url: 'http://x.org/e', name: 'E', status: 'active', kind: 'complex-type', abstract: false, type: 'Extension', baseDefinition: HL7 + '/Extension', derivation: 'constraint', differential: { element: [{ id: 'Extension', path: 'Extension' }] } }],
  ['search parameter: ok', true, { resourceType: 'SearchParameter', url: 'http://x.org/sp', name: 'Sp', status: 'active', description: 'x', code: 'x', base: ['Patient'], type: 'string', expression: 'Patient.name' }],
  ['search parameter: bad expr', false, { resourceType: 'SearchParameter', url: 'http://x.org/sp', name: 'Sp', status: 'active', description: 'x', code: 'x', base: ['Patient'], type: 'string', expression: 'Patient.name.where(' }],
  ['concept map: code unknown', false, map({ source: GENDER, target: 'http://x.org', element: [{ code: 'foo', target: [{ code: 'x', equivalence: 'equal' }] }] })],
  ['concept map: ok', true, map({ source: GENDER, target: 'http://x.org', element: [{ code: 'male', target: [{ code: 'x', equivalence: 'equal' }] }] })],
  ['concept map: target unknown', false, map({ source: 'http://x.org', target: GENDER, element: [{ code: 'foo', target: [{ code: 'x', equivalence: 'equal' }] }] })],
  ['capability statement: sp wrong type', false, { resourceType: 'CapabilityStatement', description: 'x', status: 'active', date: '2026', kind: 'requirements', fhirVersion: '4.0.1', format: ['json'], rest: [{ mode: 'server', resource: [{ type: 'Patient', searchParam: [{ name: 'family', definition: 'http://hl7.org/fhir/SearchParameter/individual-family', type: 'token' }] }] }] }],
  ['capability statement: sp right type', true, { resourceType: 'CapabilityStatement', description: 'x', status: 'active', date: '2026', kind: 'requirements', fhirVersion: '4.0.1', format: ['json'], rest: [{ mode: 'server', resource: [{ type: 'Patient', searchParam: [{ name: 'family', definition: 'http://hl7.org/fhir/SearchParameter/individual-family', type: 'string' }] }] }] }],
  ['capability statement: two rest of one mode', true, { resourceType: 'CapabilityStatement', description: 'x', status: 'active', date: '2026', kind: 'requirements', fhirVersion: '4.0.1', format: ['json'], rest: [{ mode: 'server' }, { mode: 'server' }] }],
  ['questionnaire: group without items', false, questions({ linkId: '1', type: 'group' })], ['questionnaire: display with items', false, questions({ linkId: '1', type: 'display', item: [{ linkId: '2', type: 'string' }] })],
  ['questionnaire: dup link', false, questions({ linkId: '1', type: 'string' }, { linkId: '1', type: 'string' })], ['questionnaire: option on string', false, questions({ linkId: '1', type: 'boolean', answerOption: [{ valueString: 'x' }] })],
  ['questionnaire: valueset and options', false, questions({ linkId: '1', type: 'choice', answerValueSet: 'http://x.org', answerOption: [{ valueString: 'x' }] })],
  ['questionnaire: maxLength on boolean', true, questions({ linkId: '1', type: 'boolean', maxLength: 5 })], ['questionnaire: initial with options', false, questions({ linkId: '1', type: 'choice', answerOption: [{ valueString: 'x' }], initial: [{ valueString: 'x' }] })],
  ['questionnaire: enableWhen of two without behaviour', true, questions({ linkId: '0', type: 'boolean' }, { linkId: '1', type: 'string', enableWhen: [{ question: '0', operator: '=', answerBoolean: true }, { question: '0', operator: 'exists', answerBoolean: true }] })],
  ['questionnaire: enableWhen unknown link (R4: no rule)', true, questions({ linkId: '0', type: 'boolean' }, { linkId: '1', type: 'string', enableWhen: [{ question: '0', operator: '=', answerBoolean: true }] })],
  ['questionnaire: display code', false, questions({ linkId: '1', type: 'display', code: [{ code: 'x' }] })], ['questionnaire: readOnly display', false, questions({ linkId: '1', type: 'display', text: 'x', readOnly: true })],
  ['questionnaire: required display', false, questions({ linkId: '1', type: 'display', text: 'x', required: true })], ['questionnaire: repeats display', false, questions({ linkId: '1', type: 'display', text: 'x', repeats: true })],
  ['questionnaire: two initial', false, questions({ linkId: '1', type: 'string', initial: [{ valueString: 'x' }, { valueString: 'y' }] })],
  ['answers: ok', true, answers([{ linkId: '1', type: 'string' }], [{ linkId: '1', answer: [{ valueString: 'x' }] }])],
  ['answers: unknown link', false, answers([{ linkId: '1', type: 'string' }], [{ linkId: '2', answer: [{ valueString: 'x' }] }])],
  ['answers: wrong type', false, answers([{ linkId: '1', type: 'integer' }], [{ linkId: '1', answer: [{ valueString: 'x' }] }])],
  ['answers: missing required', false, answers([{ linkId: '1', type: 'integer', required: true }, { linkId: '2', type: 'string' }], [{ linkId: '2', answer: [{ valueString: 'x' }] }])],
  ['answers: repeated answers', false, answers([{ linkId: '1', type: 'integer' }], [{ linkId: '1', answer: [{ valueInteger: 1 }, { valueInteger: 2 }] }])],
  ['answers: too long', false, answers([{ linkId: '1', type: 'string', maxLength: 2 }], [{ linkId: '1', answer: [{ valueString: 'xyz' }] }])],
  ['answers: order', false, answers([{ linkId: '1', type: 'integer' }, { linkId: '2', type: 'integer' }], [{ linkId: '2', answer: [{ valueInteger: 1 }] }, { linkId: '1', answer: [{ valueInteger: 1 }] }])],
  ['answers: option not there', false, answers([{ linkId: '1', type: 'choice', answerOption: [{ valueCoding: { system: 'http://x.org', code: 'a' } }] }], [{ linkId: '1', answer: [{ valueCoding: { system: 'http://x.org', code: 'b' } }] }])],
  ['answers: option there', true, answers([{ linkId: '1', type: 'choice', answerOption: [{ valueCoding: { system: 'http://x.org', code: 'a' } }] }], [{ linkId: '1', answer: [{ valueCoding: { system: 'http://x.org', code: 'a' } }] }])],
  ['answers: disabled answered', false, answers([{ linkId: '0', type: 'boolean' }, { linkId: '1', type: 'string', enableWhen: [{ question: '0', operator: '=', answerBoolean: true }] }], [{ linkId: '0', answer: [{ valueBoolean: false }] }, { linkId: '1', answer: [{ valueString: 'x' }] }])],
  ['answers: group with answer', false, answers([{ linkId: '1', type: 'group', item: [{ linkId: '2', type: 'string' }] }], [{ linkId: '1', answer: [{ valueString: 'x' }] }])],
  ['answers: in-progress missing required ok', true, answers([{ linkId: '1', type: 'integer', required: true }, { linkId: '2', type: 'string' }], [{ linkId: '2', answer: [{ valueString: 'x' }] }], { status: 'in-progress' })],
  ['script', false, told('<script>x</script>')], ['onclick', false, told('<p onclick="x">a</p>')], ['iframe', false, told('<iframe src="http://x"></iframe>')], ['style attr', true, told('<p style="color:red">a</p>')],
  ['img data', true, told('<img src="data:image/png;base64,aGk=" alt="x"/>')], ['unclosed', false, told('<p>a')], ['unquoted attr', false, told('<p class=a>x</p>')],
  ['processing instruction', false, told('<?xml version="1.0"?>x')], ['doctype', false, told('<!DOCTYPE html>x')], ['comment', true, told('<!-- x -->x')], ['form', false, told('<form>x</form>')], ['input', false, told('<input type="text"/>x')], ['base', false, told('<base href="x"/>x')], ['link', false, told('<link href="x"/>x')],
  ['style elem', false, told('<style>p{}</style>x')], ['dup attr', false, told('<p class="a" class="b">x</p>')], ['js href', false, told('<a href="javascript:x">x</a>')], ['amp', false, told('a & b')], ['lt', false, told('a < b')], ['only img', true, told('<img src="x.png" alt="a"/>')], ['table', true, told('<table border="1"><tbody><tr><td colspan="2">x</td></tr></tbody></table>')], ['u', true, told('<u>x</u>')], ['p in p', true, told('<p>a<p>b</p></p>')], ['name on a', true, told('<a name="x">y</a>')], ['video', false, told('<video src="a"/>x')], ['xml:lang', true, told('<p xml:lang="de" lang="de">y</p>')], ['numeric ent', true, told('&#160;&#xA0;x')], ['cdata', true, told('<![CDATA[x]]>y')],
  ['profile of an element: choice', true, constrained('Patient.deceased[x]', { type: [{ code: 'boolean' }] })], ['profile of an element: choice short', true, constrained('Patient.deceasedBoolean', { fixedBoolean: true })], ['profile of an element: choice slice', true, profile({}, [{ id: 'Patient.deceased[x]', path: 'Patient.deceased[x]', slicing: { discriminator: [{ type: 'type', path: '$this' }], rules: 'open' } }, { id: 'Patient.deceased[x]:deceasedBoolean', path: 'Patient.deceased[x]', sliceName: 'deceasedBoolean', type: [{ code: 'boolean' }], min: 1 }])], ['profile of an element: no [x]', false, constrained('Patient.deceased', { min: 1 })], ['profile of an element: nested', true, constrained('Patient.contact.name.family', { min: 1, maxLength: 10 })], ['profile of an element: contact type', true, constrained('Patient.contact', { type: [{ code: 'BackboneElement' }] })], ['extension: slice', true, profile({}, [{ id: 'Patient.extension', path: 'Patient.extension', slicing: { discriminator: [{ type: 'value', path: 'url' }], rules: 'open' } }, { id: 'Patient.extension:e', path: 'Patient.extension', sliceName: 'e', min: 1, max: '1', type: [{ code: 'Extension', profile: ['http://x.org/e'] }] }])], ['profile of an element: ident', true, profile({}, [{ id: 'Patient.identifier.system', path: 'Patient.identifier.system', min: 1, fixedUri: 'http://x.org' }])], ['profile of an element: id', true, constrained('Patient.id', { min: 1, type: [{ code: 'http://hl7.org/fhirpath/System.String' }] })], ['profile of an element: contained', true, constrained('Patient.contained', { type: [{ code: 'Organization' }] })], ['profile of an element: birthDate.extension', true, constrained('Patient.birthDate.extension', { max: '0' })], ['profile of an element: meta.profile', true, constrained('Patient.meta.profile', { min: 1 })], ['profile of an element: link.other ref', true, constrained('Patient.link.other', { type: [{ code: 'Reference', targetProfile: [HL7 + '/Patient'] }] })],
  ['extension: def', true, extensionOf([{ id: 'Extension.url', path: 'Extension.url', fixedUri: 'http://x.org/e' }, { id: 'Extension.value[x]', path: 'Extension.value[x]', type: [{ code: 'CodeableConcept' }], binding: { strength: 'required', valueSet: 'http://x.org/vs' } }])], ['extension: def short value', true, extensionOf([{ id: 'Extension.url', path: 'Extension.url', fixedUri: 'http://x.org/e' }, { id: 'Extension.valueCodeableConcept', path: 'Extension.valueCodeableConcept', binding: { strength: 'required', valueSet: 'http://x.org/vs' } }])], ['extension: complex', true, extensionOf([{ id: 'Extension.extension:a', path: 'Extension.extension', sliceName: 'a', min: 1 }, { id: 'Extension.extension:a.url', path: 'Extension.extension.url', fixedUri: 'a' }, { id: 'Extension.extension:a.value[x]', path: 'Extension.extension.value[x]', type: [{ code: 'string' }] }, { id: 'Extension.value[x]', path: 'Extension.value[x]', max: '0' }])], ['extension: fixed wrong', false, extensionOf([{ id: 'Extension.url', path: 'Extension.url', fixedString: 'http://x.org/e' }])],
  ['profile of an element: quantity type', true, { ...profile({ type: 'Observation', baseDefinition: HL7 + '/Observation' }), differential: { element: [{ id: 'Observation', path: 'Observation' }, { id: 'Observation.value[x]', path: 'Observation.value[x]', type: [{ code: 'Quantity' }], patternQuantity: { system: 'http://unitsofmeasure.org', code: 'mg' } }, { id: 'Observation.component.valueQuantity', path: 'Observation.component.valueQuantity', min: 1 }, { id: 'Observation.component.referenceRange.low', path: 'Observation.component.referenceRange.low', min: 1 }, { id: 'Observation.referenceRange.low', path: 'Observation.referenceRange.low', type: [{ code: 'Quantity', profile: [HL7 + '/SimpleQuantity'] }] }] } }],
  ['profile of an element: questionnaire contentRef', true, { ...profile({ type: 'Questionnaire', baseDefinition: HL7 + '/Questionnaire' }), differential: { element: [{ id: 'Questionnaire', path: 'Questionnaire' }, { id: 'Questionnaire.item.item.linkId', path: 'Questionnaire.item.item.linkId', maxLength: 3 }] } }],
  ['profile of an element: bundle entry resource', true, { ...profile({ type: 'Bundle', baseDefinition: HL7 + '/Bundle' }), differential: { element: [{ id: 'Bundle', path: 'Bundle' }, { id: 'Bundle.entry.resource', path: 'Bundle.entry.resource', type: [{ code: 'Patient' }] }, { id: 'Bundle.entry.resource.name', path: 'Bundle.entry.resource.name', min: 1 }] } }],
  ['profile of an element: logical', true, profile({ kind: 'logical', type: 'http://x.org/l', baseDefinition: HL7 + '/Element', derivation: 'specialization', differential: { element: [{ id: 'l', path: 'l', definition: 'x', min: 0, max: '*' }, { id: 'l.a', path: 'l.a', definition: 'x', min: 0, max: '1', type: [{ code: 'string' }] }] } })],
  ['profile of an element: base other profile', true, profile({ baseDefinition: 'http://x.org/other' })], ['profile of an element: vital base', true, { ...profile({ type: 'Observation', baseDefinition: HL7 + '/vitalsigns' }), differential: { element: [{ id: 'Observation', path: 'Observation' }] } }],
  ['search parameter: expr union', true, { resourceType: 'SearchParameter', url: 'http://x.org/sp', name: 'Sp', status: 'active', description: 'x', code: 'x', base: ['Patient'], type: 'reference', expression: "(Patient.generalPractitioner as Reference) | Patient.link.other.where(resolve() is Patient) | Patient.extension('http://x.org').value" }],
  ['answers: open choice', true, answers([{ linkId: '1', type: 'open-choice', answerOption: [{ valueCoding: { code: 'a' } }] }], [{ linkId: '1', answer: [{ valueString: 'other' }] }])], ['answers: nested', true, answers([{ linkId: '1', type: 'boolean', item: [{ linkId: '1.1', type: 'string' }] }], [{ linkId: '1', answer: [{ valueBoolean: true, item: [{ linkId: '1.1', answer: [{ valueString: 'x' }] }] }] }])], ['answers: nested outside the answer', false, answers([{ linkId: '1', type: 'boolean', item: [{ linkId: '1.1', type: 'string' }] }], [{ linkId: '1', answer: [{ valueBoolean: true }], item: [{ linkId: '1.1', answer: [{ valueString: 'x' }] }] }])], ['answers: repeated groups', true, answers([{ linkId: '1', type: 'group', repeats: true, item: [{ linkId: '1.1', type: 'string' }] }], [1, 2].map(() => ({ linkId: '1', item: [{ linkId: '1.1', answer: [{ valueString: 'x' }] }] })))], ['answers: group twice', false, answers([{ linkId: '1', type: 'group', item: [{ linkId: '1.1', type: 'string' }] }], [1, 2].map(() => ({ linkId: '1', item: [{ linkId: '1.1', answer: [{ valueString: 'x' }] }] })))], ['answers: required not enabled', true, answers([{ linkId: '0', type: 'boolean' }, { linkId: '1', type: 'string', required: true, enableWhen: [{ question: '0', operator: '=', answerBoolean: true }] }], [{ linkId: '0', answer: [{ valueBoolean: false }] }])], ['answers: required in absent group', false, answers([{ linkId: '1', type: 'group', required: true, item: [{ linkId: '1.1', type: 'string', required: true }] }, { linkId: '2', type: 'string' }], [{ linkId: '2', answer: [{ valueString: 'x' }] }])], ['answers: date type', false, answers([{ linkId: '1', type: 'date' }], [{ linkId: '1', answer: [{ valueDateTime: '2026' }] }])], ['answers: url', true, answers([{ linkId: '1', type: 'url' }], [{ linkId: '1', answer: [{ valueUri: 'http://x.org' }] }])], ['answers: vs of definitions', false, answers([{ linkId: '1', type: 'choice', answerValueSet: 'http://hl7.org/fhir/ValueSet/administrative-gender' }], [{ linkId: '1', answer: [{ valueCoding: { system: 'http://hl7.org/fhir/administrative-gender', code: 'zz' } }] }])], ['answers: enable all', false, answers([{ linkId: '0', type: 'integer' }, { linkId: '1', type: 'string', enableBehavior: 'all', enableWhen: [{ question: '0', operator: '>', answerInteger: 1 }, { question: '0', operator: '<', answerInteger: 5 }] }], [{ linkId: '0', answer: [{ valueInteger: 7 }] }, { linkId: '1', answer: [{ valueString: 'x' }] }])], ['answers: display item', true, answers([{ linkId: '0', type: 'display', text: 'x' }, { linkId: '1', type: 'string' }], [{ linkId: '0', text: 'x' }, { linkId: '1', answer: [{ valueString: 'x' }] }])], ['answers: in bundle', false, { resourceType: 'Bundle', type: 'collection', entry: [{ fullUrl: 'urn:uuid:00000001-0000-4000-8000-000000000000', resource: { resourceType: 'Questionnaire', url: 'http://x.org/q', status: 'active', item: [{ linkId: '1', type: 'string' }] } }, { fullUrl: 'urn:uuid:00000002-0000-4000-8000-000000000000', resource: { resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire: 'http://x.org/q|1', item: [{ linkId: '2', answer: [{ valueString: 'x' }] }] } }] }], ['answers: not known', true, { resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire: 'http://x.org/q' }],
];

test.each(CASES)('%s: %s', async (_what, isValid, value) => {
  const issues = await validateFully(JSON.parse(JSON.stringify(value)));
  const mistakes = issues.filter(({ severity }) => severity === 'error').map(({ path, en }) => `${path}: ${en}`);
  expect(mistakes.length === 0, mistakes.join('\n')).toBe(isValid);
});
