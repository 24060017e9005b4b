import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperationOutcome, Patient } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '../interactions/test-fhir.ts';
import { ownProfiles } from './catalogue.ts';
import { brokenClaims } from './claimed.ts';

const BASE = 'https://yigong.dev/fhir/StructureDefinition/';
const ID_CARD = 'https://yigong.dev/fhir/sid/id-card';
const CREDIT = 'urn:oid:2.16.156.10011.1.26';
const RIGHT = '990121197103041023';

let fhir: TestFhir;
beforeAll(async () => {
  fhir = await openTestFhir();
});
afterAll(() => fhir.close());

/** A number with the check character that fits. */
const card = (first17: string): string => first17 + '10X98765432'[[...first17].reduce((sum, digit, index) => sum + Number(digit) * [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2][index]!, 0) % 11]!;
const resident = (members: object = {}): Record<string, unknown> => ({
  resourceType: 'Patient', meta: { profile: [`${BASE}resident`] }, name: [{ text: '王芳' }], gender: 'female', birthDate: '1971-03-04',
  identifier: [{ system: ID_CARD, value: card(RIGHT.slice(0, 17)) }], ...members,
});
const without = (name: string): Record<string, unknown> => Object.fromEntries(Object.entries(resident()).filter(([key]) => key !== name));

test('every profile of ours is compiled whole', () => {
  expect(ownProfiles.length).toBeGreaterThan(2);
  for (const { url, type } of ownProfiles) expect(brokenClaims({ resourceType: type, meta: { profile: [url] } } as Patient).length, url).toBeGreaterThan(0);
});

test.each<[string, Record<string, unknown>, string]>([
  ['a wrong check character', resident({ identifier: [{ system: ID_CARD, value: RIGHT.slice(0, 17) + (card(RIGHT.slice(0, 17)).endsWith('1') ? '2' : '1') }] }), 'Patient.identifier[0].value'],
  ['a number that holds no real day', resident({ identifier: [{ use: 'old' }, { system: ID_CARD, value: card('99012119710230102') }] }), 'Patient.identifier[1].value'],
  ['an identifier of the system without value', resident({ identifier: [{ system: ID_CARD }] }), 'Patient.identifier[0].value'],
  ['two identity numbers', resident({ identifier: [1, 2].map(() => ({ system: ID_CARD, value: card(RIGHT.slice(0, 17)) })) }), 'Patient.identifier'],
  ['no name', without('name'), 'Patient.name'],
  ['no birth date', without('birthDate'), 'Patient.birthDate'],
  ['the profile of another type', resident({ meta: { profile: [`${BASE}organisation`] } }), 'Patient.meta.profile'],
  ['a wrong credit code', { resourceType: 'Organization', meta: { profile: [`${BASE}organisation|1`] }, name: '甲院', identifier: [{ system: CREDIT, value: '91350100M000100Y44' }] }, 'Organization.identifier[0].value'],
])('who claims one of our profiles is refused with %s', async (_, body, place) => {
  const type = String(body.resourceType);
  const { status, body: outcome } = await fhir.send<OperationOutcome>('POST', `/${type}`, { body });
  expect([status, outcome.issue[0]!.expression?.[0], outcome.issue[0]!.details?.coding?.[0]?.code]).toEqual([422, place, 'fhir.profile-broken']);
  expect(await fhir.opened.owner.query('select 1 from fhir.resource where resource_type = $1', [type])).toEqual([]);
  const { meta: _claim, ...plain } = body;
  expect((await fhir.send('POST', '/$convert', { body: plain })).status).toBe(200);
});

test('what keeps its claim is stored, in a transaction too; a broken one there is named by its entry', async () => {
  const made = await fhir.send('POST', '/Patient', { body: resident() });
  expect(made.status, made.text).toBe(201);
  const entry = (resource: unknown) => ({ resource, request: { method: 'POST', url: 'Patient' } });
  const send = (...entries: unknown[]) => fhir.send<OperationOutcome>('POST', '/', { body: { resourceType: 'Bundle', type: 'transaction', entry: entries } });
  expect((await send(entry(resident()))).status).toBe(200);
  const broken = await send(entry(resident()), entry(without('gender')));
  expect([broken.status, broken.body.issue[0]!.expression?.[0]]).toEqual([422, 'Bundle.entry[1].resource.gender']);
  const patched = await fhir.send<OperationOutcome>('PATCH', `/Patient/${made.body.id!}`, { body: '[{"op":"remove","path":"/gender"}]', headers: { 'content-type': 'application/json-patch+json' } });
  expect([patched.status, patched.body.issue[0]!.expression?.[0]]).toEqual([422, 'Patient.gender']);
});

test('a resource without a claim, or with one of others, is not looked at', async () => {
  expect((await fhir.send('POST', '/Patient', { body: { resourceType: 'Patient', identifier: [{ system: ID_CARD, value: 'x' }] } })).status).toBe(201);
  expect((await fhir.send('POST', '/Patient', { body: { resourceType: 'Patient', meta: { profile: ['http://example.org/x'] } } })).status).toBe(201);
});
