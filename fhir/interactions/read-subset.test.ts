import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Bundle, Observation } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from './test-fhir.ts';

let fhir: TestFhir;
beforeAll(async () => {
  fhir = await openTestFhir();
  const coding = (...codes: string[]) => ({ coding: codes.map((code) => ({ system: 'urn:s', code })) });
  const put = async (resource: { resourceType: string; id: string } & object) => expect((await fhir.send('PUT', `/${resource.resourceType}/${resource.id}`, { body: resource })).status).toBe(201);
  for (const [id, codes] of [['a', ['3', '4']], ['b', ['5', '1']], ['c', ['2']]] as const) await put({ resourceType: 'Observation', id, status: 'final', code: coding(...codes), note: [{ text: 'n' }] } as never);
  await put({ resourceType: 'Practitioner', id: 'w', name: [{ family: '欧阳', given: ['修'] }] } as never);
});
afterAll(() => fhir.close());

const keysOf = async (path: string): Promise<string[]> => Object.keys((await fhir.send<Observation>('GET', path)).body);
const idsOf = async (query: string): Promise<string[]> => ((await fhir.send<Bundle>('GET', `/${encodeURI(query)}`)).body.entry ?? []).map(({ resource }) => resource!.id!);

test('a read may ask for less: mandatory elements stay, and it is tagged', async () => {
  expect(await keysOf('/Observation/a')).toContain('note');
  expect(await keysOf('/Observation/a?_summary=true')).not.toContain('note');
  expect(await keysOf('/Observation/a?_elements=note')).toEqual(['resourceType', 'id', 'meta', 'status', 'code', 'note']);
  expect(await keysOf('/Observation/a/_history/1?_summary=text')).toEqual(['resourceType', 'id', 'meta', 'status', 'code']);
  const { body, headers } = await fhir.send<Observation>('GET', '/Observation/a?_elements=code');
  expect([body.meta?.tag?.[0]?.code, headers.etag]).toEqual(['SUBSETTED', 'W/"1"']);
  expect((await fhir.send('GET', '/Observation/a?_summary=nonsense')).status).toBe(400);
});

test('of several codes the one that comes first in the order asked decides', async () => {
  expect(await idsOf('Observation?_sort=code')).toEqual(['b', 'c', 'a']);
  expect(await idsOf('Observation?_sort=-code')).toEqual(['b', 'a', 'c']);
});

test('_content finds a Chinese name by what is typed', async () => {
  for (const typed of ['欧阳', '阳修', 'oyx', 'ouyangxiu', 'ouyang']) expect(await idsOf(`Practitioner?_content=${typed}`), typed).toEqual(['w']);
  expect(await idsOf('Practitioner?_content=yang')).toEqual([]);
});
