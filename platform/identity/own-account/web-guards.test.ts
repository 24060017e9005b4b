import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import { createFixtureTables, fixtureModule } from '#platform/testing/fixture-module.ts';
import { openTestHttp, OWN_PAGE, type TestHttp } from '#platform/testing/test-http.ts';

const PASSWORD = 'Tivoka-bemuru-4829';
const ELSEWHERE = 'https://elsewhere.example';
let http: TestHttp;
let cookie: string;
beforeAll(async () => {
  http = await openTestHttp({ modules: [fixtureModule()] });
  await createFixtureTables(http.database.owner);
  await registerOrganisation(http.database.database, { organisationId: 'hospital', parentId: null });
  await http.addStaff({ login: 'guarded', password: PASSWORD, role: 'specialist', organisationId: 'hospital' });
  cookie = (await http.signIn('guarded', PASSWORD)).cookie;
});
afterAll(() => http.close());
beforeEach(() => http.database.owner.execute('delete from identity.sign_in_throttle'));

/** Every road of signing in and of the own account that changes something. */
const ROADS = [
  '/session', '/session/end', '/session/act', '/session/second-factor', '/session/new-password', '/session/passkey/begin', '/session/passkey', '/session/step-up/begin', '/session/step-up',
  '/setup', '/own/password', '/own/sessions/x/end', '/own/sessions/end-others', '/own/totp/begin', '/own/totp/confirm', '/own/totp/remove', '/own/recovery-codes', '/own/passkeys/begin',
  '/own/passkeys', '/own/passkeys/x/remove',
];

describe('requests that a foreign page makes', () => {
  it.each(ROADS)('POST /api%s without our page header is refused', async (road) => {
    for (const headers of [{}, { 'content-type': 'text/plain' }, { 'content-type': 'application/x-www-form-urlencoded' }]) {
      const answer = await http.server.inject({ method: 'POST', url: `/api${road}`, headers: { cookie, origin: ELSEWHERE, ...headers }, payload: '{}' });
      expect([403, 415], `${answer.statusCode} ${answer.body}`).toContain(answer.statusCode);
    }
  });

  it.each(['/session', '/own/security', '/drafts', '/notes'])('the answer of /api%s is readable by no other origin', async (road) => {
    const answer = await http.server.inject({ url: `/api${road}`, headers: { cookie, origin: ELSEWHERE } });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    const asked = await http.server.inject({ method: 'OPTIONS', url: `/api${road}`, headers: { origin: ELSEWHERE, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-yigong' } });
    expect(asked.headers['access-control-allow-origin']).toBeUndefined();
    expect(asked.statusCode).toBeGreaterThanOrEqual(400);
  });
});

describe('cookies', () => {
  it('are out of reach of scripts and foreign pages, and secret over TLS', async () => {
    const sign = () => http.server.inject({ method: 'POST', url: '/api/session', headers: OWN_PAGE, payload: { login: 'guarded', password: PASSWORD } });
    expect(String((await sign()).headers['set-cookie'])).toMatch(/^yigong_session=[\w-]{40,}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800$/);
    const ended = await http.server.inject({ method: 'POST', url: '/api/session/end', headers: { ...OWN_PAGE, cookie: 'yigong_session=x' } });
    expect(String(ended.headers['set-cookie'])).toMatch(/Max-Age=0$/);
  });
  it('a session answer is stored by no cache', async () => {
    for (const road of ['/session', '/own/security']) {
      expect((await http.server.inject({ url: `/api${road}`, headers: { cookie } })).headers['cache-control']).toBe('no-store');
    }
  });
});

describe('input that is no answer of a browser', () => {
  const post = (url: string, payload: object) => http.server.inject({ method: 'POST', url: `/api${url}`, headers: { cookie, ...OWN_PAGE }, payload });
  it.each<[string, object]>([
    ['/session/passkey', { response: {} }],
    ['/session/passkey', { response: { id: 'x', rawId: 'x', type: 'public-key', response: { clientDataJSON: 'x', authenticatorData: '', signature: null }, clientExtensionResults: {} } }],
    ['/session/passkey', { response: { id: ['x'] } }],
    ['/own/passkeys', { name: 'x', response: {} }],
    ['/own/passkeys', { name: 'x', response: { id: 'x', rawId: 'x', type: 'public-key', response: { clientDataJSON: 'eyJ9', attestationObject: 'AAAA' }, clientExtensionResults: {} } }],
    ['/session/step-up', { response: { id: 'x' } }],
    ['/session/step-up', {}],
    ['/session/step-up', { code: '１２３４５６' }],
    ['/session/second-factor', { code: '123456' }],
    ['/session/new-password', { password: 'Rebuvo-kasimi-7731' }],
    ['/own/totp/confirm', { code: '123456' }],
    ['/own/passkeys/none/remove', {}],
  ])('POST /api%s is refused, not failed: %j', async (url, payload) => {
    const answer = await post(url, payload);
    expect([400, 401, 404, 422], answer.body).toContain(answer.statusCode);
  });
});

it('one address may make this server hash so many passwords and no more, whatever the names', async () => {
  const attempt = (at: number) =>
    http.server.inject({ method: 'POST', url: '/api/setup', headers: OWN_PAGE, payload: { token: `made-up-${at}`, password: 'x' }, remoteAddress: '198.51.100.7' });
  const statuses: number[] = [];
  for (let at = 0; at < 80; at += 1) statuses.push((await attempt(at)).statusCode);
  expect(statuses[0]).toBe(409);
  expect(statuses.at(-1)).toBe(429);
  const other = await http.server.inject({ method: 'POST', url: '/api/setup', headers: OWN_PAGE, payload: { token: 'made-up', password: 'x' }, remoteAddress: '198.51.100.8' });
  expect(other.statusCode).toBe(409);
});
