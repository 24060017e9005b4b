import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositories, type SuiteRepository } from '../repositories.ts';
import { expectFound, sendWritten } from './ask.ts';

/** `_filter` (https://hl7.org/fhir/R4/search_filter.html) and what modifiers stand for; the same of PostgreSQL and of the memory twin. */
const UCUM = 'http://unitsofmeasure.org';
const observation = (id: string, more: object) => ({ resourceType: 'Observation', id, status: 'final', code: { coding: [{ system: 'urn:c', code: id }] }, ...more });
const condition = (id: string, system: string, code: string, more: object = {}) => ({ resourceType: 'Condition', id, code: { coding: [{ system, code }] }, subject: { reference: 'Patient/a' }, ...more });
const clinical = (code: string) => ({ clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code }] } });
const place = (id: string, above?: string) => ({ resourceType: 'Location', id, ...(above === undefined ? {} : { partOf: { reference: `Location/${above}` } }) });
const valueSet = (id: string, compose: object) => ({ resourceType: 'ValueSet', id, url: `urn:vs:${id}`, status: 'active', compose });
const CONCEPTS = [{ code: 'I', concept: [{ code: 'I1', property: [{ code: 'kind', valueCode: 'group' }], concept: [{ code: 'I10' }, { code: 'I11' }] }] }, { code: 'E11', display: 'Sugar' }];

const STORED = [
  { resourceType: 'Organization', id: 'top', name: 'Top house' }, { resourceType: 'Organization', id: 'mid', name: 'Mid', partOf: { reference: 'Organization/top' } },
  { resourceType: 'Patient', id: 'a', active: true, gender: 'female', birthDate: '1990-05-17', name: [{ family: "O'Neil", given: ['Zoë', 'Ann (Marie)'] }], managingOrganization: { reference: 'Organization/mid' }, identifier: [{ system: 'urn:mr', value: 'x,1' }] },
  { resourceType: 'Patient', id: 'b', active: false, gender: 'male', birthDate: '1990-05', name: [{ family: 'Neil' }] }, { resourceType: 'Patient', id: 'c', birthDate: '1990', name: [{ family: 'Neilson', given: ['Zoe'] }] }, { resourceType: 'Patient', id: 'd', name: [{ text: '王芳' }], gender: 'unknown' },
  { resourceType: 'Encounter', id: 'e', status: 'finished', class: { system: 'urn:k', code: 'AMB' }, subject: { reference: 'Patient/a' }, period: { start: '2024-02-10', end: '2024-02-20' }, location: [{ location: { reference: 'Location/room' } }] },
  { resourceType: 'Encounter', id: 'open', status: 'in-progress', class: { system: 'urn:k', code: 'IMP' }, subject: { reference: 'Patient/b' }, period: { start: '2024-02-15' } },
  observation('w5', { subject: { reference: 'Patient/a' }, effectiveDateTime: '2024-02-15', valueQuantity: { value: 5, unit: 'kg', system: UCUM, code: 'kg' } }), observation('w6', { subject: { reference: 'Patient/b' }, effectiveDateTime: '2024-03', valueQuantity: { value: 6, unit: 'kg', system: UCUM, code: 'kg' } }),
  observation('note', { subject: { reference: 'Patient/a' }, effectiveDateTime: '2025', valueString: 'say "x", or y' }),
  { resourceType: 'RiskAssessment', id: 'r', status: 'final', subject: { reference: 'Patient/a' }, prediction: [{ probabilityDecimal: 0.8 }] },
  { resourceType: 'CodeSystem', id: 'cs', url: 'urn:icd', status: 'active', content: 'complete', concept: CONCEPTS }, { resourceType: 'CodeSystem', id: 'more', url: 'urn:icd:more', status: 'active', content: 'supplement', supplements: 'urn:icd', concept: [{ code: 'E11', property: [{ code: 'kind', valueCode: 'sweet' }] }] },
  valueSet('heart', { include: [{ system: 'urn:icd', filter: [{ property: 'concept', op: 'is-a', value: 'I' }] }] }), valueSet('under', { include: [{ system: 'urn:icd', filter: [{ property: 'concept', op: 'descendent-of', value: 'I1' }] }] }),
  valueSet('whole', { include: [{ system: 'urn:icd' }] }), valueSet('but', { include: [{ valueSet: ['urn:vs:heart'] }], exclude: [{ system: 'urn:icd', concept: [{ code: 'I10' }] }] }), valueSet('groups', { include: [{ system: 'urn:icd', filter: [{ property: 'kind', op: '=', value: 'group' }] }] }),
  valueSet('sweet', { include: [{ system: 'urn:icd', filter: [{ property: 'kind', op: 'in', value: 'sour, sweet' }] }] }), valueSet('pattern', { include: [{ system: 'urn:icd', filter: [{ property: 'code', op: 'regex', value: 'I1.' }] }] }), valueSet('both', { include: [{ system: 'urn:icd', valueSet: ['urn:vs:heart'], concept: [{ code: 'I10' }, { code: 'E11' }] }] }),
  valueSet('lost', { include: [{ valueSet: ['urn:vs:nowhere'] }] }), { resourceType: 'ValueSet', id: 'grown', url: 'urn:vs:grown', status: 'active', expansion: { timestamp: '2024-01-01', contains: [{ system: 'urn:icd', code: 'E11' }] } },
  condition('i10', 'urn:icd', 'I10', clinical('active')), condition('i1', 'urn:icd', 'I1', clinical('resolved')), condition('e11', 'urn:icd', 'e11', { subject: { reference: 'Patient/b' } }), condition('other', 'urn:other', 'I10'), { resourceType: 'Condition', id: 'bare', subject: { reference: 'Patient/b' } },
  place('house'), place('floor', 'house'), place('room', 'floor'), place('shed'), place('ring1', 'ring2'), place('ring2', 'ring1'),
] as const;

