import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseMessage } from '#modules/exchange/server/rules/v2/parse.ts';
import { valueAt } from '#modules/exchange/server/rules/v2/read.ts';
import { findCliClient } from '#platform/cli/local-server.ts';
import { openMllp, type MllpConnection } from '#platform/mllp/sender.ts';
import { buildServer, createDataFolder, startServer, type ServerUnderTest } from '../server-under-test.ts';

const MESSAGES = 240;
const SENDERS = 4;
const KILLS_AFTER = [40, 110, 170];

/** A sender without an answer sends again; one with an answer never does. Whatever is killed, each message has one effect. */
describe('a kill while messages flow', () => {
  let folder: ReturnType<typeof createDataFolder>;
  let server: ServerUnderTest;
  let address = '';
  let token = '';
  let mllpPort = 0;
  const answered = new Set<string>();

  beforeAll(async () => {
    buildServer();
    folder = createDataFolder();
    await start();
  }, 180_000);
  afterAll(async () => {
    server.kill('SIGKILL');
    await server.ended();
    folder.remove();
  });

  async function start(): Promise<void> {
    server = startServer({ YIGONG_DATA_DIR: folder.path, HOST: '127.0.0.1', YIGONG_MLLP_PORT: '0' });
    address = (await server.ready()).replace('localhost', '127.0.0.1');
    for (let turn = 0; turn < 400 && mllpOf(server.output()) === undefined; turn += 1) await sleep(25);
    mllpPort = mllpOf(server.output())!;
    const { clientId, clientSecret } = findCliClient(folder.path)!;
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
    token = ((await (await fetch(`${address}/oauth2/token`, { method: 'POST', body: form })).json()) as { access_token: string }).access_token;
  }
  const mllpOf = (output: string): number | undefined => (/^mllp localhost:(\d+)$/m.exec(output) === null ? undefined : Number(/^mllp localhost:(\d+)$/m.exec(output)![1]));

  async function call(method: 'GET' | 'POST', path: string, body?: object): Promise<Record<string, unknown>> {
    const answer = await fetch(`${address}/api${path}`, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': `${path}-${Date.now()}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  }

  const messageOf = (number: string): Buffer => Buffer.from(`MSH|^~\\&|HIS|KILL|Y||20261122090000||ADT^A04|${number}|P|2.5.1\rPID|1||${number}^^^KILL^MR||流${number}||19600101|M\rPV1|1|O|门诊||||||||||||||||V${number}\r`);

  /** As an interface engine does: again until there is an answer. */
  async function sendAll(numbers: readonly string[]): Promise<void> {
    let connection: MllpConnection | undefined;
    for (const number of numbers) {
      for (let attempt = 0; !answered.has(number) && attempt < 2_000; attempt += 1) {
        try {
          connection ??= await openMllp({ host: '127.0.0.1', port: mllpPort, usesTls: false }, 15_000);
          const answer = parseMessage((await connection.exchange(messageOf(number))).toString('utf8'));
          if (valueAt(answer, 'MSA-1') === 'AA' && valueAt(answer, 'MSA-2') === number) answered.add(number);
          else throw new Error(valueAt(answer, 'MSA-3'));
        } catch {
          connection?.close();
          connection = undefined;
          await sleep(50);
        }
      }
    }
    connection?.close();
  }

  it('loses none and doubles none', async () => {
    await call('POST', '/organisations', { name: '测试医院', shortName: '测试', level: 'county', kind: 'hospital', ownership: 'public', isLegalPerson: true }).catch((error: unknown) => console.log(String(error)));
    const organisations = (await call('GET', '/organisations?limit=10')) as { rows: { id: string }[] };
    await call('POST', '/exchange/sites/register', { organisationId: organisations.rows[0]!.id, name: '医院信息系统', application: 'HIS', facility: 'KILL' });
    const numbers = Array.from({ length: MESSAGES }, (_, index) => `F${index}`);
    const sending = Promise.all(Array.from({ length: SENDERS }, (_, sender) => sendAll(numbers.filter((_number, index) => index % SENDERS === sender))));
    for (const after of KILLS_AFTER) {
      while (answered.size < after) await sleep(5);
      server.kill('SIGKILL');
      await server.ended();
      await start();
    }
    await sending;
    expect(answered.size).toBe(MESSAGES);
    const applied = (await call('GET', '/exchange/messages?state=applied&limit=500')) as { rows: { controlId: string }[]; total: number };
    expect(applied.total).toBe(MESSAGES);
    expect(new Set(applied.rows.map(({ controlId }) => controlId)).size).toBe(MESSAGES);
    const visits = (await (await fetch(`${address}/fhir/Encounter?_summary=count`, { headers: { authorization: `Bearer ${token}` } })).json()) as { total: number };
    const people = (await (await fetch(`${address}/fhir/Patient?_summary=count`, { headers: { authorization: `Bearer ${token}` } })).json()) as { total: number };
    expect([visits.total, people.total]).toEqual([MESSAGES, MESSAGES]);
  }, 300_000);
});
