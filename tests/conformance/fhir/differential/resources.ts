import type { Resource } from '#fhir/types/resources.gen.ts';
import type { Chance } from './chance.ts';

/**
 * Resources with what search gets wrong: few values in many systems, upper and lower case, accents, commas and bars, days beside
 * seconds beside fractions, open periods, comparators, references of every form, and nothing at all.
 */
export function someResources(chance: Chance): Resource[] {
  const made: Resource[] = [];
  const add = (count: number, make: (id: string) => object): void => {
    for (let index = 0; index < count; index += 1) made.push(withoutNothing(make(`g${made.length}`)) as Resource);
  };
  const idsOf = (type: string): string[] => made.filter((each) => each.resourceType === type).map((each) => each.id!);
  add(6, (id) => ({ resourceType: 'Organization', id, name: name(chance), identifier: identifiers(chance), partOf: reference(chance, 'Organization', idsOf('Organization')) }));
  add(6, (id) => ({ resourceType: 'Practitioner', id, name: [humanName(chance)], identifier: identifiers(chance), active: chance.of([true, false, undefined]) }));
  add(30, (id) => patient(chance, id, idsOf));
  add(15, (id) => encounter(chance, id, idsOf));
  add(70, (id) => observation(chance, id, idsOf));
  add(15, (id) => condition(chance, id, idsOf));
  add(12, (id) => riskAssessment(chance, id, idsOf));
  add(10, (id) => ({ resourceType: 'ValueSet', id, status: 'active', url: url(chance), version: chance.of(['1', '2', undefined]), name: name(chance), date: time(chance) }));
  add(8, (id) => ({ resourceType: 'Questionnaire', id, status: 'draft', url: url(chance), derivedFrom: maybe(chance, () => [`${url(chance)}${chance.of(['', '|1'])}`]) }));
  add(8, (id) => ({ resourceType: 'QuestionnaireResponse', id, status: 'completed', questionnaire: `${url(chance)}${chance.of(['', '|1', '|2'])}`, authored: time(chance), subject: reference(chance, 'Patient', idsOf('Patient')) }));
  add(6, (id) => ({ resourceType: 'Location', id, name: name(chance), position: maybe(chance, () => ({ latitude: 31 + chance.below(20) / 10, longitude: 121 + chance.below(20) / 10 })) }));
  add(4, (id) => ({ resourceType: 'List', id, status: 'current', mode: 'working', entry: Array.from({ length: 4 }, () => ({ item: { reference: `Patient/${chance.of(idsOf('Patient'))}` } })) }));
  return made;
}

type IdsOf = (type: string) => string[];

function withoutNothing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNothing);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined).map(([key, inner]) => [key, withoutNothing(inner)]));
}

const maybe = <T>(chance: Chance, make: () => T): T | undefined => (chance.often(0.7) ? make() : undefined);

const SYSTEMS = ['http://loinc.org', 'http://a.example/S', 'http://a.example/s', 'urn:oid:1.2.3', undefined];
const CODES = ['8480-6', '8462-4', 'abc', 'ABC', 'Abc', 'a|b', 'a,b', 'x$y', '1'];
const WORDS = ['收缩压', 'Systolic', 'systolic blood', 'Émile', '舒张压', undefined];

const coding = (chance: Chance): object => ({ system: chance.of(SYSTEMS), code: chance.often(0.9) ? chance.of(CODES) : undefined, display: chance.of(WORDS) });
const concept = (chance: Chance): object => {
  const list = Array.from({ length: chance.below(3) }, () => coding(chance)).filter((each) => Object.values(each).some((value) => value !== undefined));
  return { ...(list.length === 0 ? {} : { coding: list }), text: list.length === 0 ? 'only text' : chance.of(WORDS) };
};
const identifiers = (chance: Chance): object[] | undefined =>
  maybe(chance, () => [{ system: chance.of(SYSTEMS), value: chance.of(CODES), type: maybe(chance, () => ({ coding: [{ system: 'http://t.example', code: chance.of(['MR', 'SS']) }], text: 'Record' })) }]);
const tags = (chance: Chance): object | undefined => maybe(chance, () => ({ tag: [{ system: chance.of(SYSTEMS), code: chance.of(CODES) }], profile: [`${url(chance)}${chance.of(['', '|1'])}`], source: url(chance) }));

