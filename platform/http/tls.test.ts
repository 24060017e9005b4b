import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setSessionCookie } from '#platform/identity/credentials.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { createServer } from './server.ts';
import { followTlsFiles, readTls, type TlsFiles } from './tls.ts';

const folder = mkdtempSync(join(tmpdir(), 'yigong-tls-'));
const pair = (name: string): TlsFiles => {
  const files = { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', `/CN=${name}`,
    '-addext', 'subjectAltName=DNS:localhost', '-keyout', files.key, '-out', files.certificate], { stdio: 'ignore' });
  return files;
};

describe('HTTPS served directly', () => {
  const files = pair('first');
  const logged: string[] = [];
  let opened: TestDatabase;
  let server: FastifyInstance;
  let port: number;
  beforeAll(async () => {
    opened = await openTestDatabase();
    server = await createServer({ database: opened.database, log: (event) => void logged.push(event), tls: files });
    server.post('/enter', (request, reply) => {
      setSessionCookie(request, reply, 'token-of-at-least-twenty-signs');
      return reply.send({});
    });
    followTlsFiles(server, files, { log: (event) => void logged.push(event), lookMs: 20 });
    await server.listen({ port: 0, host: '127.0.0.1' });
    port = (server.server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    await server.close();
    await opened.close();
    rmSync(folder, { recursive: true });
  });

  const ask = (options: RequestOptions): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      request({ host: 'localhost', family: 4, port, path: '/healthz', ca: readFileSync(files.certificate), agent: false, ...options }, (answer) => {
        answer.resume();
        resolve(answer);
      }).on('error', reject).end();
    });
  const handshake = (options: { minVersion?: 'TLSv1' | 'TLSv1.2'; maxVersion?: 'TLSv1.1' | 'TLSv1.2'; ciphers?: string }): Promise<TLSSocket> =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options }, () => resolve(socket));
      socket.on('error', reject);
    });

  test('answers with a certificate that checks out, HSTS, and cookies for HTTPS only', async () => {
    const answer = await ask({});
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['strict-transport-security']).toMatch(/max-age=31536000/);
    const entered = await ask({ path: '/enter', method: 'POST' });
    expect(entered.headers['set-cookie']?.[0]).toMatch(/; Secure$/);
  });

  test('TLS 1.1 is refused, 1.2 and what is newer are taken', async () => {
    // Without the lower security level our own client would refuse first and prove nothing.
    await expect(handshake({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' })).rejects.toMatchObject({ code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' });
    for (const version of [{ maxVersion: 'TLSv1.2' as const }, {}]) {
      const socket = await handshake(version);
      expect(['TLSv1.2', 'TLSv1.3']).toContain(socket.getProtocol());
      socket.destroy();
    }
  });

  test('plain HTTP gets no answer', async () => {
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  });

  test('a renewed certificate is taken without a restart; a broken one is logged and the former serves on', async () => {
    const subject = async (): Promise<string> => {
      const socket = await handshake({});
      const { CN } = socket.getPeerCertificate().subject;
      socket.destroy();
      return String(CN);
    };
    expect(await subject()).toBe('first');
    const second = pair('second');
    renameSync(second.certificate, files.certificate);
    renameSync(second.key, files.key);
    utimesSync(files.key, new Date(), new Date(Date.now() + 5_000));
    await expect.poll(subject).toBe('second');
    writeFileSync(files.certificate, 'nonsense');
    await expect.poll(() => logged.includes('tls.not-reloaded')).toBe(true);
    expect(await subject()).toBe('second');
  });

  test('a start with files that do not fit is refused with a reason', () => {
    expect(() => readTls({ certificate: join(folder, 'missing.pem'), key: files.key })).toThrow(/settings-invalid/);
    const other = pair('other');
    expect(() => readTls({ certificate: other.certificate, key: pair('stranger').key })).toThrow(/settings-invalid/);
  });
});

describe('HTTPS ended by a proxy on this machine', () => {
  const answered = async (publicUrl: string | undefined, remoteAddress: string): Promise<readonly [string, boolean, boolean]> => {
    const opened = await openTestDatabase();
    const server = await createServer({ database: opened.database, log: () => undefined, publicUrl });
    server.post('/enter', (request, reply) => {
      setSessionCookie(request, reply, 'token-of-at-least-twenty-signs');
      return reply.send(request.ip);
    });
    const { body, headers } = await server.inject({ method: 'POST', url: '/enter', remoteAddress, headers: { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': 'https' } });
    await server.close();
    await opened.close();
    return [body, /; Secure/.test(String(headers['set-cookie'])), headers['strict-transport-security'] !== undefined];
  };

  test('marks cookies, and knows people by their own address; nobody else is believed', async () => {
    expect(await answered('https://yigong.example', '127.0.0.1')).toEqual(['198.51.100.7', true, true]);
    expect(await answered('https://yigong.example', '203.0.113.9')).toEqual(['203.0.113.9', false, false]);
    expect(await answered(undefined, '127.0.0.1')).toEqual(['127.0.0.1', false, false]);
  });
});
