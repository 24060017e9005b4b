import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyRing } from '#platform/crypto/ring-in-use.ts';
import { countStale, resealSome } from '#platform/crypto/sealed-column.ts';
import { grantRecordBasis } from '#platform/access/record-basis.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { runTask } from '#platform/jobs/task.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { registerFhirRoutes } from '../../interactions/routes.ts';
import { FILE_KEY, findFileKey } from '#platform/files/file-key.ts';
import { plainOf } from '#platform/files/sealed-file.ts';
import { loadResources } from '../../repository/bulk.ts';
import type { ResourceWrite } from '../../repository/resource-write.ts';
import { EXPORT_TASK, exportFileId, exportTask } from './export-task.ts';

const PATIENTS = 5_200;
const ids = timeOrderedIds(systemClock, randomBytes);
const folder = mkdtempSync(join(tmpdir(), 'yigong-export-'));
let opened: TestDatabase;
let server: FastifyInstance;
let subject: Subject = systemSubject;

const client: Subject = { ...systemSubject, kind: 'client', id: 'client-1', name: 'Client', scopes: ['system/*.rs'] };
const doctor: Subject = {
  ...systemSubject, kind: 'staff', id: 'doctor-1', name: 'Doctor', organisationId: 'clinic', organisationIds: ['clinic'],
  permissions: new Set(['fhir.read']), everyOrganisation: false, proof: { level: 'second-factor', hasSecondFactor: true },
};

const write = (resource: Resource, owner: string): ResourceWrite => ({ method: 'put', resource, ownerOrganisationId: owner });

beforeAll(async () => {
  opened = await openTestDatabase();
  server = Fastify();
  await registerFhirRoutes(server, { database: opened.database, clock: systemClock, ids, subjectOf: async () => subject, exportFolder: folder });
  const patients = Array.from({ length: PATIENTS }, (_, index) => write({ resourceType: 'Patient', id: `p${index}` }, index < 3 ? 'clinic' : 'hospital'));
  const others = [
    write({ resourceType: 'Organization', id: 'o1', name: '县医院' }, 'hospital'),
    write({ resourceType: 'Group', id: 'g1', type: 'person', actual: true, member: [{ entity: { reference: 'Patient/p1' } }, { entity: { reference: 'Patient/p2' }, inactive: true }] }, 'clinic'),
  ];
  await loadResources(opened.database, [[...patients, ...others]], { now: new Date('2026-01-05T00:00:00Z'), newId: ids.newId });
});
afterAll(async () => {
  await server.close();
  await opened.close();
  rmSync(folder, { recursive: true, force: true });
});

async function send(method: 'GET' | 'DELETE', url: string, as: Subject = client) {
  subject = as;
  const answer = await server.inject({ method, url: url.replace(/^https?:\/\/[^/]+/, '').replace(/^(?!\/fhir)/, '/fhir'), headers: { prefer: 'respond-async' } });
  return { status: answer.statusCode, headers: answer.headers, text: answer.body };
}

async function kickOff(url: string, as: Subject = client) {
  const { status, headers } = await send('GET', url, as);
  expect(status).toBe(202);
  return String(headers['content-location']);
}

const idOf = (location: string): string => location.split('/').at(-1)!;
const run = (location: string) => runTask({ database: opened.database, clock: systemClock, ids }, exportTask(folder), idOf(location));

const fileOf = (location: string): string => join(folder, idOf(location), 'Patient.ndjson');
async function plainTextOf(location: string): Promise<string> {
  return Buffer.concat([...plainOf({ file: fileOf(location), key: await findFileKey(opened.database, exportFileId(idOf(location), 'Patient')) })]).toString('utf8');
}

const refusals = async (): Promise<number> =>
  Number((await opened.owner.query<{ count: string }>("select count(*) from audit.entry where action = 'fhir.export' and outcome = 'refused'"))[0]!.count);

interface Manifest { readonly output: readonly { type: string; url: string; count: number }[]; readonly request: string; readonly requiresAccessToken: boolean }
const manifestOf = async (location: string, as: Subject = client): Promise<Manifest> => JSON.parse((await send('GET', location, as)).text) as Manifest;

