import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConnection, type Connection } from '#platform/cli/connection.ts';
import { createOrganisation, listOrganisations } from '#modules/consortium/contract/organisations.ts';
import { buildServer, startServer, type ServerUnderTest } from '../server-under-test.ts';
import { openMovingAddress, type MovingAddress } from './moving-address.ts';
import { addStandby, OWNER_PASSWORD, startPrimary, waitFor, type LoneServer } from './postgres-pair.ts';

const CLIENTS = 8;
const CAUGHT_UP = 'select coalesce(bool_and(replay_lsn = pg_current_wal_lsn()), false) as done from pg_stat_replication';
const FOLLOWED = "select exists (select 1 from pg_stat_replication where state = 'streaming') as done";

/** docs/runbooks/replica-and-failover.md, rehearsed: one house, two PostgreSQL servers, the first of which dies. */
describe('a primary and its standby', { timeout: 180_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), 'yigong-replica-'));
  const acknowledged: string[] = [];
  let [first, second]: LoneServer[] = [];
  let address: MovingAddress;
  let platform: ServerUnderTest;
  let connection: Connection;
  let serial = 0;

  beforeAll(async () => {
    buildServer();
    first = await startPrimary(join(root, 'first'));
    address = await openMovingAddress(first.port);
    platform = startServer({
      YIGONG_DATA_DIR: join(root, 'house'), HOST: '127.0.0.1',
      DATABASE_URL: `postgresql://yigong:${OWNER_PASSWORD}@127.0.0.1:${address.port}/yigong`,
    });
    await platform.ready();
    connection = openConnection({ dataFolder: join(root, 'house'), environment: {} });
    second = await addStandby(first, { root: join(root, 'second'), name: 'second' });
  }, 180_000);
  afterAll(async () => {
    platform?.kill('SIGTERM');
    await platform?.ended();
    await address?.close();
    for (const server of [first, second]) await server?.kill();
    rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });

  /** One organisation through the platform; its name counts as promised once the answer came. */
  const write = async (): Promise<string> => {
    const name = `示例卫生室${(serial += 1)}`;
    await connection.call(createOrganisation, { name, level: 'village', kind: 'village-room', ownership: 'public', isLegalPerson: false, parentId: null });
    acknowledged.push(name);
    return name;
  };
  const namesIn = async (server: LoneServer): Promise<Set<string>> =>
    new Set((await server.query<{ name: string }>('select name from consortium.organisation', 'yigong')).map(({ name }) => name));
  const missingIn = async (server: LoneServer): Promise<string[]> => {
    const found = await namesIn(server);
    return acknowledged.filter((name) => !found.has(name));
  };

  test('the standby holds what the primary holds, and takes no writes', async () => {
    for (let turn = 0; turn < 5; turn += 1) await write();
    await waitFor(first!, CAUGHT_UP);
    expect(await missingIn(second!)).toEqual([]);
    await expect(second!.query("create table public.intruder (a int)", 'yigong')).rejects.toThrow(/read-only transaction/);
  });

  test('synchronous: nothing is acknowledged that the standby does not hold', async () => {
    await first!.query("alter system set synchronous_standby_names = 'second'");
    await first!.query('select pg_reload_conf()');
    await waitFor(first!, "select exists (select 1 from pg_stat_replication where sync_state = 'sync') as done");
    const conninfo = (await second!.query<{ primary_conninfo: string }>('show primary_conninfo'))[0]!.primary_conninfo;
    await second!.query("alter system set primary_conninfo = ''");
    await second!.query('select pg_reload_conf()');
    await waitFor(first!, 'select not exists (select 1 from pg_stat_replication) as done');

    let answered = false;
    const waiting = write().then(() => (answered = true));
    await sleep(2000);
    expect(answered).toBe(false);
    await second!.query(`alter system set primary_conninfo = '${conninfo}'`);
    await second!.query('select pg_reload_conf()');
    await waiting;
    expect(answered).toBe(true);
    expect(await missingIn(first!)).toEqual([]);
  });

  test('the primary is killed under load, the standby promoted, the address moved: no acknowledged write is lost', async () => {
    let stopped = false;
    const clients = Array.from({ length: CLIENTS }, async () => {
      // What failed while there was no primary was refused, not acknowledged; a client of ours goes on afterwards.
      while (!stopped) await write().catch(() => sleep(50));
    });
    const before = acknowledged.length;
    for (const start = Date.now(); acknowledged.length < before + 40 && Date.now() - start < 60_000; ) await sleep(20);
    await first!.kill();
    const killedAt = Date.now();
    const atKill = acknowledged.length;
    await second!.query('alter system reset synchronous_standby_names');
    await second!.query('alter system reset primary_conninfo');
    await second!.query('select pg_reload_conf()');
    await second!.query('select pg_promote(true)');
    address.moveTo(second!.port);
    const promoted = Date.now() - killedAt;
    while (acknowledged.length < atKill + CLIENTS + 20 && Date.now() - killedAt < 60_000) await sleep(20);
    const served = Date.now() - killedAt;
    stopped = true;
    await Promise.all(clients);
    expect(acknowledged.length).toBeGreaterThanOrEqual(atKill + CLIENTS + 20);
    expect(await missingIn(second!)).toEqual([]);
    const { total } = await connection.call(listOrganisations, {});
    expect(total).toBeGreaterThanOrEqual(acknowledged.length);
    console.log(`failover: promoted after ${promoted} ms, served again (28 writes) after ${served} ms, ${acknowledged.length} acknowledged writes kept`);
  });

  test('asynchronous: exactly what the standby had not received is lost', async () => {
    const third = await addStandby(second!, { root: join(root, 'third'), name: 'third' });
    try {
      await waitFor(second!, FOLLOWED);
      await write();
      await waitFor(second!, CAUGHT_UP);
      await third.query("alter system set primary_conninfo = ''");
      await third.query('select pg_reload_conf()');
      await waitFor(second!, 'select not exists (select 1 from pg_stat_replication) as done');
      const late = [await write(), await write(), await write()];
      await second!.kill();
      await third.query('select pg_promote(true)');
      address.moveTo(third.port);
      expect(await missingIn(third)).toEqual(late);
      acknowledged.splice(-late.length);
      for (let tries = 0; ; tries += 1) {
        const written = await write().catch(() => undefined);
        if (written) break;
        if (tries > 100) throw new Error('the platform did not come back');
        await sleep(100);
      }
      expect(await missingIn(third)).toEqual([]);
    } finally {
      // The platform must not outlive its database in the other hooks.
      platform.kill('SIGTERM');
      await platform.ended();
      await third.kill();
    }
  });
});
