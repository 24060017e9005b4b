import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmptyDatabase } from '#platform/testing/test-database.ts';
import { migrate, missingMigrations } from './migrate.ts';
import { openDatabase } from './pool.ts';

const FIRST = '20260101T0000_create_first.sql';
const SECOND = '20260101T0001_create_second.sql';

describe('missing migrations', () => {
  const file = (name: string, sha256 = 'a') => ({ name, sha256, sql: '' });

  it('are those that the database does not hold, in the order of their names', () => {
    const files = [file(FIRST), file(SECOND)];
    expect(missingMigrations(files, [{ name: FIRST, sha256: 'a' }])).toEqual([file(SECOND)]);
    expect(missingMigrations(files, [])).toEqual(files);
  });

  it('are refused when the database knows more than the code', () => {
    expect(() => missingMigrations([file(FIRST)], [{ name: SECOND, sha256: 'a' }])).toThrow(/data-folder-newer.*newer version/);
  });

  it('are refused when an applied file has changed', () => {
    expect(() => missingMigrations([file(FIRST, 'b')], [{ name: FIRST, sha256: 'a' }])).toThrow(/migration-changed/);
  });
});

describe('migrate', () => {
  let folder: string;
  let database: Awaited<ReturnType<typeof openEmptyDatabase>>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yigong-migrations-'));
    database = await openEmptyDatabase();
    writeFileSync(join(folder, FIRST), 'create table public.first (id int primary key); grant select on public.first to yigong_app;');
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await database.close();
  });

  it('applies each file once', async () => {
    expect((await migrate(database.connectionString, [folder])).applied).toEqual([FIRST]);
    writeFileSync(join(folder, SECOND), 'create table public.second (id int primary key);');
    expect((await migrate(database.connectionString, [folder])).applied).toEqual([SECOND]);
    expect(await migrate(database.connectionString, [folder])).toEqual({ applied: [], total: 2 });
  });

  it('lets two starts at once apply each file once', async () => {
    const reports = await Promise.all([1, 2, 3].map(() => migrate(database.connectionString, [folder])));
    expect(reports.flatMap((report) => report.applied)).toEqual([FIRST]);
  });

  it('gives the application role what the migrations grant', async () => {
    await migrate(database.connectionString, [folder]);
    const application = openDatabase({ connectionString: database.connectionString });
    expect(await application.query('select id from public.first')).toEqual([]);
    await expect(application.query('insert into public.first values (1)')).rejects.toThrow(/permission denied/);
    await application.end();
  });

  it('leaves nothing of a file that fails, keeps those before it and names the line', async () => {
    writeFileSync(join(folder, SECOND), 'create table public.second (id int);\n\nselect nothing_of_that_name;');
    await expect(migrate(database.connectionString, [folder])).rejects.toThrow(/create_second.sql failed.*line 3/);
    const owner = openDatabase({ connectionString: database.connectionString, as: 'owner' });
    const [row] = await owner.query("select to_regclass('public.first') is not null as first, to_regclass('public.second') is not null as second");
    expect(row).toEqual({ first: true, second: false });
    await owner.end();
  });

  it('refuses a file that is not named by time, verb and thing', async () => {
    writeFileSync(join(folder, 'later.sql'), 'select 1');
    await expect(migrate(database.connectionString, [folder])).rejects.toThrow(/later.sql: a migration is called/);
  });

  it('says which rights the owner lacks', async () => {
    await migrate(database.connectionString, [folder]);
    const owner = openDatabase({ connectionString: database.connectionString, as: 'owner', connectionsMax: 1 });
    const poor = `poor_${folder.slice(-6).toLowerCase()}`;
    await owner.execute(`create role ${poor} login password 'of-no-use'`);
    const url = new URL(database.connectionString);
    url.username = poor;
    url.password = 'of-no-use';
    await expect(migrate(url.href, [folder])).rejects.toMatchObject({ code: 'database-rights-missing', exitCode: 32 });
    await owner.execute(`drop role ${poor}`);
    await owner.end();
  });
});
