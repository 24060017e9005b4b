import type { Resource } from '#fhir/types/resources.gen.ts';

/** People whom the measured resources belong to; every visit goes to one of them in turn. */
export const PEOPLE = 2_000;
export const BUNDLE_RESOURCES = 30;
export const LOINC = 'http://loinc.org';
/** Codes of the measurements, so that a person's timeline of one code is part of the record. */
export const CODES = ['8480-6', '8462-4', '8867-4', '8310-5', '9279-1', '2708-6'] as const;
export const IDENTIFIER_SYSTEM = 'https://yigong.example/bench/number';

export type Identified = Resource & { readonly id: string };

export const personId = (number: number): string => `bench-p-${number % PEOPLE}`;

export const patient = (number: number, id = personId(number)): Identified =>
  ({
    resourceType: 'Patient',
    id,
    identifier: [{ system: IDENTIFIER_SYSTEM, value: id }],
    name: [{ use: 'official', text: `测试${number}`, family: '测', given: [`试${number}`] }],
    telecom: [{ system: 'phone', value: `1390000${String(number % 10_000).padStart(4, '0')}`, use: 'mobile' }],
    gender: number % 2 === 0 ? 'female' : 'male',
    birthDate: `19${50 + (number % 50)}-0${1 + (number % 9)}-1${number % 10}`,
    address: [{ text: `示例县柳林镇塘坊村${number % 12}组${number}号`, city: '示例市', district: '示例县' }],
  }) as Identified;

const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
const UNITS = 'http://unitsofmeasure.org';
const dayOf = (number: number): string => new Date(Date.UTC(2022, 0, 1, 8) + (number % 1700) * 86_400_000).toISOString();
const quantity = (value: number) => ({ value, unit: 'mmHg', system: UNITS, code: 'mm[Hg]' });
const concept = (code: string, display: string) => ({ coding: [{ system: LOINC, code, display }], text: display });

/** A measurement of about 1.5 kB: what a device or a laboratory sends with its context. */
export function observation(id: string, person: number, number: number): Identified {
  const value = 100 + (number % 60);
  const at = dayOf(number);
  return {
    resourceType: 'Observation',
    id,
    identifier: [{ system: IDENTIFIER_SYSTEM, value: id }],
    status: 'final',
    category: [{ coding: [{ system: CATEGORY, code: 'vital-signs', display: 'Vital Signs' }] }],
    code: concept(CODES[number % CODES.length]!, 'Vital sign measured at the village clinic'),
    subject: { reference: `Patient/${personId(person)}`, display: `测试${person}` },
    performer: [{ reference: `Practitioner/bench-doctor-${number % 40}`, display: '李村医' }],
    effectiveDateTime: at,
    issued: at,
    valueQuantity: quantity(value),
    interpretation: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code: value > 139 ? 'H' : 'N', display: value > 139 ? 'High' : 'Normal' }] }],
    note: [{ text: '坐位，休息五分钟后测量两次取平均值；患者自述近一周规律服药，无头晕、胸闷、心悸，嘱低盐饮食，两周后复查。' }],
    bodySite: { coding: [{ system: 'http://snomed.info/sct', code: '368209003', display: 'Right upper arm structure' }] },
    method: { text: '上臂式电子血压计' },
    referenceRange: [{ low: quantity(90), high: quantity(139), text: '90–139 mmHg' }],
  } as Identified;
}

const visitOf = (number: number): Identified[] => {
  const subject = { reference: `Patient/${personId(number)}` };
  const at = dayOf(number);
  return [
    { resourceType: 'Encounter', id: `bench-e-${number}`, status: 'finished', class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' }, subject, period: { start: at, end: at }, reasonCode: [{ text: '高血压随访' }] },
    ...['I10', 'E11.9'].map((code) => ({
      resourceType: 'Condition', id: `bench-c-${code.slice(0, 3)}-${number}`, subject, encounter: { reference: `Encounter/bench-e-${number}` }, recordedDate: at,
      clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] }, code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code }], text: '慢性病' },
    })),
    { resourceType: 'MedicationRequest', id: `bench-m-${number}`, status: 'active', intent: 'order', subject, encounter: { reference: `Encounter/bench-e-${number}` }, authoredOn: at, medicationCodeableConcept: { text: '氨氯地平片 5 mg' }, dosageInstruction: [{ text: '每日一次，每次一片' }] },
  ] as Identified[];
};

/** One visit: thirty resources of one person with ids that no other number gives. */
export function visit(number: number): Identified[] {
  const others = visitOf(number);
  const measured = Array.from({ length: BUNDLE_RESOURCES - others.length }, (_, index) =>
    observation(`bench-o-${number}-${index}`, number, number * BUNDLE_RESOURCES + index));
  return [...others, ...measured];
}

/** A transaction of puts under the resources' own ids, as systems with ids of their own send them. */
export const transaction = (resources: readonly Identified[]): string =>
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: resources.map((resource) => ({ resource, request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` } })),
  });

export function oneObservation(number: number): string {
  const { id: _id, ...rest } = observation(`single-${number}`, number, number);
  return JSON.stringify(rest);
}
