import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCliClient } from '#platform/cli/local-server.ts';
import { buildServer, createDataFolder, startServer, type ServerUnderTest } from '../server-under-test.ts';

const RESOURCES = 4;
const WRITES = 15;
const KILLS_AFTER = [12, 30];
const SETTLED_MS_MAX = 60_000;

interface Told { readonly id: string; readonly version: number }

/** R4 Subscription, rest-hook: "at least once, in order per resource", whatever is killed meanwhile. */
describe('a kill while subscribers are told', () => {
  let folder: ReturnType<typeof createDataFolder>;
  let server: ServerUnderTest;
  let subscriber: Server;
  let address: string;
  let token: string;
  const told: Told[] = [];

  beforeAll(async () => {
    buildServer();
    subscriber = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString('utf8')));
      request.on('end', () => {
        const { id, meta } = JSON.parse(body) as { id: string; meta: { versionId: string } };
        told.push({ id, version: Number(meta.versionId) });
        // Slow enough that a kill comes while some wait and one is under way.
        setTimeout(() => response.end(), 25);
      });
    });
    await new Promise<void>((resolve) => subscriber.listen(0, '127.0.0.1', resolve));
    folder = createDataFolder();
    await start();
  }, 120_000);
  afterAll(async () => {
    server.kill('SIGKILL');
    await server.ended();
    subscriber.closeAllConnections();
    await new Promise((resolve) => subscriber.close(resolve));
    folder.remove();
  });

  async function start(): Promise<void> {
    const { port } = subscriber.address() as AddressInfo;
    server = startServer({ YIGONG_DATA_DIR: folder.path, HOST: '127.0.0.1', YIGONG_SUBSCRIPTION_HOSTS: `127.0.0.1:${port}` });
    address = (await server.ready()).replace('localhost', '127.0.0.1');
    const { clientId, clientSecret } = findCliClient(folder.path)!;
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
    token = ((await (await fetch(`${address}/oauth2/token`, { method: 'POST', body: form })).json()) as { access_token: string }).access_token;
  }

  /** The version stored, or undefined when the server was killed before it answered. */
  async function put(path: string, body: object): Promise<number | undefined> {
    const answer = await fetch(`${address}/fhir/${path}`, { method: path.includes('/') ? 'PUT' : 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' }, body: JSON.stringify(body) }).catch(() => undefined);
    const stored = (await answer?.json().catch(() => undefined)) as { meta?: { versionId: string } } | undefined;
    if (answer !== undefined && answer.status >= 400) throw new Error(`${answer.status} ${JSON.stringify(stored)}`);
    return stored?.meta === undefined ? undefined : Number(stored.meta.versionId);
  }

  it('tells the last state of each resource, and never an older one after a newer', async () => {
    const { port } = subscriber.address() as AddressInfo;
    const channel = { type: 'rest-hook', endpoint: `http://127.0.0.1:${port}/hook`, payload: 'application/fhir+json' };
    expect(await put('Subscription', { resourceType: 'Subscription', status: 'requested', reason: 'test', criteria: 'Observation?status=final', channel })).toBe(1);
    await sleep(1_500);
    const last = new Map<string, number>();
    let writes = 0;
    for (let turn = 1; turn <= WRITES; turn += 1) {
      await Promise.all(Array.from({ length: RESOURCES }, async (_, index) => {
        const id = `o${index}`;
        const version = await put(`Observation/${id}`, { resourceType: 'Observation', id, status: 'final', code: { text: 'x' }, valueInteger: turn });
        if (version !== undefined) last.set(id, version);
      }));
      writes += RESOURCES;
      if (!KILLS_AFTER.some((after) => writes >= after && writes - RESOURCES < after)) continue;
      server.kill('SIGKILL');
      await server.ended();
      await start();
    }
    expect(last.size).toBe(RESOURCES);
    const newest = (id: string): number => Math.max(0, ...told.filter((each) => each.id === id).map(({ version }) => version));
    for (const begin = Date.now(); [...last].some(([id, version]) => newest(id) < version) && Date.now() - begin < SETTLED_MS_MAX; ) await sleep(100);
    for (const [id, version] of last) {
      const versions = told.filter((each) => each.id === id).map((each) => each.version);
      expect(versions.at(-1), id).toBe(version);
      expect(versions, id).toEqual([...versions].sort((a, b) => a - b));
    }
  }, 180_000);
});
