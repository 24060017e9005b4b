import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestFhir, type Sent, type TestFhir } from '../interactions/test-fhir.ts';

interface Result {
  readonly data?: Record<string, unknown>;
  readonly errors?: { message: string; extensions?: { code?: string } }[];
}

let fhir: TestFhir;
const ask = (query: string, { path = '/$graphql', ...sent }: Sent & { path?: string } = {}) => fhir.send<Result>('POST', path, { ...sent, body: { query }, headers: { 'content-type': 'application/json' } });

beforeAll(async () => {
  fhir = await openTestFhir();
  await fhir.send('PUT', '/Patient/p', { body: { resourceType: 'Patient', id: 'p', name: [{ text: '王芳' }], birthDate: '1990-01-02' } });
  await fhir.send('PUT', '/Observation/o', { body: { resourceType: 'Observation', id: 'o', status: 'final', code: { text: 'x' }, subject: { reference: 'Patient/p' }, valueQuantity: { value: 120, unit: 'mmHg' } } });
});
afterAll(() => fhir.close());

describe('$graphql', () => {
  test('reads, searches and follows references', async () => {
    const { body } = await ask('{ Patient(id: "p") { id name { text } birthDate } ObservationList(patient: "p", value_quantity: "gt100", _count: 5) { valueQuantity { value } subject { resource { ... on Patient { birthDate } } } } }');
    expect(body).toEqual({
      data: {
        Patient: { id: 'p', name: [{ text: '王芳' }], birthDate: '1990-01-02' },
        ObservationList: [{ valueQuantity: { value: 120 }, subject: { resource: { birthDate: '1990-01-02' } } }],
      },
    });
    expect((await ask('{ status subject { reference } }', { path: '/Observation/o/$graphql' })).body.data).toEqual({ status: 'final', subject: { reference: 'Patient/p' } });
    expect((await fhir.send<Result>('GET', `/$graphql?query=${encodeURIComponent('{ Patient(id: "p") { id } }')}`)).body.data).toEqual({ Patient: { id: 'p' } });
  });

  test('the gate holds for reads, searches and references', async () => {
    const as = fhir.doctor('org-z');
    const hidden = await ask('{ Patient(id: "p") { id } PatientList { id } }', { as });
    expect(hidden.body.data).toEqual({ Patient: null, PatientList: [] });
    expect(hidden.body.errors![0]!.extensions!.code).toBe('fhir.record-forbidden');
    const narrow = { ...fhir.client, scopes: ['system/Observation.rs'] };
    expect((await ask('{ ObservationList { subject { resource { ... on Patient { id } } } } }', { as: narrow })).body.data).toEqual({ ObservationList: [{ subject: { resource: null } }] });
  });

  test.each([
    ['half a query', '{ Patient'],
    ['an unknown field', '{ Patient(id: "p") { nick } }'],
    ['a write', 'mutation { Patient(id: "p") { id } }'],
    ['a deep query', `{ Patient(id: "p") { extension ${'{ extension '.repeat(20)} { url } ${'}'.repeat(20)} } }`],
    ['a fragment in itself', 'query { Patient(id: "p") { ...a } } fragment a on Patient { ...a }'],
    ['a wide query', `{ ${Array.from({ length: 1100 }, (_, index) => `a${index}: Patient(id: "p") { id }`).join(' ')} }`],
  ])('%s is refused', async (_name, query) => {
    expect((await ask(query)).status).toBe(400);
  });
});
