import { randomBytes } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { runTask } from '#platform/jobs/task.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { registerFhirRoutes } from '../../interactions/routes.ts';
import { loadResources } from '../../repository/bulk.ts';
import { reindexTask } from './reindex-task.ts';

const PATIENTS = 1_300;
const ids = timeOrderedIds(systemClock, randomBytes);
const client: Subject = { ...systemSubject, kind: 'client', id: 'client-1', name: 'Client', scopes: ['system/*.cruds'] };
let opened: TestDatabase;
let server: FastifyInstance;
let subject: Subject = client;

beforeAll(async () => {
  opened = await openTestDatabase();
  server = Fastify();
  await registerFhirRoutes(server, { database: opened.database, clock: systemClock, ids, subjectOf: async () => subject });
  const resources: Resource[] = Array.from({ length: PATIENTS }, (_, index) => ({
    resourceType: 'Patient', id: `p${index}`, birthDate: '1960-05-01', identifier: [{ value: `n${index}` }], name: [{ text: `王${index}` }],
  }));
  resources.push({
    resourceType: 'Observation', id: 'o1', status: 'final', code: { coding: [{ code: 'c' }] }, subject: { reference: 'Patient/p1' },
    effectiveDateTime: '2026-01-01', valueQuantity: { value: 5 }, issued: '2026-01-01T00:00:00Z',
  });
  await loadResources(opened.database, [resources.map((resource) => ({ method: 'put' as const, resource, ownerOrganisationId: 'clinic' }))], { now: new Date(), newId: ids.newId });
});
afterAll(async () => {
  await server.close();
  await opened.close();
});

async function send(method: 'GET' | 'POST' | 'DELETE', url: string, as: Subject = client) {
  subject = as;
  return server.inject({ method, url: url.replace(/^https?:\/\/[^/]+/, '').replace(/^(?!\/fhir)/, '/fhir') });
}

const TABLES = ['person_code', 'date_value', 'number_value', 'string_value'];
/** Everything that search reads, in an order that does not depend on when it was written. */
async function searchRows(): Promise<unknown> {
  const narrow = await Promise.all(TABLES.map((table) => opened.owner.query<{ row: string }>(`select t::text as row from fhir.${table} t order by 1`)));
  const columns = await opened.owner.query('select key::text, version, person_id, at_low::text, at_high::text, keys::text, present::text, content from fhir.resource order by key');
  return { narrow, columns };
}

test('puts back every search value that was lost, and changes no version', async () => {
  const before = await searchRows();
  await opened.owner.execute("update fhir.resource set keys = '{}', present = '{}', at_low = '-infinity'");
  for (const table of TABLES) await opened.owner.execute(`delete from fhir.${table}`);
  const count = async (): Promise<number> => ((await send('GET', '/Patient?identifier=n7')).json() as { entry?: unknown[] }).entry?.length ?? 0;
  expect(await count()).toBe(0);

  const started = await send('POST', '/$reindex');
  expect(started.statusCode).toBe(202);
  const location = String(started.headers['content-location']);
  expect((await send('GET', location)).statusCode).toBe(202);
  const taskId = location.split('/').at(-1)!;
  expect(await runTask({ database: opened.database, clock: systemClock, ids }, reindexTask, taskId)).toBe('done');
  expect((await send('GET', location)).json()).toEqual({ state: 'done', resources: PATIENTS + 1 });
  expect(await count()).toBe(1);
  expect(await searchRows()).toEqual(before);
});

test('what was stored with the whole address of this server in a reference becomes a version with a relative one, once', async () => {
  const old = { resourceType: 'Observation', id: 'old', status: 'final', code: { text: 'x' }, subject: { reference: 'http://localhost:80/fhir/Patient/p2' } } as const;
  const elsewhere = { ...old, id: 'else', subject: { reference: 'http://else.where/fhir/Patient/p2' } } as const;
  await loadResources(opened.database, [[old, elsewhere].map((resource) => ({ method: 'put' as const, resource: resource as Resource, ownerOrganisationId: 'clinic' }))], { now: new Date(), newId: ids.newId });
  const found = async (query: string) => (await send('GET', `/Observation?${query}`)).json<{ entry?: { resource: { id: string } }[] }>().entry?.map(({ resource }) => resource.id) ?? [];
  expect(await found('subject=Patient/p2')).toEqual([]);
  for (let round = 0; round < 2; round += 1) {
    const started = await server.inject({ method: 'POST', url: '/fhir/Observation/$reindex', headers: { host: 'localhost:80' } });
    expect(await runTask({ database: opened.database, clock: systemClock, ids }, reindexTask, String(started.headers['content-location']).split('/').at(-1)!)).toBe('done');
  }
  expect([await found('subject=Patient/p2'), await found('subject:Patient.birthdate=1960-05-01&_id=old')]).toEqual([['old'], ['old']]);
  expect((await send('GET', '/Patient/p2/Observation')).body).toContain('Observation/old');
  const versions = (await send('GET', '/Observation/old/_history')).json<{ entry: { resource: { subject: { reference: string } } }[] }>().entry.map(({ resource }) => resource.subject.reference);
  expect(versions).toEqual(['Patient/p2', 'http://localhost:80/fhir/Patient/p2']);
  expect((await send('GET', '/Observation/else')).json()).toMatchObject({ meta: { versionId: '1' }, subject: elsewhere.subject });
});

test('is for those who see everything and may change it, and can be stopped', async () => {
  expect((await send('POST', '/Patient/$reindex', { ...client, scopes: ['system/*.rs'] })).statusCode).toBe(403);
  expect((await send('POST', '/Patient/$reindex', { ...client, everyOrganisation: false, organisationIds: ['clinic'] })).statusCode).toBe(403);
  expect((await send('POST', '/Nothing/$reindex')).statusCode).toBe(404);
  const location = String((await send('POST', '/Patient/$reindex')).headers['content-location']);
  expect((await send('GET', location, { ...client, id: 'client-2' })).statusCode).toBe(404);
  expect((await send('DELETE', location)).statusCode).toBe(202);
  expect(await runTask({ database: opened.database, clock: systemClock, ids }, reindexTask, location.split('/').at(-1)!)).toBe('cancelled');
});
