import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Bundle, Resource } from '#fhir/types/resources.gen.ts';
import { runBatch } from '#fhir/interactions/batch.ts';
import { openTestFhir, type TestFhir } from '#fhir/interactions/test-fhir.ts';

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
  await runBatch(interaction, { resourceType: 'Bundle', type: 'batch', entry: Array.from({ length: 50 }, () => ({ request: { method: 'GET', url: 'NoType/1' } })) } as Bundle);
  expect(asked).toBe(4);
});
