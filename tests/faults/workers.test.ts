import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findRunningDatabase } from '#platform/database/embedded/launcher.ts';
import { isAlive } from '#platform/database/embedded/postmaster-file.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { findCliClient } from '#platform/cli/local-server.ts';
import { buildServer, createDataFolder, type ServerUnderTest, startServer } from './server-under-test.ts';

const PATIENCE_MS = 15_000;

describe.skipIf(process.platform !== 'linux')('several processes on one port', () => {
  let folder: ReturnType<typeof createDataFolder>;
  let server: ServerUnderTest;
  let address: string;
  let token: string;

  beforeAll(buildServer);
  beforeEach(async () => {
    folder = createDataFolder();
    server = startServer({ YIGONG_DATA_DIR: folder.path, YIGONG_WORKERS: '2', HOST: '127.0.0.1' });
    address = (await server.ready()).replace('localhost', '127.0.0.1');
    token = await signIn();
  });
  afterEach(async () => {
    server.kill('SIGKILL');
    await server.ended();
    folder.remove();
  });

  async function signIn(): Promise<string> {
    const client = findCliClient(folder.path)!;
    const form = { grant_type: 'client_credentials', client_id: client.clientId, client_secret: client.clientSecret };
    const answer = await fetch(`${address}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  /** On a connection of its own, so that the processes take turns; 0 when it broke. */
  const status = (path: string, method = 'GET', body?: string): Promise<number> =>
    new Promise((resolve) => {
      const headers = { authorization: `Bearer ${token}`, connection: 'close', ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }) };
      const sent = request(`${address}${path}`, { method, agent: false, headers }, (answer) => {
        answer.resume();
        answer.once('close', () => resolve(answer.statusCode ?? 0));
      });
      sent.once('error', () => resolve(0));
      sent.end(body);
    });
  const several = (path: string): Promise<number[]> => Promise.all(Array.from({ length: 12 }, () => status(path)));
  const patient = (id: string): Promise<number> => status(`/fhir/Patient/${id}`, 'PUT', JSON.stringify({ resourceType: 'Patient', id }));

  it('replaces a worker that is killed, while the others answer', async () => {
    expect(await patient('p1')).toBe(201);
    const [first] = workersOf(server.pid);
    process.kill(first!, 'SIGKILL');
    await until(() => workersOf(server.pid).length === 2 && !workersOf(server.pid).includes(first!));
    await until(async () => (await several('/fhir/Patient/p1')).every((code) => code === 200));
    expect(server.output()).toContain('a worker ended and is being replaced');
  });

  it('forgets a token in every process within a second', async () => {
    await patient('p1');
    expect(new Set(await several('/fhir/Patient/p1'))).toEqual(new Set([200]));
    const owner = openDatabase({ connectionString: findRunningDatabase(folder.path)!, as: 'owner', connectionsMax: 1 });
    await owner.execute('delete from identity.access_token');
    await owner.end();
    await sleep(1_000);
    expect(new Set(await several('/fhir/Patient/p1'))).toEqual(new Set([401]));
  });

  it('tells the live streams of every process', async () => {
    const streams = await Promise.all(Array.from({ length: 4 }, () => listen()));
    await patient('p2');
    await until(() => streams.every((stream) => stream.heard().includes('fhir.patient-written')));
    for (const stream of streams) stream.close();
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends in order at %s', async (signal) => {
    const workers = workersOf(server.pid);
    server.kill(signal);
    expect(await server.ended()).toBe(0);
    expect(workers).toHaveLength(2);
    expect(workers.filter(isAlive)).toEqual([]);
  });

  it('leaves no worker behind when the first process is killed', async () => {
    const workers = workersOf(server.pid);
    server.kill('SIGKILL');
    await until(() => !workers.some(isAlive));
  });

  function listen(): Promise<{ heard: () => string; close: () => void }> {
    return new Promise((resolve, reject) => {
      const sent = request(`${address}/api/live`, { agent: false, headers: { authorization: `Bearer ${token}` } }, (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
        answer.on('error', () => undefined);
        resolve({ heard: () => text, close: () => sent.destroy() });
      });
      sent.once('error', reject);
      sent.end();
    });
  }
});

/** Children of a process that run our program; the database is a child too. */
function workersOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  return children.filter((child) => {
    try {
      return readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('server.mjs');
    } catch {
      return false;
    }
  });
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const start = Date.now(); Date.now() - start < PATIENCE_MS; await sleep(50)) if (await holds()) return;
  throw new Error('it did not come about in time');
}