describe('$export', () => {
  test('answers 202 with progress until the files are there, each line a resource', async () => {
    const location = await kickOff('/$export?_type=Patient,Organization');
    const waiting = await send('GET', location);
    expect([waiting.status, waiting.headers['x-progress'], waiting.headers['retry-after']]).toEqual([202, '0 resources', '2']);
    expect(await run(location)).toBe('done');
    const { output, request, requiresAccessToken } = await manifestOf(location);
    expect(output.map(({ type, count }) => [type, count])).toEqual([['Patient', PATIENTS], ['Organization', 1]]);
    expect(request).toContain('/fhir/$export?_type=Patient,Organization');
    expect(requiresAccessToken).toBe(true);
    const file = await send('GET', output[0]!.url);
    expect(file.headers['content-type']).toContain('application/fhir+ndjson');
    const lines = file.text.trimEnd().split('\n').map((line) => JSON.parse(line) as Resource & { id: string });
    expect(new Set(lines.map(({ id }) => id)).size).toBe(PATIENTS);
  });

  test('goes on after a kill where the last kept step ended, and cuts off what that step left half written', async () => {
    const location = await kickOff('/Patient/$export?_type=Patient');
    const kind = exportTask(folder);
    let steps = 0;
    const dying = { ...kind, step: async (step: Parameters<typeof kind.step>[0]) => {
      const progress = await kind.step(step);
      steps += 1;
      if (steps !== 2) return progress;
      appendFileSync(join(folder, idOf(location), 'Patient.ndjson'), '{"resourceType":"Pat');
      throw new Error('killed');
    } };
    const settings = { database: opened.database, clock: systemClock, ids };
    await runTask(settings, dying, idOf(location));
    await opened.owner.execute('update jobs.task set next_attempt_at = now() where kind = $1', [EXPORT_TASK]);
    expect(await run(location)).toBe('done');
    const { output } = await manifestOf(location);
    const lines = (await send('GET', output[0]!.url)).text.trimEnd().split('\n').map((line) => (JSON.parse(line) as { id: string }).id);
    expect([lines.length, new Set(lines).size]).toEqual([PATIENTS, PATIENTS]);
  });

  test('holds only what passes the gate, of the members of a group, since a time', async () => {
    const own = await kickOff('/Patient/$export?_type=Patient', doctor);
    await run(own);
    expect((await manifestOf(own, doctor)).output).toMatchObject([{ type: 'Patient', count: 3 }]);
    const group = await kickOff('/Group/g1/$export?_type=Patient');
    await run(group);
    expect((await manifestOf(group)).output).toMatchObject([{ type: 'Patient', count: 1 }]);
    const later = await kickOff('/$export?_type=Patient&_since=2026-01-06T00:00:00Z');
    await run(later);
    expect((await manifestOf(later)).output).toEqual([]);
  });

  test('belongs to its asker, and is refused without a scope or with a parameter that it does not know', async () => {
    const location = await kickOff('/$export?_type=Organization');
    expect((await send('GET', location, doctor)).status).toBe(404);
    expect((await send('GET', '/$export?_type=Patient', { ...client, scopes: ['system/Organization.rs'] })).status).toBe(403);
    expect((await send('GET', '/$export?includeAssociatedData=LatestProvenanceResources')).status).toBe(400);
    expect((await send('GET', '/$export?_since=2026-01-06')).status).toBe(400);
    expect((await send('GET', '/$export', { ...client, id: '' })).status).toBe(401);
  });

  test('brings only the elements, the people and what the queries of a type find that were asked for', async () => {
    const post = (url: string, parameter: readonly object[], more: object = {}) => {
      subject = client;
      return server.inject({ method: 'POST', url: `/fhir${url}`, headers: { 'content-type': 'application/fhir+json', prefer: 'respond-async', ...more }, payload: { resourceType: 'Parameters', parameter } });
    };
    const patient = (id: string) => ({ name: 'patient', valueReference: { reference: `Patient/${id}` } });
    const linesOf = async (location: string) => {
      expect(await run(location)).toBe('done');
      const { output } = await manifestOf(location);
      return (await Promise.all(output.map(async ({ url }) => (await send('GET', url)).text.trimEnd().split('\n')))).flat().map((line) => JSON.parse(line) as Record<string, unknown>);
    };
    const named = await post('/Patient/$export', [{ name: '_type', valueString: 'Patient' }, { name: '_elements', valueString: 'Patient.gender,Observation.status' }, patient('p3'), patient('p4')]);
    const lines = await linesOf(String(named.headers['content-location']));
    expect(lines.map(({ id }) => id).sort()).toEqual(['p3', 'p4']);
    expect(lines[0]!.meta).toMatchObject({ tag: [{ code: 'SUBSETTED' }] });
    expect((await linesOf(await kickOff('/$export?_type=Patient,Organization&_typeFilter=Patient%3F_id%3Dp5%252Cp6,Patient%3F_id%3Dp7,Organization%3Fname:contains%3D%25E5%258E%25BF'))).map(({ id }) => id).sort()).toEqual(['o1', 'p5', 'p6', 'p7']);
    expect((await linesOf(await kickOff('/Group/g1/$export?_type=Patient&_typeFilter=Patient%3F_id%3Dp5'))).length).toBe(0);
    const refused = ['/$export?_type=Patient&_typeFilter=Observation%3Fstatus%3Dfinal', '/$export?_typeFilter=Patient%3F_sort%3D_id', '/$export?_typeFilter=Patient%3Fnothing%3D1', '/$export?_typeFilter=Patient%3Fbirthdate%3Dnever', '/$export?_typeFilter=Patient', '/$export?patient=Patient/p1', '/Patient/$export?patient=Patient/nobody', '/Group/g1/$export?patient=Patient/p3', '/Patient/$export?patient=p1'];
    expect(await Promise.all(refused.map(async (url) => (await send('GET', url)).status))).toEqual(refused.map(() => 400));
    expect((await post('/$export', [{ name: 'organizeOutputBy', valueString: 'Patient' }], { prefer: 'respond-async, handling=lenient' })).statusCode).toBe(202);
    subject = client;
    expect((await server.inject({ method: 'POST', url: '/fhir/$export', headers: { 'content-type': 'application/fhir+json' }, payload: { resourceType: 'Patient' } })).statusCode).toBe(400);
  });

  test('asks a person to prove again who they are, and says in the trail that it did', async () => {
    const before = await refusals();
    for (const proof of [{ level: 'none', hasSecondFactor: true }, { level: 'password', hasSecondFactor: true }, { level: 'none', hasSecondFactor: false }, undefined] as const) {
      const { proof: _fresh, ...stale } = doctor;
      const answer = await send('GET', '/Patient/$export', proof ? { ...stale, proof } : stale);
      expect([answer.status, answer.text.includes('platform.step-up-required')]).toEqual([401, true]);
    }
    expect(await refusals()).toBe(before + 4);
    expect((await send('GET', '/Patient/$export', { ...doctor, proof: { level: 'password', hasSecondFactor: false } })).status).toBe(202);
  });

  test('a ground, a right or a resource that ends while it runs or afterwards is missing from the files', async () => {
    await grantRecordBasis(opened.database, { personId: 'p10', organisationId: 'clinic', basis: 'treatment', source: 'test/1', validFrom: new Date(0), validUntil: null });
    await grantRecordBasis(opened.database, { personId: 'p11', organisationId: 'clinic', basis: 'treatment', source: 'test/2', validFrom: new Date(0), validUntil: null });
    const location = await kickOff('/Patient/$export?_type=Patient', doctor);
    expect(await run(location)).toBe('done');
    const { output } = await manifestOf(location, doctor);
    const idsNow = async (as: Subject = doctor): Promise<string[]> =>
      (await send('GET', output[0]!.url, as)).text.split('\n').filter(Boolean).map((line) => (JSON.parse(line) as { id: string }).id).toSorted();
    expect(await idsNow()).toEqual(['p0', 'p1', 'p10', 'p11', 'p2']);
    await opened.owner.execute("insert into access.refusal (person_id, organisation_id, source, valid_from) values ('p10', 'clinic', 'test/refusal', now())");
    expect(await idsNow()).toEqual(['p0', 'p1', 'p11', 'p2']);
    await opened.owner.execute("update access.record_basis set valid_until = now() where person_id = 'p11'");
    expect(await idsNow()).toEqual(['p0', 'p1', 'p2']);
    expect(await idsNow({ ...doctor, organisationId: 'elsewhere', organisationIds: ['elsewhere'] })).toEqual([]);
    expect((await send('GET', output[0]!.url, { ...doctor, permissions: new Set() })).status).toBe(403);
    expect((await send('GET', output[0]!.url, { ...doctor, id: '' })).status).toBe(401);
  });

  test('what is withdrawn after the start of an export is in none of its files', async () => {
    await grantRecordBasis(opened.database, { personId: 'p20', organisationId: 'clinic', basis: 'treatment', source: 'test/3', validFrom: new Date(0), validUntil: null });
    const location = await kickOff('/Patient/$export?_type=Patient', doctor);
    await opened.owner.execute("insert into access.refusal (person_id, organisation_id, source, valid_from) values ('p20', '*', 'test/refusal', now())");
    expect(await run(location)).toBe('done');
    const inFile = await plainTextOf(location);
    expect([inFile.includes('"p0"'), inFile.includes('"p20"')]).toEqual([true, false]);
  });

  test('lies sealed on disk: no id can be read there, and a changed, shortened or swapped file gives nothing out', async () => {
    const [location, other] = [await kickOff('/Patient/$export?_type=Patient'), await kickOff('/Patient/$export?_type=Patient')];
    expect([await run(location), await run(other)]).toEqual(['done', 'done']);
    const whole = readFileSync(fileOf(location));
    expect([whole.includes('Patient'), whole.includes('"id"'), statSync(fileOf(location)).mode & 0o777]).toEqual([false, false, 0o600]);
    expect((await plainTextOf(location)).match(/"resourceType":"Patient"/g)).toHaveLength(PATIENTS);
    const { output } = await manifestOf(location);
    const answer = async (bytes: Buffer): Promise<string> => {
      writeFileSync(fileOf(location), bytes);
      // What cannot be opened breaks the answer off; nobody takes it for the whole.
      return send('GET', output[0]!.url).then(({ text }) => text, () => 'broken off');
    };
    const changed = Buffer.from(whole);
    changed[whole.length - 40]! ^= 1;
    const clear = Buffer.from('{"resourceType":"Patient","id":"p1"}\n'.repeat(PATIENTS));
    for (const bytes of [changed, whole.subarray(0, -1), readFileSync(fileOf(other)), clear]) expect(await answer(bytes)).not.toContain('"Patient"');
    expect(await answer(whole)).toContain('"p1"');
  });

  test('opens after the keys were rotated and sealed anew', async () => {
    const location = await kickOff('/Patient/$export?_type=Patient');
    await run(location);
    const { output } = await manifestOf(location);
    const keys = () => opened.owner.query<{ key: string }>('select key from files.sealed_file order by file_id');
    const before = await keys();
    await opened.database.transaction((tx) => keyRing().rotate(tx, FILE_KEY.purpose));
    const count = async (): Promise<number> => (await send('GET', output[0]!.url)).text.trimEnd().split('\n').length;
    expect([await countStale(opened.database, FILE_KEY), await count()]).toEqual([before.length, PATIENTS]);
    await opened.database.transaction((tx) => resealSome(tx, FILE_KEY, { after: '', limit: 500 }));
    expect([await countStale(opened.database, FILE_KEY), await count()]).toEqual([0, PATIENTS]);
    expect((await keys()).filter(({ key }) => before.some((old) => old.key === key))).toEqual([]);
  });

  test('serves and ends what an older version wrote in clear, and begins anew what that version had begun', async () => {
    const location = await kickOff('/Patient/$export?_type=Patient');
    await run(location);
    const { output } = await manifestOf(location);
    const plain = await plainTextOf(location);
    writeFileSync(fileOf(location), plain);
    await opened.owner.execute('delete from files.sealed_file where file_id ^@ $1', [exportFileId(idOf(location))]);
    await opened.owner.execute("update jobs.task set resume_cursor = jsonb_set(resume_cursor, '{files,0,bytes}', to_jsonb($2::int)) where task_id = $1", [idOf(location), Buffer.byteLength(plain)]);
    expect((await send('GET', output[0]!.url)).text).toBe(plain);
    const half = await kickOff('/Patient/$export?_type=Patient');
    mkdirSync(join(folder, idOf(half)));
    writeFileSync(fileOf(half), '{"resourceType":"Patient","id":"p1"}\n');
    await opened.owner.execute('update jobs.task set resume_cursor = $2 where task_id = $1', [idOf(half), JSON.stringify({ at: 0, after: null, files: [{ type: 'Patient', count: 1, bytes: 37 }] })]);
    expect(await run(half)).toBe('done');
    expect([readFileSync(fileOf(half)).includes('Patient'), (await plainTextOf(half)).trimEnd().split('\n').length]).toEqual([false, PATIENTS]);
  });

  test('is cancelled by DELETE: no file stays', async () => {
    const location = await kickOff('/$export?_type=Organization');
    await run(location);
    const file = join(folder, idOf(location), 'Organization.ndjson');
    expect(existsSync(file)).toBe(true);
    expect((await send('DELETE', location)).status).toBe(202);
    expect([existsSync(file), await findFileKey(opened.database, exportFileId(idOf(location), 'Organization'))]).toEqual([false, undefined]);
    const waiting = await kickOff('/$export?_type=Organization');
    expect((await send('DELETE', waiting)).status).toBe(202);
    expect((await send('GET', waiting)).status).toBe(404);
    expect(await run(waiting)).toBe('cancelled');
  });
});
