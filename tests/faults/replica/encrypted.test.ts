import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findCliClient } from '#platform/cli/local-server.ts';
import { OWNER_PASSWORD, startPrimary, waitFor, type LoneServer } from './postgres-pair.ts';
import { buildServer, startServer, type ServerUnderTest } from '../server-under-test.ts';

/** A certificate for localhost that is its own authority. */
function makePair(folder: string, name: string): { certificate: string; key: string } {
  const files = { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', `/CN=${name}`,
    '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', files.key, '-out', files.certificate], { stdio: 'ignore' });
  return files;
}

describe('nothing in clear on the wire: HTTPS by several processes, TLS to PostgreSQL', { timeout: 180_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), 'yigong-encrypted-'));
  const wrong = makePair(root, 'wrong');
  const pages = makePair(root, 'pages');
  let database: LoneServer;
  let authority: string;
  let platform: ServerUnderTest | undefined;

  const url = (more: string): string => `postgresql://yigong:${OWNER_PASSWORD}@127.0.0.1:${database.port}/yigong${more}`;
  const start = (databaseUrl: string, more: Record<string, string> = {}): ServerUnderTest =>
    startServer({ YIGONG_DATA_DIR: join(root, 'house'), HOST: '127.0.0.1', DATABASE_URL: databaseUrl, YIGONG_TLS_CERT: pages.certificate, YIGONG_TLS_KEY: pages.key, ...more });

  beforeAll(async () => {
    buildServer();
    database = await startPrimary(join(root, 'database-server'));
    const data = join(root, 'database-server', 'database');
    const { certificate, key } = makePair(data, 'server');
    authority = certificate;
    const { uid, gid } = statSync(data);
    for (const file of [certificate, key]) chownSync(file, uid, gid);
    chmodSync(key, 0o600);
    await database.query(`alter system set ssl_cert_file = '${certificate}'`);
    await database.query(`alter system set ssl_key_file = '${key}'`);
    await database.query("alter system set ssl = 'on'");
    await database.query('select pg_reload_conf()');
    await waitFor(database, "select current_setting('ssl') = 'on' as done");
  }, 180_000);
  afterAll(async () => {
    platform?.kill('SIGTERM');
    await platform?.ended();
    await database?.kill();
    rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });

  test('a server whose certificate does not check out is not talked to', async () => {
    const refused = start(url(`?sslmode=verify-full&sslrootcert=${wrong.certificate}`), { YIGONG_DATABASE_WAIT_SECONDS: '2' });
    expect(await refused.ended()).not.toBe(0);
    expect(refused.output()).toContain('DATABASE_URL');
    expect(refused.output()).not.toContain(OWNER_PASSWORD);
  });

  test('with the right authority all connections are encrypted, and two processes answer on one port by HTTPS alone', async () => {
    platform = start(url(`?sslmode=verify-full&sslrootcert=${authority}`), { YIGONG_WORKERS: '2' });
    const address = await platform.ready();
    expect(address).toMatch(/^https:/);
    const { port } = new URL(address);
    const ask = (path: string, options: { method?: string; body?: string; headers?: Record<string, string> } = {}): Promise<{ status: number; text: string }> =>
      new Promise((resolve, reject) => {
        const sent = request({ host: 'localhost', family: 4, port, path, agent: false, ca: readFileSync(pages.certificate), method: options.method ?? 'GET', headers: options.headers ?? {} }, (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
        });
        sent.on('error', reject);
        sent.end(options.body);
      });
    const client = findCliClient(join(root, 'house'))!;
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: client.clientId, client_secret: client.clientSecret }).toString();
    const token = JSON.parse((await ask('/oauth2/token', { method: 'POST', body: form, headers: { 'content-type': 'application/x-www-form-urlencoded' } })).text) as { access_token: string };
    const headers = { authorization: `Bearer ${token.access_token}`, 'content-type': 'application/fhir+json' };
    expect((await ask('/fhir/Patient/p1', { method: 'PUT', body: JSON.stringify({ resourceType: 'Patient', id: 'p1' }), headers })).status).toBe(201);
    const answers = await Promise.all(Array.from({ length: 24 }, () => ask('/fhir/Patient/p1', { headers })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
    const connections = await database.query<{ ssl: boolean; version: string | null; count: string }>(
      "select ssl, version, count(*) from pg_stat_ssl join pg_stat_activity using (pid) where usename = 'yigong' group by 1, 2",
    );
    expect(connections.map(({ ssl, version }) => [ssl, version])).toEqual([[true, 'TLSv1.3']]);
    expect(Number(connections[0]!.count)).toBeGreaterThanOrEqual(2);
  });
});