export const NAMES = ['王芳', '欧阳小明', '曾成刚', 'Émile', 'EMILE', 'emil', 'Ａｎｎ', 'Ann Lee', 'ann, lee', "O'Neil", '100%', 'a_b', 'back\\slash', '😀 smile', `${'long '.repeat(25)}end`, `${'long '.repeat(25)}other`, 'Straße'];
const name = (chance: Chance): string => chance.of(NAMES);
const humanName = (chance: Chance): object =>
  chance.often(0.5) ? { text: name(chance) } : { family: chance.of(['王', 'Lee', 'Müller', '欧阳']), given: [chance.of(['芳', 'Ann', '小明']), chance.of(['Bo', '刚'])], prefix: maybe(chance, () => ['Dr']) };

const URLS = ['http://a.example/fhir', 'http://a.example/fhir/x', 'http://a.example/fhir/x/1', 'http://a.example/fhirs', 'https://b.example/', 'urn:a:b', 'urn:a:b:c', 'http://a.example/FHIR/x'];
const url = (chance: Chance): string => chance.of(URLS);

export const TIMES = [
  '2020', '2020-02', '2020-02-29', '2020-02-29T00:00:00Z', '2020-02-29T00:00:00.000Z', '2020-02-29T23:59:59.999Z', '2020-03-01T07:59:59+08:00', '2020-02-29T12:30:00.5Z',
  '2020-02-29T12:30:00.500001Z', '2020-03-01', '2020-03', '2019-12-31T23:30:00-05:00', '2021', '2020-02-29T12:30:00Z', '1969-12-31', '2020-12-31T23:59:59.999999Z',
];
const dayOnly = TIMES.filter((each) => !each.includes('T'));
const time = (chance: Chance): string | undefined => (chance.often(0.85) ? chance.of(TIMES.filter((each) => !/T\d\d:\d\dZ/.test(each))) : undefined);

function period(chance: Chance): object | undefined {
  const [a, b] = [chance.of(TIMES), chance.of(TIMES)].sort((left, right) => Date.parse(left) - Date.parse(right));
  return chance.of([{ start: a, end: b }, { start: a }, { end: b }, { start: a, end: a }]);
}

