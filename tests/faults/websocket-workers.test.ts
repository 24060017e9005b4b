import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { findCliClient } from '#platform/cli/local-server.ts';
import { buildServer, createDataFolder, startServer, type ServerUnderTest } from './server-under-test.ts';

const CONNECTIONS = 8;
const PATIENCE_MS = 20_000;

describe.skipIf(process.platform !== 'linux')('websockets over several processes', () => {
  let folder: ReturnType<typeof createDataFolder>;
  let server: ServerUnderTest;
  let address: string;
  let headers: Record<string, string>;

  beforeAll(async () => {
    buildServer();
    folder = createDataFolder();
    server = startServer({ YIGONG_DATA_DIR: folder.path, YIGONG_WORKERS: '2', HOST: '127.0.0.1' });
    address = (await server.ready()).replace('localhost', '127.0.0.1');
    const { clientId, clientSecret } = findCliClient(folder.path)!;
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
    const answer = (await (await fetch(`${address}/oauth2/token`, { method: 'POST', body: form })).json()) as { access_token: string };
    headers = { authorization: `Bearer ${answer.access_token}` };
  }, 120_000);
  afterAll(async () => {
    server.kill('SIGKILL');
    await server.ended();
    folder.remove();
  });

  const send = async (method: string, path: string, body: object): Promise<{ id: string }> => {
    const answer = await fetch(`${address}/fhir/${path}`, { method, headers: { ...headers, 'content-type': 'application/fhir+json' }, body: JSON.stringify(body) });
    expect(answer.status).toBeLessThan(300);
    return (await answer.json()) as { id: string };
  };
  const connect = (token = headers): Promise<{ socket: WebSocket; heard: string[] }> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`${address.replace('http', 'ws')}/fhir/websocket`, { headers: token });
      const heard: string[] = [];
      socket.on('message', (data) => heard.push(String(data as Buffer)));
      socket.once('open', () => resolve({ socket, heard }));
      socket.once('error', reject);
    });
  const until = async (holds: () => boolean): Promise<void> => {
    for (const begin = Date.now(); !holds() && Date.now() - begin < PATIENCE_MS; ) await sleep(50);
    expect(holds()).toBe(true);
  };

  it('whichever process holds a connection, it is bound and pinged; without a token there is none', async () => {
    const { id } = await send('POST', 'Subscription', { resourceType: 'Subscription', status: 'requested', reason: 'test', criteria: 'Patient?gender=female', channel: { type: 'websocket' } });
    const all = await Promise.all(Array.from({ length: CONNECTIONS }, () => connect()));
    for (const { socket } of all) socket.send(`bind ${id}`);
    await until(() => all.every(({ heard }) => heard[0] === `bound ${id}`));
    await sleep(1_000);
    await send('PUT', 'Patient/p1', { resourceType: 'Patient', id: 'p1', gender: 'female' });
    await until(() => all.every(({ heard }) => heard.includes(`ping ${id}`)));
    for (const { socket } of all) socket.terminate();
    await send('PUT', 'Patient/p1', { resourceType: 'Patient', id: 'p1', gender: 'female', birthDate: '1990-01-01' });
    await sleep(1_500);
    const late = await connect();
    late.socket.send(`bind ${id}`);
    await until(() => late.heard.includes(`ping ${id}`));
    expect(late.heard[0]).toBe(`bound ${id}`);
    late.socket.terminate();
    await expect(connect({})).rejects.toThrow('401');
  }, 90_000);
});
