import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { allowInsideHosts } from '#platform/http/outbound.ts';
import { runTask } from '#platform/jobs/task.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { limitOf } from '#platform/testing/test-server.ts';
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

async function send(method: 'GET' | 'POST' | 'DELETE', url: string, { as = client, body }: { as?: Subject; body?: string | Buffer } = {}) {
  subject = as;
  const path = url.replace(/^https?:\/\/[^/]+/, '').replace(/^(?!\/fhir)/, '/fhir');
  return server.inject({ method, url: path, ...(body === undefined ? {} : { payload: body, headers: { 'content-type': 'application/fhir+ndjson' } }) });
}

const settings = () => ({ database: opened.database, clock: systemClock, ids });
const idOf = (location: string): string => location.split('/').at(-1)!;
/** 900 bytes each, so that some thousand lines are more than one step. */
const patient = (id: string, more: object = {}) => JSON.stringify({ resourceType: 'Patient', id, address: [{ text: '第'.repeat(280) }], ...more });

test('a line that is no UTF-8 is an error of its line, and a byte order mark is none', async () => {
  const gbk = Buffer.concat([Buffer.from('{"resourceType":"Practitioner","id":"gbk","name":[{"text":"'), Buffer.from([0xcd, 0xf5, 0xb7, 0xbc]), Buffer.from('"}]}')]);
  const line = (id: string, name: string) => Buffer.from(JSON.stringify({ resourceType: 'Practitioner', id, name: [{ text: name }] }));
  const feed = Buffer.from('\n');
  const started = await send('POST', '/$import?owner=clinic', { body: Buffer.concat([Buffer.from('\ufeff'), line('u1', '王芳'), feed, gbk, feed, line('u2', '𠮷田'), feed]) });
  const location = String(started.headers['content-location']);
  expect(await runTask(settings(), importTask(folder), idOf(location))).toBe('done');
  expect((await send('GET', location)).json()).toMatchObject({ lines: 3, written: 2, failed: 1, errors: [{ line: 2, where: 'fhir.not-json' }] });
  expect((await send('GET', '/Practitioner/u2')).body).toContain('𠮷田');
  expect((await send('GET', '/Practitioner/gbk')).statusCode).toBe(404);
});

test('a reference to this server by its whole address is kept relative and found, also by a chain and an include', async () => {
  const lines = [{ resourceType: 'Patient', id: 'own', gender: 'other' }, { resourceType: 'Observation', id: 'own', status: 'final', code: { text: 'x' }, subject: { reference: 'http://localhost:80/fhir/Patient/own' }, performer: [{ reference: 'http://else.where/fhir/Patient/own' }] }];
  const started = await server.inject({ method: 'POST', url: '/fhir/$import', headers: { host: 'localhost:80', 'content-type': 'application/fhir+ndjson' }, payload: lines.map((line) => JSON.stringify(line)).join('\n') });
  expect(await runTask(settings(), importTask(folder), idOf(String(started.headers['content-location'])))).toBe('done');
  for (const query of ['subject=Patient/own', 'subject.gender=other&_include=Observation:subject', 'patient=own']) {
    const { entry } = (await send('GET', `/Observation?${query}`)).json<{ entry: { resource: { id: string; subject: unknown; performer: unknown } }[] }>();
    expect([query, entry[0]!.resource]).toEqual([query, expect.objectContaining({ id: 'own', subject: { reference: 'Patient/own' }, performer: [{ reference: 'http://else.where/fhir/Patient/own' }] })]);
    expect(entry.length).toBe(query.includes('_include') ? 2 : 1);
  }
});

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
  const stored = await opened.database.query("select count(*) as total, max(version) as version, min(owner_organisation_id) as owner from fhir.resource where resource_type = 'Patient' and resource_id like 'p%'");
  expect(stored).toEqual([{ total: 6_000, version: 1, owner: 'clinic' }]);
  expect(await opened.database.query("select count(distinct payload->>'patientId') as announced from events.outbox where name = 'fhir.patient-written' and payload->>'patientId' like 'p%'")).toEqual([{ announced: 6_000 }]);
}, limitOf(60_000));

test('is for those who may change everything, and can be stopped', async () => {
  expect((await send('POST', '/$import', { as: { ...client, scopes: ['system/Patient.cruds'] }, body: patient('x') })).statusCode).toBe(403);
  expect((await send('POST', '/$import', { as: { ...client, everyOrganisation: false, organisationIds: ['clinic'] }, body: patient('x') })).statusCode).toBe(403);
  const location = String((await send('POST', '/$import', { body: patient('x') })).headers['content-location']);
  expect((await send('GET', location, { as: { ...client, id: 'client-2' } })).statusCode).toBe(404);
  expect((await send('DELETE', location)).statusCode).toBe(202);
  expect(await runTask(settings(), importTask(folder), idOf(location))).toBe('cancelled');
});