const MEANINGS: readonly (readonly [query: string, answer: string | number])[] = [
  ['Condition?code:in=urn:vs:heart', 'i1 i10'], ['Condition?code:not-in=urn:vs:heart', 'bare e11 other'], ['Condition?code:in=urn:vs:under', 'i10'], ['Condition?code:in=urn:vs:whole', 'e11 i1 i10'], ['Condition?code:not-in=urn:vs:whole', 'bare other'], ['Condition?code:in=urn:vs:but', 'i1'], ['Condition?code:in=urn:vs:groups', 'i1'],
  ['Condition?code:in=urn:vs:sweet', 'e11'], ['Condition?code:in=urn:vs:pattern', 'i10'], ['Condition?code:in=urn:vs:both', 'i10'], ['Condition?code:in=urn:vs:grown', 'e11'], ['Condition?code:in=ValueSet/heart', 'i1 i10'], ['Condition?code:in=urn:vs:groups,urn:vs:grown', 'e11 i1'], ['Condition?code:in=urn:vs:lost', 400], ['Condition?code:in=urn:vs:nothing', 400],
  ['Condition?code:below=urn:icd|I1', 'i1 i10'], ['Condition?code:below=urn:icd|i10', 'i10'], ['Condition?code:above=urn:icd|I10', 'i1 i10'], ['Condition?code:above=urn:icd|I', ''], ['Condition?code:below=urn:icd|E11,urn:icd|I10', 'e11 i10'], ['Condition?code:below=I1', 400], ['Condition?code:below=urn:nothing|I1', 400], ['Condition?code:above=|I1', 400],
  ['Encounter?status:in=http://hl7.org/fhir/ValueSet/encounter-status', 'e open'], ['Encounter?status:not-in=http://hl7.org/fhir/ValueSet/encounter-status', ''], ['Patient?gender:in=http://hl7.org/fhir/ValueSet/administrative-gender', 'a b d'], ['Patient?gender:not-in=http://hl7.org/fhir/ValueSet/administrative-gender', 'c'],
  ['Patient?_has:Condition:patient:code:in=urn:vs:heart', 'a'], ['Condition?patient.gender:in=http://hl7.org/fhir/ValueSet/administrative-gender&code:in=urn:vs:whole', 'e11 i1 i10'], ['Patient/b/Condition?code:not-in=urn:vs:heart', 'bare e11'],
  ['Encounter?location:below=house', 'e'], ['Encounter?location:below=Location/floor', 'e'], ['Encounter?location:below=shed', ''], ['Encounter?location:above=room', 'e'], ['Location?partof:below=house', 'floor room'], ['Location?partof:above=floor', 'floor room'], ['Location?partof:below=ring1', 'ring1 ring2'], ['Organization?partof:below=top', 'mid'], ['Patient?organization:below=top', 'a'], ['Patient?organization:above=mid', 'a'], ['Patient?organization:below=top,nowhere', 'a'],
  ['Encounter?subject:below=a', 400], ['Patient?organization:in=x', 400], ['Patient?birthdate:below=1990', 400], ['Encounter?location:Location.partof:below=house', 'e'], ['Condition?_list=$current-problems', 'bare e11 i10 other'], ['Condition?_list=$current-problems&patient=a', 'i10 other'], ['Patient?_list=$current-problems', 400], ['Condition?_list=$nothing', 400],
];

