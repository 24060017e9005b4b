import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#platform/database/pool.ts';
import type { Database } from '#platform/database/transaction.ts';
import { writableUrl } from '#platform/database/hosts.ts';
import { openConnection, type Connection } from '#platform/cli/connection.ts';
import { createOrganisation } from '#modules/consortium/contract/organisations.ts';
import { buildServer, startServer, type ServerUnderTest } from '../server-under-test.ts';
import { addStandby, OWNER_PASSWORD, startPrimary, waitFor, type LoneServer } from './postgres-pair.ts';

/** `DATABASE_URL` names both servers of a pair: the platform follows the one that takes writes, without an address that moves. */
const root = mkdtempSync(join(tmpdir(), 'yigong-hosts-'));
let [first, second]: LoneServer[] = [];
let url = '';
let platform: ServerUnderTest | undefined;
let database: Database | undefined;

const hostOf = (server: LoneServer): string => `127.0.0.1:${server.port}`;
const urlOf = (...servers: LoneServer[]): string => `postgresql://yigong:${OWNER_PASSWORD}@${servers.map(hostOf).join(',')}/yigong?target_session_attrs=read-write`;

beforeAll(async () => {
  buildServer();
  first = await startPrimary(join(root, 'first'));
  second = await addStandby(first, { root: join(root, 'second'), name: 'second' });
  // The one that takes no writes comes first.
  url = urlOf(second, first);
}, 180_000);
afterAll(async () => {
  await database?.end();
  platform?.kill('SIGTERM');
  await platform?.ended();
  for (const server of [first, second]) await server?.kill();
  rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

test('the server that takes writes is found among several, whatever their order; a standby alone is refused with its address', async () => {
  expect(await writableUrl(url)).toContain(hostOf(first!));
  await expect(writableUrl(urlOf(second!))).rejects.toThrow(`${hostOf(second!)}: takes no writes`);
  await expect(writableUrl(urlOf(second!).replace(OWNER_PASSWORD, 'wrong-word'))).rejects.toThrow(/^(?!.*wrong-word)/);
});

test('the first dies, the second is promoted: platform and pool write again without a restart', { timeout: 180_000 }, async () => {
  platform = startServer({ YIGONG_DATA_DIR: join(root, 'house'), HOST: '127.0.0.1', DATABASE_URL: url, YIGONG_DEMO: '0' });
  await platform.ready();
  const connection: Connection = openConnection({ dataFolder: join(root, 'house'), environment: {} });
  database = openDatabase({ connectionString: url, as: 'owner', connectionsMax: 3 });
  let serial = 0;
  const kept: string[] = [];
  const write = async (): Promise<void> => {
    const name = `示例卫生室${(serial += 1)}`;
    await connection.call(createOrganisation, { name, level: 'village', kind: 'village-room', ownership: 'public', isLegalPerson: false, parentId: null });
    kept.push(name);
  };
  const untilWritten = async (): Promise<number> => {
    for (const start = Date.now(); ; await sleep(50)) {
      if (await write().then(() => true, () => false)) return Date.now() - start;
      if (Date.now() - start > 60_000) throw new Error('the platform did not come back');
    }
  };
  for (let turn = 0; turn < 5; turn += 1) await write();
  const portOf = async (): Promise<number> => Number((await database!.query<{ port: string }>("select current_setting('port') as port"))[0]!.port);
  expect(await portOf()).toBe(first!.port);
  await waitFor(first!, 'select coalesce(bool_and(replay_lsn = pg_current_wal_lsn()), false) as done from pg_stat_replication');
  await first!.kill();
  await second!.query('select pg_promote(true)');
  const served = await untilWritten();
  for (let turn = 0; turn < 5; turn += 1) await write();
  const found = new Set((await second!.query<{ name: string }>('select name from consortium.organisation', 'yigong')).map(({ name }) => name));
  expect(kept.filter((name) => !found.has(name))).toEqual([]);
  for (const start = Date.now(); (await portOf().catch(() => 0)) !== second!.port; ) if (Date.now() - start > 20_000) throw new Error('the pool did not follow');
  console.log(`several hosts: written again ${served} ms after the promotion`);
});
