import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle } from '#fhir/types/resources.gen.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { searchResources } from '../../repository/search.ts';
import { openTestFhir, type TestFhir } from '../../interactions/test-fhir.ts';

let fhir: TestFhir;
const put = async (body: { resourceType: string; id: string } & Record<string, unknown>) => expect((await fhir.send('PUT', `/${body.resourceType}/${body.id}`, { body })).status).toBe(201);
const find = async (query: string) => {
  const answer = await fhir.send<Bundle>('GET', `/${encodeURI(query)}`);
  return answer.status === 200 ? (answer.body.entry ?? []).map((entry) => entry.resource!.id) : answer.status;
};
const condition = (id: string, code: string, patient: string) =>
  put({ resourceType: 'Condition', id, code: { coding: [{ system: 'urn:icd', code }] }, subject: { reference: `Patient/${patient}` } });
const location = (id: string, above?: string) => put({ resourceType: 'Location', id, ...(above ? { partOf: { reference: `Location/${above}` } } : {}) });

beforeAll(async () => {
  fhir = await openTestFhir();
  const concept = [{ code: 'I', concept: [{ code: 'I1', concept: [{ code: 'I10' }, { code: 'I11' }] }] }, { code: 'E11' }, ...Array.from({ length: 6000 }, (_, number) => ({ code: `Z${number}` }))];
  await put({ resourceType: 'CodeSystem', id: 'cs', url: 'urn:icd', status: 'active', content: 'complete', concept });
  await put({ resourceType: 'ValueSet', id: 'heart', url: 'urn:heart', status: 'active', compose: { include: [{ system: 'urn:icd', filter: [{ property: 'concept', op: 'is-a', value: 'I' }] }] } });
  await put({ resourceType: 'ValueSet', id: 'many', url: 'urn:many', status: 'active', compose: { include: [{ system: 'urn:icd', filter: [{ property: 'code', op: 'regex', value: 'Z.*' }] }, { system: 'urn:icd', concept: [{ code: 'I10' }] }] } });
  await put({ resourceType: 'ValueSet', id: 'whole', url: 'urn:whole', status: 'active', compose: { include: [{ system: 'urn:icd' }] } });
  for (const id of ['a', 'b']) await put({ resourceType: 'Patient', id });
  await condition('c1', 'I10', 'a');
  await condition('c2', 'E11', 'b');
  await condition('c3', 'I1', 'b');
  await put({ resourceType: 'Condition', id: 'c4', code: { coding: [{ system: 'urn:other', code: 'I10' }] }, subject: { reference: 'Patient/a' } });
  await put({ resourceType: 'Encounter', id: 'e', status: 'finished', class: { code: 'AMB' }, subject: { reference: 'Patient/a' }, diagnosis: [{ condition: { reference: 'Condition/c1' } }], location: [{ location: { reference: 'Location/room' } }] });
  await location('house');
  await location('floor', 'house');
  await location('room', 'floor');
  await location('shed');
});
afterAll(() => fhir.close());

describe('value sets and hierarchies, at every depth', () => {
  test.each([
    ['Condition?code:in=urn:heart', ['c1', 'c3']],
    ['Condition?code:in=urn:many', ['c1']],
    ['Condition?code:not-in=urn:many', ['c2', 'c3', 'c4']],
    ['Condition?code:in=urn:whole', ['c1', 'c2', 'c3']],
    ['Condition?code:not-in=urn:whole', ['c4']],
    ['Encounter?status:in=http://hl7.org/fhir/ValueSet/encounter-status', ['e']],
    ['Condition?code:below=urn:icd|I1', ['c1', 'c3']],
    ['Condition?code:above=urn:icd|I10', ['c1', 'c3']],
    ['Encounter?diagnosis:Condition.code:in=urn:heart', ['e']],
    ['Encounter?diagnosis.code:below=urn:icd|I', ['e']],
    ['Encounter?diagnosis:Condition.code:not-in=urn:heart', []],
    ['Patient?_has:Condition:patient:code:in=urn:heart', ['a', 'b']],
    ['Patient?_has:Condition:subject:code:above=urn:icd|I10', ['a', 'b']],
    ['Patient?_has:Condition:patient:code:in=urn:many', ['a']],
    ['Patient/b/Condition?code:in=urn:heart', ['c3']],
    ['Patient?_has:Condition:patient:code:in=urn:nothing', 400],
    ['Encounter?diagnosis:Condition.code:below=I', 400],
    ['Encounter?location:below=house', ['e']],
    ['Encounter?location:below=Location/floor', ['e']],
    ['Encounter?location:below=shed', []],
    ['Location?partof:below=house', ['floor', 'room']],
    ['Location?partof:above=floor', ['floor', 'room']],
    ['Encounter?location:above=room', ['e']],
    ['Encounter?location:Location.partof:below=house', ['e']],
    ['Encounter?subject:below=a', 400],
  ])('%s', async (query, wanted) => {
    expect(await find(`${query}&_sort=_id`)).toEqual(wanted);
  });

  test('a conditional create asks value sets too', async () => {
    const body = { resourceType: 'Condition', code: { coding: [{ system: 'urn:icd', code: 'I11' }] }, subject: { reference: 'Patient/a' } };
    const answer = await fhir.send('POST', '/Condition', { body, headers: { 'if-none-exist': 'patient=a&code:in=urn:heart' } });
    expect(answer.status).toBe(200);
  });

  test('rooms ask the same of the repository', async () => {
    const { resources } = await searchResources(fhir.opened.database, systemSubject, 'Condition?code:in=urn:heart&_sort=_id');
    expect(resources.map(({ id }) => id)).toEqual(['c1', 'c3']);
  });
});
