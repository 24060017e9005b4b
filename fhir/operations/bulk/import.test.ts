import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { runTask } from '#platform/jobs/task.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { registerFhirRoutes } from '../../interactions/routes.ts';
import { loadResources } from '../../repository/bulk.ts';
import { importTask } from './import-task.ts';

const ids = timeOrderedIds(systemClock, randomBytes);
const root = mkdtempSync(join(tmpdir(), 'yigong-import-'));
const folder = join(root, 'imports');
const client: Subject = { ...systemSubject, kind: 'client', id: 'client-1', name: 'Client', scopes: ['system/*.cruds'] };
let opened: TestDatabase;
let server: FastifyInstance;
let subject: Subject = client;

beforeAll(async () => {
  opened = await openTestDatabase();
  server = Fastify();
  await registerFhirRoutes(server, { database: opened.database, clock: systemClock, ids, subjectOf: async () => subject, importFolder: folder });
  const managed = { resourceType: 'Task' as const, id: 't1', status: 'requested' as const, intent: 'order' as const };
  await loadResources(opened.database, [[{ method: 'put', resource: managed, ownerOrganisationId: 'clinic', managedBy: 'referral' }]], { now: new Date(), newId: ids.newId });
});
afterAll(async () => {
  await server.close();
  await opened.close();
  rmSync(root, { recursive: true, force: true });
});

async function send(method: 'GET' | 'POST' | 'DELETE', url: string, { as = client, body }: { as?: Subject; body?: string } = {}) {
  subject = as;
  const path = url.replace(/^https?:\/\/[^/]+/, '').replace(/^(?!\/fhir)/, '/fhir');
  return server.inject({ method, url: path, ...(body === undefined ? {} : { payload: body, headers: { 'content-type': 'application/fhir+ndjson' } }) });
}

const settings = () => ({ database: opened.database, clock: systemClock, ids });
const idOf = (location: string): string => location.split('/').at(-1)!;
/** 900 bytes each, so that some thousand lines are more than one step. */
const patient = (id: string, more: object = {}) => JSON.stringify({ resourceType: 'Patient', id, address: [{ text: '第'.repeat(280) }], ...more });

test('stores the good lines once, names the bad ones, and goes on after a kill', async () => {
  const lines = Array.from({ length: 6_000 }, (_, index) => patient(`p${index}`));
  lines.splice(10, 0, '{"resourceType":"Pat', patient('bad', { birthDate: '2026-02-31' }), JSON.stringify({ resourceType: 'Task', id: 't1', status: 'completed', intent: 'order' }));
  const started = await send('POST', '/$import?owner=clinic', { body: `${lines.join('\n')}\n` });
  expect(started.statusCode).toBe(202);
  const location = String(started.headers['content-location']);
  expect((await send('GET', location)).statusCode).toBe(202);

  const kind = importTask(folder);
  let steps = 0;
  const dying = { ...kind, step: async (step: Parameters<typeof kind.step>[0]) => {
    steps += 1;
    const progress = await kind.step(step);
    if (steps === 2) throw new Error('killed');
    return progress;
  } };
  await runTask(settings(), dying, idOf(location));
  await opened.owner.execute('update jobs.task set next_attempt_at = now()');
  expect(await runTask(settings(), kind, idOf(location))).toBe('done');
  expect((await send('GET', location)).json()).toEqual({
    state: 'done', lines: 6_003, written: 6_000, failed: 3,
    errors: [{ line: 11, where: 'fhir.not-json' }, { line: 12, where: 'fhir.invalid Patient.birthDate' }, { line: 13, where: 'Task: fhir.managed' }],
  });
  expect(existsSync(join(folder, `${idOf(location)}.ndjson`))).toBe(false);
  const stored = await opened.database.query("select count(*) as total, max(version) as version, min(owner_organisation_id) as owner from fhir.resource where resource_type = 'Patient'");
  expect(stored).toEqual([{ total: 6_000, version: 1, owner: 'clinic' }]);
  expect(await opened.database.query("select count(distinct payload->>'patientId') as announced from events.outbox where name = 'fhir.patient-written'")).toEqual([{ announced: 6_000 }]);
});

test('is for those who may change everything, and can be stopped', async () => {
  expect((await send('POST', '/$import', { as: { ...client, scopes: ['system/Patient.cruds'] }, body: patient('x') })).statusCode).toBe(403);
  expect((await send('POST', '/$import', { as: { ...client, everyOrganisation: false, organisationIds: ['clinic'] }, body: patient('x') })).statusCode).toBe(403);
  const location = String((await send('POST', '/$import', { body: patient('x') })).headers['content-location']);
  expect((await send('GET', location, { as: { ...client, id: 'client-2' } })).statusCode).toBe(404);
  expect((await send('DELETE', location)).statusCode).toBe(202);
  expect(await runTask(settings(), importTask(folder), idOf(location))).toBe('cancelled');
});
