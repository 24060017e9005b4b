const PEOPLE = 200;
export const BUNDLE_RESOURCES = 30;

const observation = (id: string, person: number, day: number) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }],
  code: { coding: [{ system: 'http://loinc.org', code: day % 2 === 0 ? '8480-6' : '8462-4', display: 'Blood pressure' }] },
  subject: { reference: `Patient/bench-${person}` },
  effectiveDateTime: new Date(Date.UTC(2025, 0, 1 + (day % 365), 8)).toISOString(),
  valueQuantity: { value: 100 + (day % 60), unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
});

export const personId = (number: number): string => `bench-${number % PEOPLE}`;

export const patients = (): string => transaction(Array.from({ length: PEOPLE }, (_, number) => ({
  resourceType: 'Patient', id: `bench-${number}`, name: [{ text: `测试${number}` }], gender: 'female', birthDate: '1960-01-01',
})));

/** Thirty measurements of one person, with ids that no other number gives. */
export const observations = (number: number) =>
  Array.from({ length: BUNDLE_RESOURCES }, (_, index) => observation(`bench-${number}-${index}`, number % PEOPLE, number * BUNDLE_RESOURCES + index));

export const transaction = (resources: readonly { resourceType: string; id: string }[]): string =>
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: resources.map((resource) => ({ resource, request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` } })),
  });

export function oneObservation(number: number): string {
  const { id: _id, ...rest } = observation('none', number % PEOPLE, number);
  return JSON.stringify(rest);
}
