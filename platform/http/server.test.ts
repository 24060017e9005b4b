import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixtureModule } from '#platform/testing/fixture-module.ts';
import { openTestHttp, OWN_PAGE, type TestHttp } from '#platform/testing/test-http.ts';
import { isOutage } from './error-answers.ts';

const folder = mkdtempSync(join(tmpdir(), 'yigong-web-'));
let http: TestHttp;

beforeAll(async () => {
  for (const sub of ['workbench', 'portal', 'assets']) mkdirSync(join(folder, sub));
  writeFileSync(join(folder, 'workbench/index.html'), '<title>workbench</title>');
  writeFileSync(join(folder, 'portal/index.html'), '<title>portal</title>');
  writeFileSync(join(folder, 'assets/app-abc.js'), `// ${'x'.repeat(5000)}`);
  http = await openTestHttp({ modules: [fixtureModule()], webFolder: folder });
});
afterAll(async () => {
  await http.close();
  rmSync(folder, { recursive: true });
});

const get = (url: string, headers = {}) => http.server.inject({ url, headers });

describe('pages', () => {
  it.each([
    ['/', 'workbench'],
    ['/referrals/123?view=mine', 'workbench'],
    ['/portal', 'portal'],
    ['/portal/', 'portal'],
    ['/portal/record', 'portal'],
    ['/portalette', 'workbench'],
  ])('%s shows the %s', async (url, title) => {
    const answer = await get(url);
    expect(answer.body).toContain(`<title>${title}</title>`);
    expect(answer.headers['cache-control']).toBe('no-cache');
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'");
  });

  it('keeps assets for a year and sends them compressed', async () => {
    const answer = await get('/assets/app-abc.js', { 'accept-encoding': 'gzip' });
    expect(answer.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', 'content-encoding': 'gzip' });
  });

  it.each(['/assets/old.js', '/api/nothing', '/fhir-like.txt', '/..%2f..%2fetc%2fhostname.txt', '/workbench/', '/%2e%2e/%2e%2e/etc/hostname.txt'])(
    '%s is not found, as a problem',
    async (url) => {
      const answer = await get(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ code: 'platform.not-found' });
      expect(answer.headers['content-type']).toContain('application/problem+json');
    },
  );
});

describe('failures', () => {
  it('names broken JSON, a wrong type and a large body as the caller\'s mistake', async () => {
    const post = (payload: string, type = 'application/json') =>
      http.server.inject({ method: 'POST', url: '/api/session', headers: { ...OWN_PAGE, 'content-type': type }, payload });
    expect((await post('{')).json()).toMatchObject({ status: 400, code: 'platform.invalid-input' });
    expect((await post('[]')).json()).toMatchObject({ status: 400, code: 'platform.invalid-input' });
    expect((await post('x', 'text/csv')).statusCode).toBe(415);
    expect((await post(`{"login":"${'x'.repeat(3_000_000)}"}`)).statusCode).toBe(413);
    expect((await post('{"login":"a\\u0000","password":"b"}')).statusCode).toBeLessThan(500);
  });

  it('answers a fault of ours without detail and logs its place without the address', async () => {
    const answer = await get('/api/notes', { 'x-request-id': 'request-12345' });
    expect(answer.statusCode).toBe(401);
    await http.database.owner.execute('alter table identity.account rename to account_away');
    const failed = await http.signIn('somebody-secret', 'x');
    await http.database.owner.execute('alter table identity.account_away rename to account');
    expect(failed.answer.json()).toMatchObject({ status: 500, code: 'platform.internal' });
    expect(failed.answer.body).not.toContain('account');
    expect(JSON.stringify(http.logged)).not.toContain('somebody-secret');
    expect(http.logged.at(-1)).toMatchObject({ event: 'request.failed', fields: { route: '/api/session', method: 'POST' } });
  });

  it('answers 503 with a time to wait while the database is away', () => {
    expect(isOutage({ code: '57P01' })).toBe(true);
    expect(isOutage(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isOutage({ code: 'ENOENT', syscall: 'connect' })).toBe(true);
    expect(isOutage({ code: 'ENOENT', syscall: 'open' })).toBe(false);
    expect(isOutage(new Error('something else'))).toBe(false);
  });

  it('keeps a caller\'s request number and makes one where there is none', async () => {
    expect((await get('/healthz', { 'x-request-id': 'from-the-gateway-1' })).headers['x-request-id']).toBe('from-the-gateway-1');
    expect((await get('/healthz', { 'x-request-id': 'a b\n' })).headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('health', () => {
  it('answers alive and ready', async () => {
    expect((await get('/healthz')).json()).toEqual({ status: 'ok' });
    expect((await get('/readyz')).json()).toEqual({ status: 'ready' });
  });
});