const FILTERS: readonly (readonly [type: string, filter: string, answer: string | number])[] = [
  // texts
  ['Patient', 'family eq neil', 'b'], ['Patient', 'family eq "Neil"', 'b'], ['Patient', 'family ne "Neil"', 'a c'], ['Patient', 'family sw nei', 'b c'], ['Patient', 'family co "neil"', 'a b c'], ['Patient', 'family ew son', 'c'], ['Patient', 'family ew "NEIL"', 'a b'], ['Patient', 'given eq zoe', 'a c'], ['Patient', 'given eq "Ann (Marie)"', 'a'], ['Patient', 'name co "芳"', 'd'], ['Patient', 'name eq 王芳', 'd'], ['Patient', 'given pr false', 'b d'], ['Patient', 'given pr true', 'a c'], ['Patient', 'family gt a', 400], ['Patient', 'family eq ""', 400],
  ['Observation', 'value-string eq "say \\"x\\", or y"', 'note'], ['Observation', 'value-string co "\\", or"', 'note'], ['Observation', 'value-string sw "say \\u0022x"', 'note'],
  // tokens, references, uris
  ['Patient', 'gender eq female', 'a'], ['Patient', 'gender ne female', 'b d'], ['Patient', 'active eq true', 'a'], ['Patient', 'identifier eq urn:mr|x,1', 'a'], ['Patient', 'identifier eq "urn:mr|x,1"', 'a'], ['Condition', 'code eq urn:icd|I10', 'i10'], ['Condition', 'code eq I10', 'i10 other'], ['Condition', 'code ne I10', 'e11 i1'], ['Condition', 'code pr false', 'bare'], ['Condition', 'code in urn:vs:heart', 'i1 i10'], ['Condition', 'code ni urn:vs:heart', 'e11 other'], ['Condition', 'code ss urn:icd|I1', 'i1 i10'], ['Condition', 'code sb urn:icd|I10', 'i1 i10'], ['Condition', 'code in urn:vs:nothing', 400], ['Condition', 'code co I1', 400],
  ['Condition', 'patient eq Patient/a', 'i1 i10 other'], ['Condition', 'patient eq a', 'i1 i10 other'], ['Condition', 'subject re Patient/b', 'bare e11'], ['Condition', 'subject ne Patient/b', 'i1 i10 other'], ['Condition', 'subject:Patient eq a', 'i1 i10 other'], ['CodeSystem', 'url eq urn:icd', 'cs'], ['CodeSystem', 'url ne urn:icd', 'more'], ['CodeSystem', 'url co icd', 400],
  // dates, numbers, quantities
  ['Patient', 'birthdate eq 1990-05', 'a b'], ['Patient', 'birthdate ge 1990-05-17', 'a b c'], ['Patient', 'birthdate gt 1990-05-17', 'b c'], ['Patient', 'birthdate po 1990-05', 'a b c'], ['Patient', 'birthdate po 1990-06', 'c'], ['Patient', 'birthdate ne 1990', ''], ['Patient', 'birthdate pr false', 'd'], ['Encounter', 'date po 2024-02-12', 'e'], ['Encounter', 'date po 2024-02-18', 'e open'], ['Encounter', 'date sa 2024-02-12', 'open'], ['Encounter', 'date eb 2024-03', 'e'], ['Encounter', 'date po ge2024', 400], ['Patient', 'birthdate eq ge1990', 400], ['Patient', 'birthdate co 1990', 400], ['Patient', 'birthdate eq soon', 400],
  ['Observation', 'value-quantity gt 5', 'w6'], ['Observation', 'value-quantity eq 5||kg', 'w5'], ['Observation', `value-quantity le 5500|${UCUM}|g`, 'w5'], ['Observation', 'value-quantity po 5', 400], ['RiskAssessment', 'probability ge 0.8', 'r'], ['RiskAssessment', 'probability lt 0.8', ''], ['RiskAssessment', 'probability eq -1', ''], ['Observation', 'code-value-quantity eq w5$5', 'w5'], ['Observation', 'code-value-quantity ne w5$5', 'w6'],
  // joined: from the left, and before or not at all
  ['Patient', 'gender eq female and active eq true', 'a'], ['Patient', 'gender eq female or gender eq male', 'a b'], ['Patient', 'not (gender eq female)', 'b c d'], ['Patient', 'not(gender eq female) and not(gender pr false)', 'b d'], ['Patient', 'gender eq female or gender eq male and active eq false', 'b'], ['Patient', 'gender eq female or (gender eq male and active eq false)', 'a b'], ['Patient', '(gender eq female or gender eq male) and birthdate eq 1990-05-17', 'a'],
  ['Patient', '((gender eq female))', 'a'], ['Patient', ' gender  eq  female ', 'a'], ['Patient', 'not (not (gender eq female))', 'a'], ['Patient', 'not (family eq neil or given pr false) and active pr true', 'a'],
  // what is referred to
  ['Observation', 'subject.family co "neil"', 'note w5 w6'], ['Observation', 'subject:Patient.gender eq female', 'note w5'], ['Observation', 'patient.organization.name eq mid', 'note w5'], ['Observation', 'patient.organization.partof.name sw top', 'note w5'], ['Observation', 'patient[gender eq male].family eq neil', 'w6'], ['Observation', 'patient[gender eq female].family eq neil', ''], ['Observation', 'patient[gender eq male or gender eq female].active eq true', 'note w5'],
  ['Observation', 'patient.gender ne female', 'w6'], ['Observation', 'not (patient.gender eq female)', 'w6'], ['Observation', 'patient.given pr false', 'w6'], ['Observation', 'patient.gender eq female and value-quantity pr true', 'w5'], ['Observation', 'patient.nothing eq x', 400], ['Observation', 'code.gender eq x', 400], ['Patient', 'organization.name eq mid or gender eq male', 'a b'], ['Encounter', 'location.partof eq Location/floor', 'e'], ['Condition', 'patient.gender in http://hl7.org/fhir/ValueSet/administrative-gender', 'bare e11 i1 i10 other'],
  // of every resource
  ['Patient', '_id eq a', 'a'], ['Patient', '_id ne a', 'b c d'], ['Patient', '_lastUpdated ge 2020', 'a b c d'], ['Patient', '_lastUpdated lt 2020', ''], ['Patient', '_tag pr false', 'a b c d'], ['Patient', '_content co "王芳"', 'd'],
  // what cannot be read
  ['Patient', 'gender', 400], ['Patient', 'gender eq', 400], ['Patient', 'gender is female', 400], ['Patient', 'gender eq female and', 400], ['Patient', 'gender eq female gender eq male', 400], ['Patient', '(gender eq female', 400], ['Patient', 'gender eq female)', 400], ['Patient', 'not gender eq female', 400], ['Patient', 'gender EQ female', 400], ['Patient', 'nothing eq x', 400], ['Patient', 'gender eq "female', 400], ['Patient', 'gender pr maybe', 400], ['Patient', 'organization[name eq mid] eq x', 400], ['Patient', 'organization[name eq mid.name eq x', 400], ['Patient', 'gender:Patient eq x', 400],
];

