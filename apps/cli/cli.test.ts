import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { announceServer, withdrawServer } from '#platform/cli/local-server.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { testRunFolder } from '#platform/testing/test-server.ts';
import { keepCliClient } from '#apps/server/cli-access.ts';
import { composeHouse, type House } from '#apps/server/compose.ts';
import { runCli } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'yigong-cli-'));
let test: TestDatabase;
let house: House;

beforeAll(async () => {
  test = await openTestDatabase();
  house = await composeHouse({ database: test.database, log: () => undefined });
  await house.server.listen({ port: 0, host: '127.0.0.1' });
  await keepCliClient(test.database, folder);
  announceServer(folder, { pid: process.pid, port: (house.server.server.address() as AddressInfo).port });
  vi.stubEnv('DATABASE_URL', test.connectionString);
  vi.stubEnv('YIGONG_KEYS_DIR', join(testRunFolder(), 'keys'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await house.stop();
  await test.close();
  rmSync(folder, { recursive: true });
});

/** Runs `yigong --data-dir … <arguments>` and gathers what it says. */
async function yigong(...given: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const outSpy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  const errSpy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  try {
    return { code: await runCli(['--data-dir', folder, ...given]), out, err };
  } finally {
    process.exitCode = undefined;
    outSpy.mockRestore();
    errSpy.mockRestore();
  }
}

const json = (text: string): unknown => JSON.parse(text);

describe('yigong', () => {
  it.each(['--help', 'user --help', 'user create --help', 'import --help', 'doctor --help'])('%s explains itself', async (given) => {
    const { code, out } = await yigong(...given.split(' '));
    expect(code).toBe(0);
    expect(out).toContain('Usage: yigong');
  });

  it.each(['nonsense', 'user nonsense', 'user create', 'client create --name N --scope everything'])('%s is wrong usage: code 2', async (given) => {
    expect((await yigong(...given.split(' '))).code).toBe(2);
  });

  it('keeps the file of its own client to the owner', () => {
    expect(statSync(join(folder, 'cli-client.json')).mode & 0o777).toBe(0o600);
  });
});

describe('yigong user and client', () => {
  it('makes an account with a random password that signs in, once', async () => {
    const { code, out } = await yigong('--json', 'user', 'create', 'zhang', '--name', '张');
    expect(code).toBe(0);
    const { password } = json(out) as { password: string };
    const signIn = () => house.server.inject({ method: 'POST', url: '/api/session', headers: { 'x-yigong': '1' }, payload: { login: 'zhang', password } });
    expect((await signIn()).statusCode).toBe(200);
    expect(await yigong('user', 'create', 'ZHANG', '--name', '张')).toMatchObject({ code: 3, err: expect.stringContaining('已被使用') });
    expect((await yigong('user', 'disable', 'zhang')).code).toBe(0);
    expect((await signIn()).statusCode).toBe(401);
    expect((await yigong('user', 'disable', 'nobody')).code).toBe(4);
  });

  it('prints the credentials of a client as JSON, which get a token', async () => {
    const { out } = await yigong('client', 'create', '--name', 'N', '--scope', 'system/*.cruds');
    const credentials = json(out) as { client_id: string; client_secret: string };
    expect(Object.keys(credentials)).toEqual(['client_id', 'client_secret', 'name', 'scope']);
    const token = () => house.server.inject({ method: 'POST', url: '/oauth2/token', payload: { grant_type: 'client_credentials', ...credentials } });
    expect((await token()).json()).toMatchObject({ token_type: 'Bearer' });
    expect((await yigong('client', 'disable', credentials.client_id)).code).toBe(0);
    expect((await token()).json()).toMatchObject({ error: 'invalid_client' });
  });
});

describe('yigong import and export', () => {
  const patient = { resourceType: 'Patient', id: 'cli-p1', gender: 'female' };
  const files = join(folder, 'files');

  it('loads files, packed files and lines; names what it refuses by file, line and reason; a repeat changes nothing', async () => {
    mkdirSync(files);
    const urn = 'urn:uuid:6f1b1a52-1111-4222-8333-944455556666';
    const entry = [
      { fullUrl: urn, resource: { resourceType: 'Patient', gender: 'male' } },
      { resource: { resourceType: 'Observation', id: 'cli-o1', status: 'final', code: { text: 'x' }, subject: { reference: urn } } },
    ];
    writeFileSync(join(files, 'bundle.json.gz'), gzipSync(JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry })));
    writeFileSync(join(files, 'index.json'), '{"not":"fhir"}');
    writeFileSync(join(files, 'Patient.ndjson'), `${JSON.stringify(patient)}\n\nnot json\n${JSON.stringify({ ...patient, id: 'cli-p2', gender: 'purple' })}\n`);

    const first = await yigong('--json', 'import', files);
    expect(first.code).toBe(6);
    const report = json(first.out) as { created: number; refused: { place: string; reason: string }[] };
    expect(report).toMatchObject({ created: 3, perType: { Patient: 2, Observation: 1 }, foreignFiles: ['index.json'] });
    expect(report.refused.map(({ place }) => place.split(' (')[0])).toEqual(['Patient.ndjson line 3', 'Patient.ndjson line 4']);
    const second = await yigong('--json', 'import', files);
    expect(json(second.out)).toMatchObject({ created: 0, existing: 3 });
  });

  it('writes back what it loaded', async () => {
    const out = join(folder, 'out');
    const { code, out: said } = await yigong('--json', 'export', '--out', out, '--type', 'Patient,Observation');
    expect(code).toBe(0);
    expect(json(said)).toEqual([{ type: 'Patient', count: 2 }, { type: 'Observation', count: 1 }]);
  });
});