describe('by address', () => {
  let files: Record<string, { readonly text: string; readonly etag?: string; readonly ranges?: boolean; readonly cutAt?: number }>;
  let asked: string[];
  let source: Server;
  let base: string;

  beforeAll(async () => {
    source = createServer((request, response) => {
      const name = request.url!.slice(1);
      const file = files[name];
      asked.push(`${name} ${request.headers.range ?? 'all'}`);
      if (!file) return void response.writeHead(name === 'moved' ? 302 : 404, { location: `${base}/a` }).end();
      const whole = Buffer.from(file.text);
      const from = file.ranges === true ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
      const body = whole.subarray(from);
      response.writeHead(from > 0 ? 206 : 200, { 'content-length': body.length, ...(file.etag === undefined ? {} : { etag: file.etag }) });
      const isFirst = asked.filter((each) => each.startsWith(`${name} `)).length === 1;
      if (file.cutAt !== undefined && isFirst) response.write(body.subarray(0, file.cutAt), () => setTimeout(() => response.destroy(), 50));
      else response.end(body);
    });
    await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
    const { port } = source.address() as AddressInfo;
    base = `http://127.0.0.1:${port}`;
    allowInsideHosts([`127.0.0.1:${port}`]);
  });
  beforeEach(() => {
    asked = [];
    files = {};
  });
  afterAll(async () => {
    allowInsideHosts([]);
    await new Promise((resolve) => source.close(resolve));
  });

  const parameters = (...inputs: { url: string; type?: string }[]) => ({
    resourceType: 'Parameters',
    parameter: [
      { name: 'inputFormat', valueCode: 'application/fhir+ndjson' }, { name: 'inputSource', valueUri: 'https://example.org/' },
      ...inputs.map(({ url, type }) => ({ name: 'input', part: [...(type === undefined ? [] : [{ name: 'type', valueCode: type }]), { name: 'url', valueUri: url }] })),
    ],
  });
  const kick = async (body: unknown, as: Subject = client) => {
    subject = as;
    return server.inject({ method: 'POST', url: '/fhir/$import?owner=clinic', payload: body as object, headers: { 'content-type': 'application/fhir+json' } });
  };
  const finish = async (taskId: string): Promise<string> => {
    for (let round = 0; round < 20; round += 1) {
      await opened.owner.execute('update jobs.task set next_attempt_at = now() where finished_at is null');
      const state = await runTask(settings(), importTask(folder), taskId);
      if (state === 'done' || state === 'failed' || state === 'cancelled') return state;
    }
    return 'unfinished';
  };

  test('fetches and stores file after file, and names mistakes by file and line', async () => {
    files = { a: { text: `${patient('u1')}\n${patient('u2')}\n` }, b: { text: `${patient('u3')}\n{"x":\n${JSON.stringify({ resourceType: 'Organization', id: 'uo', name: 'x' })}` } };
    const started = await kick(parameters({ url: `${base}/a`, type: 'Patient' }, { url: `${base}/b`, type: 'Patient' }));
    expect(started.statusCode, started.body).toBe(202);
    const location = String(started.headers['content-location']);
    expect(await finish(idOf(location))).toBe('done');
    expect((await send('GET', location)).json()).toEqual({
      state: 'done', lines: 5, written: 3, failed: 2, errors: [{ file: 1, line: 2, where: 'fhir.not-json' }, { file: 1, line: 3, where: 'fhir.invalid Patient.resourceType' }],
    });
    expect(readdirSync(folder).filter((name) => name.startsWith(idOf(location)))).toEqual([]);
    const plain = await kick({ inputFormat: 'application/fhir+ndjson', input: [{ type: 'Patient', url: `${base}/a` }] });
    expect([plain.statusCode, await finish(idOf(String(plain.headers['content-location'])))]).toEqual([202, 'done']);
  }, limitOf(60_000));

  test('goes on after a broken connection: with ranges from there, without them from the start', async () => {
    const text = Array.from({ length: 300 }, (_, index) => patient(`r${index}`)).join('\n');
    files = { ranged: { text, etag: '"1"', ranges: true, cutAt: 100_000 }, plain: { text, cutAt: 100_000 } };
    const { 'content-location': location } = (await kick(parameters({ url: `${base}/ranged` }, { url: `${base}/plain` }))).headers;
    expect(await finish(idOf(String(location)))).toBe('done');
    expect((await send('GET', String(location))).json()).toMatchObject({ lines: 600, failed: 0 });
    expect(asked.length).toBeGreaterThanOrEqual(4);
  }, limitOf(60_000));

  test('what cannot be fetched fails in the end; a redirect is not followed', async () => {
    const { 'content-location': location } = (await kick(parameters({ url: `${base}/moved` }))).headers;
    expect(await finish(idOf(String(location)))).toBe('failed');
    expect(asked.every((each) => each.startsWith('moved'))).toBe(true);
  }, limitOf(60_000));

  test('can be cancelled, and closed addresses and other inputs are refused with their place', async () => {
    files = { a: { text: patient('c1') } };
    const { 'content-location': location } = (await kick(parameters({ url: `${base}/a` }))).headers;
    expect((await send('DELETE', String(location))).statusCode).toBe(202);
    expect(await finish(idOf(String(location)))).toBe('cancelled');
    const place = async (body: unknown) => {
      const { statusCode, body: text } = await kick(body);
      return [statusCode, (JSON.parse(text) as { issue: { expression?: string[] }[] }).issue[0]!.expression?.[0]];
    };
    for (const url of ['http://127.0.0.1:1/x', 'http://169.254.169.254/latest', 'http://2130706433/', 'http://[::ffff:10.0.0.1]/', 'file:///etc/passwd', 'http://localhost/x', 'x']) {
      expect([url, ...(await place(parameters({ url })))]).toEqual([url, 400, 'input[0].url']);
    }
    expect(await place(parameters())).toEqual([400, 'input']);
    expect(await place(parameters({ url: `${base}/a`, type: 'Persons' }))).toEqual([400, 'input[0].type']);
    expect(await place({ inputFormat: 'text/csv', input: [{ url: `${base}/a` }] })).toEqual([400, 'inputFormat']);
    expect((await kick(parameters({ url: `${base}/a` }), { ...client, scopes: ['system/Patient.cruds'] })).statusCode).toBe(403);
  }, limitOf(60_000));
});
