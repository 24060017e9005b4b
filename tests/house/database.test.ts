import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schemaText } from '#platform/database/schema-text.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { ROOT } from './tree.ts';

/** The law of the house where only the migrated database can tell. */
describe('the database', () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase();
  });
  afterAll(() => opened.close());

  test('schema.sql is what the migrations make (write it anew with YIGONG_WRITE=1)', async () => {
    const file = join(ROOT, 'platform/database/schema.sql');
    const text = await schemaText(opened.owner);
    if (process.env.YIGONG_WRITE === '1') writeFileSync(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('every table, view and column says what it is and how sensitive', async () => {
    const silent = await opened.owner.query<{ place: string }>(
      `select n.nspname || '.' || c.relname || coalesce('.' || a.attname, '') as place
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       left join lateral (select attname, attnum from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
                          union all select null, 0) a on true
       where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public') and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
         and coalesce(col_description(c.oid, a.attnum), case when a.attnum = 0 then obj_description(c.oid) end, '') !~ 'sensitivity: (none|personal|sensitive)$'
       order by 1`,
    );
    expect(silent.map(({ place }) => place)).toEqual([]);
  });

  test('lists of actions can only grow', async () => {
    const editable = await opened.owner.query<{ place: string }>(
      `select table_schema || '.' || table_name as place from information_schema.role_table_grants
       where grantee = 'yigong_app' and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')
         and (table_name ~ '(^|_)action$' or (table_schema, table_name) in (('audit', 'entry'), ('events', 'outbox')))`,
    );
    expect(editable).toEqual([]);
  });

  test('no foreign key crosses schemas', async () => {
    const crossing = await opened.owner.query<{ place: string }>(
      `select k.conname as place from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class f on f.oid = k.confrelid
       where k.contype = 'f' and c.relnamespace <> f.relnamespace`,
    );
    expect(crossing).toEqual([]);
  });

  test('every constraint has a name of its own', async () => {
    const unnamed = await opened.owner.query<{ place: string }>(
      `select n.nspname || '.' || c.relname || ' ' || k.conname as place from pg_constraint k
       join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
       where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public') and not c.relispartition
         and k.contype = 'c' and k.conname ~ '_check[0-9]*$'`,
    );
    expect(unnamed.map(({ place }) => place)).toEqual([]);
  });
});