describe('yigong call and doctor', () => {
  it('calls an operation by its name and gives the words of a refusal', async () => {
    expect(json((await yigong('call', 'listTasks', '--input', '{"limit":5}')).out)).toMatchObject({ rows: [], total: 0 });
    expect(await yigong('call', 'getTask', '--input', '{"id":"none"}')).toMatchObject({ code: 4, err: expect.stringContaining('[platform.not-found]') });
    expect((await yigong('call', 'listTasks', '--input', '[]')).code).toBe(2);
  });

  it('counts dead deliveries and says what to mend', async () => {
    await test.owner.execute(`with event as (insert into events.outbox (name, payload, organisation_ids, subject_id) values ('x.y', '{}', '{}', 'x') returning event_id)
      insert into events.delivery (event_id, reaction, dead_at) select event_id, 'x.z', now() from event`);
    const { code, out } = await yigong('--json', 'doctor');
    expect(code).toBe(7);
    const { findings } = json(out) as { findings: { what: string; state: string }[] };
    expect(findings.find(({ what }) => what.includes('deliveries'))).toMatchObject({ state: 'bad' });
    expect(findings.find(({ what }) => what.includes('Node'))).toMatchObject({ state: 'good' });
  });

  it('says with code 5 that no server runs', async () => {
    withdrawServer(folder);
    expect(await yigong('call', 'listTasks')).toMatchObject({ code: 5, err: expect.stringContaining('npm start') });
  });
});

describe('yigong keys', () => {
  interface Key { purpose: string; keyId: string; retiredAt: string | null; waiting: number | null }
  const keys = async (): Promise<Key[]> => json((await yigong('--json', 'keys', 'list')).out) as Key[];

  it('rotates a key while the server runs and seals anew what the former one sealed', async () => {
    await test.database.execute(`insert into identity.account (account_id, login, login_key, name) values ('keys-1', 'keys-1', 'keys-1', '钥')`);
    await test.database.execute(`insert into identity.totp (account_id, secret) values ('keys-1', 'JBSWY3DPEHPK3PXP')`);
    expect((await keys()).find(({ purpose }) => purpose === 'identity.totp')).toMatchObject({ waiting: 1 });
    const first = await yigong('--json', 'keys', 'reseal');
    expect([first.code, json(first.out)]).toEqual([0, { sealed: 1 }]);
    const rotated = json((await yigong('--json', 'keys', 'rotate', 'identity.totp')).out) as { keyId: string };
    expect((await keys()).filter(({ purpose }) => purpose === 'identity.totp')).toMatchObject([{ keyId: rotated.keyId, waiting: 1 }, { waiting: null }]);
    expect(json((await yigong('--json', 'keys', 'reseal')).out)).toEqual({ sealed: 1 });
    const [row] = await test.database.query<{ secret: string }>(`select secret from identity.totp where account_id = 'keys-1'`);
    expect(row!.secret).toMatch(new RegExp(`^y1\\.${rotated.keyId}\\.`));
    expect(json((await yigong('--json', 'keys', 'reseal')).out)).toEqual({ sealed: 0 });
    expect((await yigong('keys', 'rotate', 'nonsense')).code).toBe(2);
  });
});
