import { afterAll, beforeAll, expect, it } from 'vitest';
import { OperationTable } from '#fhir/operations/operation-table.ts';
import type { Bundle, Resource } from '#fhir/types/resources.gen.ts';
import { runBatch } from '#fhir/interactions/batch.ts';
import { openTestFhir, type TestFhir } from '#fhir/interactions/test-fhir.ts';
import { writeResources } from '#fhir/repository/write.ts';
import { systemSubject } from '#platform/access/subject.ts';

let fhir: TestFhir;
const pad = 'x'.repeat(900_000);

beforeAll(async () => {
  fhir = await openTestFhir();
  await fhir.send('PUT', '/Organization/o', { body: { resourceType: 'Organization', id: 'o', name: 'O', endpoint: [{ reference: 'Endpoint/e' }] } });
  await fhir.send('PUT', '/Organization/part', { body: { resourceType: 'Organization', id: 'part', name: 'P', partOf: { reference: 'Organization/o' } } });
  await fhir.send('PUT', '/Patient/p', { body: { resourceType: 'Patient', id: 'p', managingOrganization: { reference: 'Organization/part' } } });
  await fhir.send('PUT', '/Condition/c', { body: { resourceType: 'Condition', id: 'c', subject: { reference: 'Patient/p' } } });
  await fhir.send('PUT', '/Basic/big', { body: { resourceType: 'Basic', id: 'big', code: { text: pad } } });
}, 60_000);
afterAll(() => fhir.close());

it.each([
  ['150 names', `/Patient?${Array.from({ length: 150 }, (_, each) => `name=a${each}`).join('&')}`],
  ['65 includes', `/Patient?${Array.from({ length: 65 }, () => '_include=*').join('&')}`],
  ['a chain of twenty steps', `/Condition?subject:Patient.${'link:Patient.'.repeat(20)}name=x`],
  ['_has of _has of _has …', `/Patient?${'_has:Observation:patient:_has:DiagnosticReport:result:_has:Observation:focus:'.repeat(8)}_id=x`],
])('%s are refused before anything is planned, by address, form, batch and condition', async (_, path) => {
  const [type, query = ''] = path.slice(1).split('?');
  const at = performance.now();
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await fhir.send('GET', path)).status).toBe(400);
  expect((await fhir.send('POST', `/${type}/_search`, { body: query, headers: form })).status).toBe(400);
  expect((await fhir.send('DELETE', path)).status).toBe(400);
  const batch = await fhir.send<Bundle>('POST', '', { body: { resourceType: 'Bundle', type: 'batch', entry: [{ request: { method: 'GET', url: path.slice(1) } }] } });
  expect(batch.body.entry![0]!.response!.status).toBe('400');
  expect(performance.now() - at).toBeLessThan(5_000);
});

it('64 parameters and a chain of ten steps are taken', async () => {
  expect((await fhir.send('GET', `/Patient?${Array.from({ length: 64 }, () => '_elements=id').join('&')}`)).status).toBe(200);
  expect((await fhir.send('GET', `/Condition?subject:Patient.${'link:Patient.'.repeat(9)}name=x`)).status).toBe(200);
});

it('_include of everything follows each resource by the parameters of its own type, round after round', async () => {
  const found = await fhir.send<Bundle>('GET', '/Condition?_id=c&_include=*&_include:iterate=*');
  expect(found.body.entry!.map(({ resource }) => `${resource!.resourceType}/${resource!.id}`).sort()).toEqual(['Condition/c', 'Organization/o', 'Organization/part', 'Patient/p']);
});

it('everything around a thousand resources, round after round, is a thousand more at most and costs what they are', async () => {
  const of = (resourceType: string, id: string, more: object) => ({ method: 'put', resource: { resourceType, id, ...more } as Resource, ownerOrganisationId: null }) as const;
  const refer = (type: string, id: number) => ({ reference: `${type}/n${id}` });
  const writes = [
    ...Array.from({ length: 100 }, (_, n) => of('Patient', `n${n}`, { managingOrganization: { reference: 'Organization/part' } })),
    ...Array.from({ length: 300 }, (_, n) => of('Encounter', `n${n}`, { status: 'finished', class: { code: 'AMB' }, subject: refer('Patient', n % 100) })),
    ...Array.from({ length: 1000 }, (_, n) => of('Observation', `n${n}`, { status: 'final', code: { coding: [{ system: 'urn:o', code: 'many' }] }, subject: refer('Patient', n % 100), encounter: refer('Encounter', n % 300), effectiveDateTime: '2026-01-01', valueQuantity: { value: n }, category: [{ coding: [{ code: 'laboratory' }] }], hasMember: [refer('Observation', n === 0 ? 1 : n - 1)] })),
  ];
  await fhir.opened.database.transaction((tx) => writeResources({ tx, subject: systemSubject, now: new Date(), newId: () => 'none' }, writes));
  const forward = performance.now();
  expect((await fhir.send<Bundle>('GET', '/Observation?code=many&_count=1000&_include=*&_include:iterate=*')).body.entry).toHaveLength(1000 + 100 + 300 + 2);
  const at = performance.now();
  const answer = await fhir.send<Bundle>('GET', '/Observation?code=many&_count=1000&_include=*&_include:iterate=*&_revinclude:iterate=*');
  const elapsed = performance.now() - at;
  console.log(`a thousand and what is around them: ${Math.round(at - forward)} and ${Math.round(elapsed)} ms`);
  expect(answer.status, answer.text.slice(0, 300)).toBe(200);
  const included = answer.body.entry!.filter(({ search }) => search!.mode === 'include');
  expect(included.length).toBeLessThanOrEqual(1000);
  expect(new Set(included.map(({ resource }) => resource!.resourceType))).toEqual(new Set(['Patient', 'Encounter', 'Organization', 'Condition']));
  expect(elapsed).toBeLessThan(20_000);
}, 120_000);

it('a batch of many large reads ends with "too costly", its other entries stand', async () => {
  const read = { request: { method: 'GET', url: 'Basic/big' } };
  const write = { resource: { resourceType: 'Basic', id: 'after', code: { text: 'x' } } as Resource, request: { method: 'PUT', url: 'Basic/after' } };
  const { body } = await fhir.send<Bundle>('POST', '', { body: { resourceType: 'Bundle', type: 'batch', entry: [...Array.from({ length: 90 }, () => read), write] } });
  const statuses = body.entry!.map(({ response }) => response!.status.slice(0, 3));
  expect([statuses.filter((each) => each === '200').length, statuses.filter((each) => each === '422').length, statuses.at(-1)]).toEqual([75, 15, '201']);
}, 60_000);

it('a batch of reads stops when whoever asked has hung up', async () => {
  let asked = 0;
  const interaction = { isGone: () => (asked += 1) > 3 } as unknown as Parameters<typeof runBatch>[0];
  await runBatch(interaction, { resourceType: 'Bundle', type: 'batch', entry: Array.from({ length: 50 }, () => ({ request: { method: 'GET', url: 'NoType/1' } })) } as Bundle, new OperationTable([]));
  expect(asked).toBe(4);
});
