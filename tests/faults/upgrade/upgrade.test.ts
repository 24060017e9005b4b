import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MIGRATION_FOLDERS } from '#apps/server/migration-folders.ts';
import { openConnection, type Connection } from '#platform/cli/connection.ts';
import { migrate } from '#platform/database/migrate.ts';
import { readMigrationFiles } from '#platform/database/migration-files.ts';
import { openDatabase } from '#platform/database/pool.ts';
import type { Database } from '#platform/database/transaction.ts';
import { openEmptyDatabase } from '#platform/testing/test-database.ts';
import { listAuditEntries } from '#platform/audit/contract.ts';
import { listOrganisations } from '#modules/consortium/contract/organisations.ts';
import { listReferrals } from '#modules/referral/contract.ts';
import { findHalfWritten } from '../half-written.ts';
import { buildServer, createDataFolder, startServer, type ServerUnderTest } from '../server-under-test.ts';
import { hashState, loadState, migrateUpTo, migrationsOf, readReleasedState, releasedCommits, type ReleasedState, type TableHash } from './released-state.ts';

/** What an upgrade may change of the old rows, and why; everything else comes out byte for byte. */
const CHANGED: Readonly<Record<string, string>> = {
  'public.schema_migration': 'the new migrations',
};
const KILLS = 5;
const newest = readMigrationFiles(MIGRATION_FOLDERS);

describe.each(releasedCommits())('a database of %s', { timeout: 180_000 }, (commit) => {
  const state: ReleasedState = readReleasedState(commit);
  const old = new Set(migrationsOf(state).map(({ name }) => name));
  const added = newest.filter(({ name }) => !old.has(name));
  let database: { connectionString: string; close: () => Promise<void> };
  let owner: Database;
  let before: Map<string, TableHash | 'gone'>;

  beforeAll(buildServer);
  beforeEach(async () => {
    database = await openEmptyDatabase();
    owner = openDatabase({ connectionString: database.connectionString, as: 'owner', connectionsMax: 3 });
    await migrateUpTo(database.connectionString, old);
    await loadState(owner, state);
    before = await hashState(owner, state);
  });
  afterEach(async () => {
    await owner.end();
    await database.close();
  });

  const differences = async (): Promise<string[]> => {
    const after = await hashState(owner, state);
    return [...before].filter(([table, hash]) => !(table in CHANGED) && JSON.stringify(after.get(table)) !== JSON.stringify(hash)).map(([table, hash]) => `${table}: ${JSON.stringify(hash)} became ${JSON.stringify(after.get(table))}`);
  };

  test('its migrations are here, unchanged', () => {
    const present = new Map(newest.map(({ name, sha256 }) => [name, sha256]));
    expect(migrationsOf(state).filter(({ name, sha256 }) => present.get(name) !== sha256)).toEqual([]);
    expect(old.size).toBeGreaterThan(10);
  });

  test('every row comes through', async () => {
    const total = [...before.values()].reduce((sum, each) => sum + (each === 'gone' ? 0 : each.rows), 0);
    expect(total).toBeGreaterThan(1000);
    expect((await migrate(database.connectionString, MIGRATION_FOLDERS)).applied).toEqual(added.map(({ name }) => name));
    expect(await differences()).toEqual([]);
  });

  test('also when the upgrade stopped after any one of the new migrations', async () => {
    // Each migration is a transaction of its own, so these are all the states that a kill between them can leave.
    for (const { name } of added) {
      await migrateUpTo(database.connectionString, new Set([...old, ...added.filter((each) => each.name <= name).map((each) => each.name)]));
    }
    expect((await migrate(database.connectionString, MIGRATION_FOLDERS)).applied).toEqual([]);
    expect(await differences()).toEqual([]);
  });

  describe('with the server of today', () => {
    const folder = createDataFolder();
    let server: ServerUnderTest | undefined;
    afterAll(() => folder.remove());
    afterEach(async () => {
      server?.kill('SIGTERM');
      await server?.ended();
    });
    const start = (): ServerUnderTest => startServer({ YIGONG_DATA_DIR: folder.path, HOST: '127.0.0.1', DATABASE_URL: database.connectionString });
    const applied = async (): Promise<number> => (await owner.query('select 1 from public.schema_migration')).length;

    test('killed again and again while it upgrades, then works: lists, search, audit trail, sign-in', async () => {
      const seen: number[] = [];
      for (let last = old.size; seen.length < KILLS && last < newest.length; ) {
        const doomed = start();
        let [present, waited] = [last, 0];
        for (; present === last && waited < 60_000; waited += 5) {
          present = await applied();
          await sleep(5);
        }
        doomed.kill('SIGKILL');
        await doomed.ended();
        // What the killed one had sent is finished or undone by the database.
        await sleep(100);
        last = await applied();
        seen.push(last);
      }
      server = start();
      const url = await server.ready();
      console.log(`migrations after each kill: ${seen.join(', ')} of ${newest.length}`);
      expect(seen.filter((count) => count > old.size && count < newest.length).length).toBeGreaterThan(0);
      expect(await applied()).toBe(newest.length);
      await works(openConnection({ dataFolder: folder.path, environment: {} }), url);
    });

    async function works(connection: Connection, url: string): Promise<void> {
      const rowsOf = (table: string): number => state.tables.find((each) => each.table === table)?.rows.length ?? 0;
      expect((await connection.call(listOrganisations, {})).total).toBe(rowsOf('consortium.organisation'));
      expect((await connection.call(listReferrals, {})).total).toBe(rowsOf('referral.referral'));
      const patients = JSON.parse((await connection.send({ method: 'GET', path: '/fhir/Patient?_total=accurate&_count=1' })).text) as { total: number };
      expect(patients.total).toBe(new Set(state.tables.find(({ table }) => table === 'fhir.resource')?.rows.filter((row) => row['resource_type'] === 'Patient' && row['deleted'] !== true).map((row) => row['resource_id'])).size);
      const trail = await connection.call(listAuditEntries, {});
      expect(trail.total).toBeGreaterThanOrEqual(rowsOf('audit.entry'));
      expect(await findHalfWritten(owner)).toEqual([]);
      const answer = await fetch(`${url}/api/session`, {
        method: 'POST', headers: { 'content-type': 'application/json', 'x-yigong': '1' }, body: JSON.stringify({ login: 'old-bureau', password: 'Summer-County-2026' }),
      });
      expect([answer.status, (await answer.json() as { account?: { login?: string } })]).toMatchObject([200, {}]);
      expect(answer.headers.get('set-cookie')).toMatch(/^yigong_session=[\w-]{40,}/);
    }
  });
});
