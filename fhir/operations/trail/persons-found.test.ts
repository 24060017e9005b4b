import { expect, it } from 'vitest';
import { entriesOfList } from '#platform/audit/listed-persons.ts';
import { personsFound } from './persons-found.ts';

const row = (type: string, id: string, resource: object) => ({ type, id, key: id, content: JSON.stringify(resource) });

const idsOf = (detail: Record<string, unknown> | null | undefined): string[] => (detail?.['ids'] ?? []) as string[];

it('finds Patients by their id and everybody that other resources refer to, each once', () => {
  const found = personsFound([
    row('Patient', 'anna', { resourceType: 'Patient' }),
    row('Condition', '1', { subject: { reference: 'Patient/bella' } }),
    row('Observation', '2', { subject: { reference: 'Patient/bella' }, performer: [{ reference: 'Patient/carla' }, { reference: 'Practitioner/doctor' }] }),
    row('Organization', 'hospital', { name: 'known as "Patient/nobody"' }),
  ]);
  expect([...found]).toEqual(['anna', 'bella', 'carla']);
});

it('an answer of more than a hundred persons has an entry for each hundred, and names at most a thousand', () => {
  const entry = { action: 'fhir.search', outcome: 'success' } as const;
  const ids = Array.from({ length: 1_250 }, (_, index) => `person-${index}`);
  const entries = entriesOfList(entry, ids);
  expect(entries.map(({ detail }) => [detail?.['persons'], idsOf(detail).length])).toEqual(Array.from({ length: 10 }, () => [1_250, 100]));
  expect(new Set(entries.flatMap(({ detail }) => idsOf(detail))).size).toBe(1_000);
  expect(entriesOfList(entry, ids.slice(0, 101)).map(({ detail }) => idsOf(detail).length)).toEqual([100, 1]);
  expect(entriesOfList(entry, [null, 'anna', undefined, 'anna', ''])).toEqual([{ ...entry, personId: 'anna', detail: { persons: 1 } }]);
  expect(entriesOfList(entry, [null])).toEqual([entry]);
  expect(entriesOfList(entry, [], 3)).toEqual([{ ...entry, detail: { persons: 3 } }]);
});