const VALUES = [0, 1, -1, 5, 5.4, 5.40, 5.45, 99.5, 100, 100.5, 1e-7, 120, 1200];
const UNITS = [{ unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' }, { unit: 'mm[Hg]' }, { unit: 'g', code: 'g' }, { system: 'http://unitsofmeasure.org', code: 'g' }, { system: 'http://unitsofmeasure.org', code: 'mg' }, { system: 'http://unitsofmeasure.org', code: '[oz_av]' }, {}];
const quantity = (chance: Chance): object => ({ value: chance.of(VALUES), comparator: chance.often(0.15) ? chance.of(['<', '<=', '>', '>=']) : undefined, ...chance.of(UNITS) });

export const BASE = 'http://here.example/fhir';

function reference(chance: Chance, type: string, ids: readonly string[]): object | undefined {
  if (chance.often(0.15) || ids.length === 0) return undefined;
  const address = `${type}/${chance.of(ids)}`;
  return chance.of([
    { reference: address }, { reference: address }, { reference: address, display: chance.of(NAMES) }, { reference: `${address}/_history/1` },
    { reference: `http://there.example/fhir/${address}` }, { reference: `${type}/nowhere` }, { display: 'only words' },
    { type, identifier: { system: chance.of(SYSTEMS), value: chance.of(CODES) } }, { reference: address, identifier: { value: chance.of(CODES) } },
  ]);
}

const patient = (chance: Chance, id: string, idsOf: IdsOf): object => ({
  resourceType: 'Patient', id, meta: tags(chance), identifier: identifiers(chance), name: maybe(chance, () => [humanName(chance), humanName(chance)]),
  gender: chance.of(['male', 'female', undefined]), birthDate: chance.often(0.8) ? chance.of(dayOnly) : undefined, active: chance.of([true, false, undefined]),
  address: maybe(chance, () => [{ city: name(chance), line: [name(chance)], postalCode: '200000', use: chance.of(['home', 'work']) }]),
  telecom: maybe(chance, () => [{ system: chance.of(['phone', 'email']), value: chance.of(CODES) }]),
  ...chance.of([{ deceasedBoolean: true }, { deceasedBoolean: false }, { deceasedDateTime: '2020-02-29T12:30:00Z' }, {}]),
  generalPractitioner: maybe(chance, () => [reference(chance, 'Practitioner', idsOf('Practitioner')), reference(chance, 'Organization', idsOf('Organization'))].filter(Boolean)),
  managingOrganization: reference(chance, 'Organization', idsOf('Organization')),
  text: maybe(chance, () => ({ status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml"><b>${chance.of(['高血压', 'Diabetes'])}</b>病</div>` })),
});

const encounter = (chance: Chance, id: string, idsOf: IdsOf): object => ({
  resourceType: 'Encounter', id, status: chance.of(['planned', 'finished']), class: { code: chance.of(['AMB', 'IMP']), system: 'http://c.example' }, period: maybe(chance, () => period(chance)),
  subject: reference(chance, 'Patient', idsOf('Patient')), serviceProvider: reference(chance, 'Organization', idsOf('Organization')), partOf: reference(chance, 'Encounter', idsOf('Encounter')),
  length: maybe(chance, () => ({ value: chance.of(VALUES), unit: 'min', system: 'http://unitsofmeasure.org', code: 'min' })), type: maybe(chance, () => [concept(chance), concept(chance)]),
});

const observation = (chance: Chance, id: string, idsOf: IdsOf): object => ({
  resourceType: 'Observation', id, meta: tags(chance), status: chance.of(['final', 'amended']), code: concept(chance), identifier: identifiers(chance),
  category: maybe(chance, () => [concept(chance)]), subject: reference(chance, 'Patient', idsOf('Patient')), encounter: reference(chance, 'Encounter', idsOf('Encounter')),
  performer: maybe(chance, () => [reference(chance, 'Practitioner', idsOf('Practitioner'))].filter(Boolean)),
  ...chance.of([{ effectiveDateTime: time(chance) }, { effectiveDateTime: time(chance) }, { effectivePeriod: period(chance) }, { effectiveInstant: '2020-02-29T12:30:00Z' },
    { effectiveTiming: { event: ['2020-02-29', '2020-03-01T07:59:59+08:00'] } }, {}]),
  ...chance.of([{ valueQuantity: quantity(chance) }, { valueQuantity: quantity(chance) }, { valueCodeableConcept: concept(chance) }, { valueString: name(chance) }, { valueDateTime: time(chance) }, { valuePeriod: period(chance) }, {}]),
  component: maybe(chance, () => Array.from({ length: 2 }, () => ({ code: concept(chance), ...chance.of([{ valueQuantity: quantity(chance) }, { valueCodeableConcept: concept(chance) }, {}]) }))),
});

const condition = (chance: Chance, id: string, idsOf: IdsOf): object => ({
  resourceType: 'Condition', id, code: maybe(chance, () => concept(chance)), subject: { reference: `Patient/${chance.of(idsOf('Patient'))}` }, recordedDate: time(chance),
  ...chance.of([{ onsetDateTime: time(chance) }, { onsetPeriod: period(chance) }, { onsetAge: { value: 50, unit: 'a', system: 'http://unitsofmeasure.org', code: 'a' } },
    { onsetRange: { low: { value: 5, unit: 'a' }, high: { value: 100, unit: 'a' } } }, { onsetString: 'long ago' }]),
  evidence: maybe(chance, () => [{ code: [concept(chance)], detail: [reference(chance, 'Observation', idsOf('Observation'))].filter(Boolean) }]),
});

const riskAssessment = (chance: Chance, id: string, idsOf: IdsOf): object => ({
  resourceType: 'RiskAssessment', id, status: 'final', subject: { reference: `Patient/${chance.of(idsOf('Patient'))}` }, occurrenceDateTime: time(chance), condition: reference(chance, 'Condition', idsOf('Condition')),
  prediction: [{ outcome: concept(chance), ...chance.of([{ probabilityDecimal: chance.of([0.1, 0.5, 1e-7, 99, 100]) }, { probabilityRange: { low: { value: 5 }, high: { value: 10 } } }, {}]) }],
});
