import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';

interface Noted {
  readonly action: string;
  readonly resource: string;
  readonly subjectKind: string;
  readonly subjectId: string;
}

describe('SQL run by hand on a table about persons', () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase();
  });
  afterAll(() => opened.close());

  const noted = (): Promise<Noted[]> =>
    opened.database.query<Noted>(
      `select action, resource, subject_kind as "subjectKind", subject_id as "subjectId" from audit.entry where subject_kind = 'database' order by entry_id`,
    );
  test('leaves an entry with table, key and login; the application leaves none', async () => {
    await opened.owner.execute('create table access.trial (person_id text, day date, note text, primary key (person_id, day))');
    await opened.owner.execute("comment on table access.trial is 'A trial. sensitivity: personal'");
    await opened.owner.execute('grant insert on access.trial to yigong_app');
    await opened.owner.execute('select audit.after_migration()');
    await opened.database.execute("insert into access.trial values ('p1', '2026-11-01', 'a')");
    expect(await noted()).toEqual([]);
    await opened.owner.execute("update access.trial set note = 'b'");
    await opened.owner.execute('delete from access.trial');
    const [changed, gone] = await noted();
    expect(changed).toMatchObject({ action: 'database.update', resource: 'access.trial/p1,2026-11-01', subjectKind: 'database' });
    expect(gone).toMatchObject({ action: 'database.delete', resource: 'access.trial/p1,2026-11-01' });
    expect(changed?.subjectId).not.toBe('yigong_app');
  });

  test('truncate too', async () => {
    const before = (await noted()).length;
    await opened.owner.execute('truncate access.trial');
    expect((await noted()).slice(before)).toMatchObject([{ action: 'database.truncate', resource: 'access.trial' }]);
  });

  test('every table that its comment calls personal or sensitive is watched', async () => {
    const unwatched = await opened.owner.query<{ place: string }>(
      `select c.oid::regclass::text as place from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and not c.relispartition and n.nspname <> 'audit' and obj_description(c.oid, 'pg_class') ~ 'sensitivity: (personal|sensitive)$'
         and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'direct_change')`,
    );
    expect(unwatched).toEqual([]);
  });
});
