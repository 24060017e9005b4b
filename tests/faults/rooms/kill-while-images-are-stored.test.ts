import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import dimse from 'dcmjs-dimse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerCallingTitle } from '#modules/imaging/contract.ts';
import { proposeAsKept, rawDataSetOf } from '#modules/imaging/server/queries/dimse/raw-data-set.ts';
import { describeInstance } from '#modules/imaging/server/rules/describe-instance.ts';
import { createOrganisation } from '#modules/consortium/contract/organisations.ts';
import { openConnection, type Connection } from '#platform/cli/connection.ts';
import { findCliClient } from '#platform/cli/local-server.ts';
import { findRunningDatabase } from '#platform/database/embedded/launcher.ts';
import { openDatabase } from '#platform/database/pool.ts';
import type { Database } from '#platform/database/transaction.ts';
import { textElement, writeDicom } from '#platform/dicom/write-file.ts';
import { buildServer, createDataFolder, occupyPort, startServer, type ServerUnderTest } from '../server-under-test.ts';

const { Client, requests, constants } = dimse;
const PDF = '1.2.840.10008.5.1.4.1.1.104.1';
/** Three sealed parts. */
const BYTES = 600 * 1024;
const KILLS = 2;
const SENDERS = 2;
const HALF_NAME = `${'0'.repeat(64)}.000000000000.part`;

interface File {
  readonly bytes: Buffer;
  readonly study: string;
  readonly series: string;
  readonly sop: string;
  readonly sha256: string;
}

function fileOf(road: 'stow' | 'c-store', number: number): File {
  const study = `2.25.${road === 'stow' ? 7001 : 7002}`;
  const [series, sop] = [`${study}.1`, `${study}.1.${number}`];
  const bytes = writeDicom({ elements: [
    textElement('00080016', 'UI', PDF), textElement('00080018', 'UI', sop), textElement('00080060', 'CS', 'DOC'), textElement('00100010', 'PN', 'Kill^Test'), textElement('00100020', 'LO', 'K-1'),
    textElement('0020000D', 'UI', study), textElement('0020000E', 'UI', series), { tag: '00420011', vr: 'OB', bytes: randomBytes(BYTES) },
  ] });
  return { bytes, study, series, sop, sha256: describeInstance(bytes).sha256 };
}

