import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Bundle, Observation } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '../../interactions/test-fhir.ts';
import { keptTextsOf } from './kept-texts.ts';

let fhir: TestFhir;
const PERSON = 'kept-1';
const SEARCHES = ['/Observation?subject=Patient/kept-1&_sort=-date&_count=20', '/Observation?subject=Patient/kept-1&code=8480-6&_sort=-date&_count=20', '/Observation?subject=Patient/kept-1&_sort=date&_count=4'];

const measured = (number: number, value: number): Observation => ({
  resourceType: 'Observation', id: `kept-o${number}`, status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
  subject: { reference: `Patient/${PERSON}` }, effectiveDateTime: `2026-03-${String(number + 1).padStart(2, '0')}`, valueQuantity: { value, unit: '毫米汞柱' },
});

/** What one and the same search says of each resource. */
async function valuesIn(search: string, as = fhir.client): Promise<Record<string, number | undefined>> {
  const { status, body } = await fhir.send<Bundle>('GET', search, { as });
  expect(status).toBe(200);
  return Object.fromEntries((body.entry ?? []).map(({ resource }) => [resource!.id!, (resource as Observation).valueQuantity?.value]));
}

const isWarm = (): boolean => keptTextsOf(fhir.opened.database).isWarm;

/** On Citus nothing is kept, however often it was sent; what is answered must be the same (decision 0115). */
const isKeptHere = (): boolean => !fhir.opened.database.isDistributed;

async function warmUp(): Promise<void> {
  for (let turn = 0; turn < (isKeptHere() ? 60 : 4) && !isWarm(); turn += 1) for (const search of SEARCHES) await valuesIn(search);
  expect(isWarm()).toBe(isKeptHere());
}

beforeAll(async () => {
  fhir = await openTestFhir();
  expect((await fhir.send('PUT', `/Patient/${PERSON}`, { body: { resourceType: 'Patient', id: PERSON } })).status).toBe(201);
  for (let number = 0; number < 8; number += 1) await fhir.send('PUT', `/Observation/kept-o${number}`, { body: measured(number, number) });
});
afterAll(() => fhir.close());

test('pages from kept texts are to the letter those that the database sent', async () => {
  const before = await Promise.all(SEARCHES.map((search) => fhir.send('GET', search)));
  await warmUp();
  const after = await Promise.all(SEARCHES.map((search) => fhir.send('GET', search)));
  expect(after.map(({ text }) => text)).toEqual(before.map(({ text }) => text));
  expect(Object.keys((after[0]!.body as unknown as Bundle).entry ?? {})).toHaveLength(8);
});

test('a new version, a new resource and a deletion are in the next page', async () => {
  await warmUp();
  await fhir.send('PUT', '/Observation/kept-o2', { body: measured(2, 222) });
  await fhir.send('PUT', '/Observation/kept-o9', { body: measured(9, 9) });
  await fhir.send('DELETE', '/Observation/kept-o3');
  expect(isWarm()).toBe(isKeptHere());
  for (const search of SEARCHES.slice(0, 2)) {
    expect(await valuesIn(search)).toEqual({ 'kept-o0': 0, 'kept-o1': 1, 'kept-o2': 222, 'kept-o4': 4, 'kept-o5': 5, 'kept-o6': 6, 'kept-o7': 7, 'kept-o9': 9 });
  }
});

test('a row changed by hand without a new version is sent as it is now', async () => {
  await warmUp();
  const [search] = SEARCHES as [string];
  await valuesIn(search);
  await fhir.opened.owner.execute(`update fhir.resource set content = replace(content, '"value":7', '"value":77') where resource_id = 'kept-o7'`);
  expect(isWarm()).toBe(isKeptHere());
  expect((await valuesIn(search))['kept-o7']).toBe(77);
});

test('who may not see the person gets none of the kept texts, and all of them with a ground', async () => {
  await warmUp();
  const doctor = fhir.doctor('kept-clinic');
  const [search] = SEARCHES as [string];
  expect(await valuesIn(search, doctor)).toEqual({});
  await fhir.opened.owner.execute(
    `insert into access.record_basis (person_id, organisation_id, basis, source, valid_from) values ($1, 'kept-clinic', 'treatment', 'test', now() - interval '1 day')`, [PERSON]);
  expect(await valuesIn(search, doctor)).toEqual(await valuesIn(search));
  await fhir.opened.owner.execute(`update access.record_basis set valid_until = now() where organisation_id = 'kept-clinic'`);
  expect(await valuesIn(search, doctor)).toEqual({});
  expect(isWarm()).toBe(isKeptHere());
});
