import { connect, type AddressInfo } from 'node:net';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFixtureTables, fixtureModule } from '#platform/testing/fixture-module.ts';
import { openTestHttp, OWN_PAGE, type TestHttp } from '#platform/testing/test-http.ts';

/** What a stranger on the wire tries, over real sockets. Which attack is tried where: tests/conformance/fhir/known-defects.test.ts. */
const folder = mkdtempSync(join(tmpdir(), 'yigong-hostile-'));
let http: TestHttp;
let port: number;

beforeAll(async () => {
  for (const sub of ['workbench', 'portal', 'assets']) mkdirSync(join(folder, sub));
  for (const app of ['workbench', 'portal']) writeFileSync(join(folder, app, 'index.html'), `<title>${app}</title>`);
  writeFileSync(join(folder, 'assets/app-abc.js'), '// app');
  writeFileSync(join(folder, 'secret.txt'), 'secret of the folder above');
  http = await openTestHttp({ modules: [fixtureModule()], webFolder: folder });
  await createFixtureTables(http.database.owner);
  await http.server.listen({ port: 0, host: '127.0.0.1' });
  port = (http.server.server.address() as AddressInfo).port;
});
afterAll(async () => {
  await http.close();
  rmSync(folder, { recursive: true });
});

const json = { ...OWN_PAGE, 'content-type': 'application/json' };
const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`, init);
/** Sends the bytes as they are, because clients tidy what they send. */
const sendRaw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (part) => {
      answer += part.toString('latin1');
      if (answer.includes('\r\n\r\n')) socket.end();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer within five seconds')));
  });
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

describe('security headers', () => {
  it.each<[string, string, RequestInit]>([
    ['a page', '/', {}], ['a page of the portal', '/portal', {}], ['a file', '/assets/app-abc.js', {}], ['an answer', '/api/session', {}], ['health', '/healthz', {}],
    ['nothing there', '/api/nothing', {}], ['no sign-in', '/api/notes', {}], ['broken JSON', '/api/session', { method: 'POST', headers: json, body: '{' }],
    ['a foreign form', '/api/session', { method: 'POST', body: 'login=a' }], ['a token refused', '/oauth/token', { method: 'POST', body: new URLSearchParams({ grant_type: 'x' }) }],
    ['a bad escape', '/api/%zz', {}],
  ])('stand on %s', async (_what, path, init) => {
    const { headers } = await ask(path, init);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin', 'permissions-policy': expect.stringContaining('geolocation=()') as string,
    });
    const policy = headers.get('content-security-policy') ?? '';
    for (const rule of ["default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) expect(policy).toContain(rule);
    expect(/script-src[^;]*unsafe/.test(policy)).toBe(false);
    expect([headers.get('server'), headers.get('x-powered-by'), headers.get('access-control-allow-origin')]).toEqual([null, null, null]);
  });
});

describe('bodies', () => {
  const post = (body: BodyInit, headers: Record<string, string> = {}): Promise<Response> => ask('/api/session', { method: 'POST', headers: { ...json, ...headers }, body });

  it('a bomb in gzip is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, ' '));
    const start = performance.now();
    const { status } = await post(bomb, { 'content-encoding': 'gzip' });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it('a body above the limit is refused, also when its length is not told', async () => {
    expect((await post('x'.repeat(3 * 1024 * 1024))).status).toBe(413);
    const chunk = 'x'.repeat(64 * 1024);
    const chunks = `${chunk.length.toString(16)}\r\n${chunk}\r\n`.repeat(48);
    const answer = await sendRaw(`POST /api/session HTTP/1.1\r\nHost: a\r\nX-Yigong: 1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`);
    expect(statusOf(answer)).toBe(413);
  });

  it('depth, prototypes and half characters are refused', async () => {
    expect((await post('['.repeat(500_000))).status).toBe(400);
    expect((await post('{"login":"a","password":"b","__proto__":{"admin":true}}')).status).toBe(400);
    expect((await post('{"login":"a","password":"b","constructor":{"prototype":{"admin":true}}}')).status).toBe(400);
    expect((await post('{"login":"\\ud800","password":"b"}')).status).toBe(400);
    expect((await post(Buffer.from([0x7b, 0xff, 0x7d]))).status).toBe(400);
  });
});

describe('requests no browser sends', () => {
  it.each([
    '/../secret.txt', '/assets/../../secret.txt', '/assets/..%2f..%2fsecret.txt', '/assets/%2e%2e/%2e%2e/secret.txt', '/assets/....//....//secret.txt', '/..\\secret.txt', '/assets/..%5c..%5csecret.txt',
    '//secret.txt', '/assets/%00/../secret.txt', 'http://elsewhere.example/../secret.txt',
  ])('%s leaves no folder', async (path) => {
    const answer = await sendRaw(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(answer).not.toContain('secret of the folder');
    expect(statusOf(answer)).toBeLessThan(500);
  });

  it('two lengths, a broken line and headers without end are refused', async () => {
    const smuggled = await sendRaw('POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/notes HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(statusOf(smuggled)).toBe(400);
    expect(statusOf(await sendRaw('POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde'))).toBe(400);
    expect(statusOf(await sendRaw(`GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(64 * 1024)}\r\n\r\n`))).toBe(431);
    expect(statusOf(await sendRaw('GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n'))).toBe(400);
  });

  it('a thousand requests in one packet are begun few at a time', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('GET /api/session HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(1000)));
      let text = '';
      socket.on('data', (part) => (text += part.toString('latin1')));
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status);
    expect([statuses.filter((status) => status === '200').length, statuses.at(-1)]).toEqual([17, '429']);
    expect((await ask('/api/session')).status).toBe(200);
  });

  it.each(['TRACE', 'CONNECT', 'PROPFIND'])('%s opens nothing', async (method) => {
    const answer = await sendRaw(`${method} /api/notes HTTP/1.1\r\nHost: a\r\nX-Mark: echoed\r\nConnection: close\r\n\r\n`).catch(() => '');
    expect(answer).not.toMatch(/^HTTP\/1\.1 2/);
    expect(answer).not.toContain('echoed');
  });

  it('a host that is not ours is not written into an answer', async () => {
    const answer = await sendRaw('GET / HTTP/1.1\r\nHost: elsewhere.example\r\nX-Forwarded-Host: elsewhere.example\r\nConnection: close\r\n\r\n');
    expect(answer).not.toContain('elsewhere.example');
  });
});