/** A sender that gets no answer sends the same bytes again; what was answered is there, whatever was killed. */
describe('a kill while images are stored', () => {
  let folder: ReturnType<typeof createDataFolder>;
  let server: ServerUnderTest;
  let all: Connection;
  let address = '';
  let dicomPort = 0;
  let token = '';
  let organisationId = '';
  const [sent, answered] = [new Map<string, File>(), new Set<string>()];
  const objects = (): string => join(folder.path, 'imaging', 'objects');
  const incoming = (): string[] => (existsSync(join(objects(), 'incoming')) ? readdirSync(join(objects(), 'incoming')) : []);
  const onDisk = (): string[] => readdirSync(objects(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.parentPath.endsWith('incoming')).map(({ name }) => name).sort();

  async function start(): Promise<void> {
    server = startServer({ YIGONG_DATA_DIR: folder.path, HOST: '127.0.0.1', YIGONG_DICOM_PORT: String(dicomPort), YIGONG_DICOM_HOST: '127.0.0.1' });
    address = (await server.ready()).replace('localhost', '127.0.0.1');
    all = openConnection({ dataFolder: folder.path, environment: {} });
    const { clientId, clientSecret } = findCliClient(folder.path)!;
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
    token = ((await (await fetch(`${address}/oauth2/token`, { method: 'POST', body: form })).json()) as { access_token: string }).access_token;
  }
  const kill = async (): Promise<void> => {
    server.kill('SIGKILL');
    await server.ended();
  };
  async function withOwner<Result>(work: (owner: Database) => Promise<Result>): Promise<Result> {
    const owner = openDatabase({ connectionString: findRunningDatabase(folder.path)!, as: 'owner', connectionsMax: 1 });
    try {
      return await work(owner);
    } finally {
      await owner.end();
    }
  }
  const kept = (): Promise<{ sop: string; sha256: string }[]> => withOwner((owner) => owner.query<{ sop: string; sha256: string }>('select sop_uid as sop, sha256 from imaging.instance order by sop_uid'));
  const keyed = (): Promise<string[]> => withOwner(async (owner) => (await owner.query<{ id: string }>("select object_id as id from files.object_key where object_id like 'imaging/object/%' order by 1")).map(({ id }) => id.split('/').at(-1)!));

  beforeAll(async () => {
    buildServer();
    folder = createDataFolder();
    const free = await occupyPort();
    dicomPort = free.port;
    await free.release();
    await start();
    organisationId = (await all.call(createOrganisation, { name: '示例县人民医院', level: 'county', kind: 'hospital', ownership: 'public', isLegalPerson: true, parentId: null })).id;
    await all.call(registerCallingTitle, { callingTitle: 'KILLER', organisationId, description: '测试设备' });
  }, 180_000);
  afterAll(async () => {
    if (server !== undefined) await kill();
    folder?.remove();
  });

  /** True when the server says that it has it. */
  const byStow = async ({ bytes }: File): Promise<boolean> => {
    const boundary = 'part-of-a-kill';
    const body = Buffer.concat([Buffer.from(`\r\n--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
    const answer = await fetch(`${address}/dicom-web/studies`, {
      method: 'POST', body, headers: { authorization: `Bearer ${token}`, 'x-yigong-organisation': organisationId, accept: 'application/dicom+json', 'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}` },
    });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`STOW was answered ${answer.status}: ${text.slice(0, 300)}`);
    return true;
  };
  const byStore = ({ bytes, sop }: File): Promise<boolean> => {
    const client = new Client();
    const request = new requests.CStoreRequest(rawDataSetOf(bytes, { sopClass: PDF, sopUid: sop }));
    proposeAsKept(client, [request.getDataset() as ReturnType<typeof rawDataSetOf>]);
    let isStored = false;
    request.on('response', (response: { getStatus(): number }) => (isStored = response.getStatus() === constants.Status.Success));
    client.addRequest(request);
    return new Promise((resolve) => {
      for (const event of ['closed', 'networkError', 'associationRejected']) client.on(event, () => resolve(isStored));
      client.send('127.0.0.1', dicomPort, 'KILLER', 'YIGONG');
    });
  };
  const send = async (file: File): Promise<boolean> => {
    sent.set(file.sop, file);
    const isThere = await (file.study.endsWith('1') ? byStow(file) : byStore(file)).catch(() => false);
    if (isThere) answered.add(file.sop);
    return isThere;
  };

  /** Each sender goes on with new files until the server is gone. */
  let next = 0;
  const sendOn = (road: 'stow' | 'c-store'): Promise<unknown> => Promise.all(Array.from({ length: SENDERS }, async () => {
    while (await send(fileOf(road, (next += 1))));
  }));

  async function expectWhole(): Promise<void> {
    const rows = await kept();
    const known = new Map(rows.map((row) => [row.sop, row.sha256]));
    for (const sop of answered) expect(known.get(sop), `answered: ${sop}`).toBe(sent.get(sop)!.sha256);
    for (const { sop } of rows) {
      const { study, series, bytes } = sent.get(sop)!;
      const answer = await fetch(`${address}/dicom-web/studies/${study}/series/${series}/instances/${sop}`, { headers: { authorization: `Bearer ${token}`, accept: 'application/dicom; transfer-syntax=*' } });
      expect(answer.status, sop).toBe(200);
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes), sop).toBe(true);
    }
  }

  it('each is whole or absent, goes in again, and the hour takes away what is left over', { timeout: 240_000 }, async () => {
    let cutShort = 0;
    for (let turn = 1; turn <= KILLS; turn += 1) {
      const before = answered.size;
      const sending = Promise.all([sendOn('stow'), sendOn('c-store')]);
      while (answered.size < before + 5) await sleep(5);
      // In the midst of writing: some file lies half written at this moment.
      while (incoming().length === 0) await sleep(1);
      await kill();
      await sending;
      cutShort += sent.size - answered.size;
      await start();
      await expectWhole();
    }
    expect(cutShort).toBeGreaterThan(0);

    // What the senders of a killed server had under way is sent again.
    for (const file of sent.values()) if (!answered.has(file.sop)) await expect.poll(() => send(file), { timeout: 20_000, interval: 100 }).toBe(true);
    await expectWhole();
    expect((await kept()).length).toBe(sent.size);
    for (const sha256 of onDisk()) expect(readFileSync(join(objects(), sha256.slice(0, 2), sha256.slice(2, 4), sha256)).includes('DICM')).toBe(false);

    // Killed between the file and its row: both kinds of leftovers, an hour old.
    const lost = fileOf('stow', (next += 1));
    await byStow(lost);
    await withOwner(async (owner) => {
      await owner.execute('delete from imaging.instance where sop_uid = $1', [lost.sop]);
      await owner.execute("update files.object_key set made_at = made_at - interval '2 hours' where object_id = $1", [`imaging/object/${lost.sha256}`]);
    });
    writeFileSync(join(objects(), 'incoming', HALF_NAME), 'half');
    for (const name of incoming()) utimesSync(join(objects(), 'incoming', name), new Date(Date.now() - 7_200_000), new Date(Date.now() - 7_200_000));
    await withOwner((owner) => owner.execute("update jobs.recurring set next_run_at = clock_timestamp() where kind = 'imaging.remove-leftovers'"));
    await expect.poll(() => incoming().length + onDisk().length, { timeout: 30_000, interval: 50 }).toBe(sent.size);
    expect(onDisk()).toEqual([...sent.values()].map(({ sha256 }) => sha256).sort());
    expect(await keyed()).toEqual(onDisk());
    await expectWhole();
  });
});
