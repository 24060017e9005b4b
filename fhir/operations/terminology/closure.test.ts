import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConceptMap } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '../../interactions/test-fhir.ts';

let fhir: TestFhir;
const url = 'https://yigong.dev/fhir/CodeSystem/closure-test';
beforeAll(async () => {
  fhir = await openTestFhir();
  const concept = [{ code: 'A', concept: [{ code: 'A1', concept: [{ code: 'A11' }, { code: 'A12' }] }, { code: 'A2' }] }, { code: 'B' }];
  expect((await fhir.send('PUT', '/CodeSystem/closure-test', { body: { resourceType: 'CodeSystem', id: 'closure-test', url, status: 'active', content: 'complete', concept } })).status).toBe(201);
});
afterAll(() => fhir.close());

const closure = (more: object[], as = fhir.client) => fhir.send<ConceptMap>('POST', '/$closure', { as, body: { resourceType: 'Parameters', parameter: [{ name: 'name', valueString: 'mine' }, ...more] } });
const concepts = (...codes: string[]) => codes.map((code) => ({ name: 'concept', valueCoding: { system: url, code } }));
const relations = ({ group = [] }: ConceptMap) => group.flatMap(({ element }) => element.flatMap(({ code, target = [] }) => target.map((each) => `${code}<${each.code}`))).sort();

test('a table tells what each new code adds, and again what was added since a version', async () => {
  expect((await closure(concepts('A'))).status).toBe(404);
  expect((await closure([])).body).toMatchObject({ resourceType: 'ConceptMap', version: '0' });
  expect(relations((await closure(concepts('A', 'A11', 'B'))).body)).toEqual(['A11<A']);
  const second = await closure(concepts('A1', 'A11', 'A12'));
  expect([second.body.version, relations(second.body)]).toEqual(['2', ['A11<A1', 'A12<A', 'A12<A1', 'A1<A']]);
  expect(relations((await closure([{ name: 'version', valueString: '1' }])).body)).toEqual(['A11<A1', 'A12<A', 'A12<A1', 'A1<A']);
  expect(relations((await closure([{ name: 'version', valueString: '0' }])).body)).toHaveLength(5);
  const nothing = await closure(concepts('B'));
  expect([nothing.body.version, relations(nothing.body)]).toEqual(['2', []]);
  expect((await closure(concepts('Z'))).status).toBe(404);
  expect((await closure([{ name: 'concept', valueCoding: { code: 'A' } }])).status).toBe(400);
});

test('a table belongs to who made it, and its name alone begins it anew', async () => {
  const other = { ...fhir.client, id: 'client-2' };
  expect((await closure(concepts('A'), other)).status).toBe(404);
  expect((await closure([])).status).toBe(200);
  expect(relations((await closure(concepts('A', 'A2'))).body)).toEqual(['A2<A']);
});