describe.each(repositories)('filters and meanings, %s', (_kind, open) => {
  let repository: SuiteRepository;
  beforeAll(async () => {
    repository = await open();
    await repository.store(structuredClone(STORED) as never);
  }, 600_000);
  afterAll(() => repository.close());

  test.each(MEANINGS)('%s', (query, wanted) => expectFound(repository, query, wanted));
  test.each(FILTERS)('%s: %s', (type, filter, wanted) => expectFound(repository, `${type}?_filter=${filter}`, wanted));

  test('a filter stands beside other parameters, inside chains, and over several types', async () => {
    await expectFound(repository, 'Patient?_filter=active pr true&gender=male', 'b');
    await expectFound(repository, 'Patient?_filter=active pr true&_filter=gender eq female', 'a');
    await expectFound(repository, 'Patient?_has:Observation:patient:_filter=value-quantity gt 5 and date ge 2024-03', 'b');
    await expectFound(repository, 'Observation?subject:Patient._filter=gender eq female and family ew neil', 'note w5');
    await expectFound(repository, '?_type=Observation,Encounter&_filter=status eq final and date po 2024-02', 'w5');
    await expectFound(repository, '?_type=Observation,Patient&_filter=gender eq male', 400);
    await expectFound(repository, 'Patient/a/Observation?_filter=value-quantity pr false', 'note');
  });

  test.each(['Patient?_filter:exact=x', 'Patient?_filter.name=x', 'Patient?name:$eq=neil', 'Patient?birthdate:$po=1990', 'Observation?subject:Patient.name:$ew=l', `Patient?_filter=${'('.repeat(60)}gender eq male${')'.repeat(60)}`, `Patient?_filter=${Array.from({ length: 100 }, () => 'gender eq male').join(' or ')}`])('%s is refused', async (query) => {
    expect((await sendWritten(repository, 'GET', `/${query}`)).status).toBe(400);
  });
});
