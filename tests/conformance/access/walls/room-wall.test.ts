import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { OPEN_TABLES } from './open-tables.ts';
import { scopedColumns } from './scoped-tables.ts';

/** Tables that hold something of a person and are never shown to a subject's statement: the reader has no grant. */
const UNSEEN = ['residents.code_key'];
const PERSON_COLUMN = /^((?!by_)\w*person_id|resident_id|left_id|right_id)$/;

interface Column {
  readonly table: string;
  readonly name: string;
  readonly comment: string | null;
}

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

/** Rooms: every schema that is not of a platform floor. */
const ROOMS = `n.nspname not like 'pg_%' and n.nspname <> all (array['information_schema', 'public', 'access', 'audit', 'crypto', 'events', 'http', 'identity', 'jobs', 'signature', 'fhir', 'files'])`;

const listColumns = () => opened.owner.query<Column>(
  `select n.nspname || '.' || c.relname as table, a.attname as name, col_description(c.oid, a.attnum) as comment
   from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
   where c.relkind in ('r', 'p') and ${ROOMS} order by 1, 2`,
);
const listTables = (kinds: string) => opened.owner.query<{ name: string; walled: boolean; readable: boolean; invoker: boolean; policies: string[] }>(
  `select n.nspname || '.' || c.relname as name, c.relrowsecurity as walled, has_table_privilege('yigong_reader', c.oid, 'select') as readable,
     coalesce(c.reloptions::text like '%security_invoker=true%', false) as invoker,
     array(select p.polname::text from pg_policy p where p.polrelid = c.oid order by 1) as policies
   from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = any (string_to_array($1, ',')::"char"[]) and ${ROOMS} order by 1`, [kinds],
);

describe('the second wall in the rooms', () => {
  it('stands before every table with a person or something sensitive in it', async () => {
    const tables = new Map((await listTables('r,p')).map((table) => [table.name, table]));
    const personal = new Set((await listColumns()).filter(({ name, comment }) => PERSON_COLUMN.test(name) || (comment ?? '').endsWith('sensitivity: sensitive')).map(({ table }) => table));
    expect(personal.size).toBeGreaterThan(40);
    const bare = [...personal].filter((name) => !UNSEEN.includes(name) && !(tables.get(name)!.walled && tables.get(name)!.policies.join() === 'platform,sight'));
    expect(bare, 'give them select access.wall(…) in a migration of the room (decision 0073)').toEqual([]);
    expect(UNSEEN.filter((name) => tables.get(name)!.readable)).toEqual([]);
  });

  it('is decided for every table and view: walled, or left open by name', async () => {
    const undecided = (await listTables('r,p,v,m')).filter(({ name, readable }) => !readable && !UNSEEN.includes(name)).map(({ name }) => name);
    expect(undecided, 'queries of subjects cannot read them: access.wall or access.leave_open in a migration of the room').toEqual([]);
  });

  it('is missing only where a reason is written', async () => {
    const open = (await listTables('r,p,v,m')).filter(({ name, readable, walled }) => readable && !walled && !UNSEEN.includes(name)).map(({ name }) => name);
    expect(open.filter((name) => OPEN_TABLES[name] === undefined), 'give them access.wall, or a reason in tests/conformance/access/walls/open-tables.ts').toEqual([]);
    expect(Object.keys(OPEN_TABLES).filter((name) => !open.includes(name)), 'these are walled or gone: take them out of OPEN_TABLES').toEqual([]);
    expect(Object.entries(OPEN_TABLES).filter(([, reason]) => reason.length < 30)).toEqual([]);
  });

  it('stands before every table that the gate limits by organisation', async () => {
    const columns = new Set((await listColumns()).map(({ table, name }) => `${table}.${name}`));
    const scoped = scopedColumns('modules').map((each) => ({ ...each, tables: each.tables.filter((table) => columns.has(`${table}.${each.column}`)) }));
    expect(scoped.filter(({ tables }) => tables.length > 0).length).toBeGreaterThan(40);
    const open = scoped.flatMap(({ file, column, tables }) => tables.filter((table) => OPEN_TABLES[table] !== undefined).map((table) => `${file}: ${table}.${column}`));
    expect([...new Set(open)], 'a query shows each organisation its own rows only: select access.wall(…) in a migration of the room (decision 0097)').toEqual([]);
  });

  it('is not walked around by a view', async () => {
    expect((await listTables('v')).filter(({ invoker }) => !invoker).map(({ name }) => name), 'alter view … set (security_invoker = true)').toEqual([]);
    expect((await listTables('m')).map(({ name }) => name), 'a materialised view has no row security').toEqual([]);
  });

  it('lets the reader change nothing', async () => {
    const rows = await opened.owner.query<{ name: string }>(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname not like 'pg_%'
         and n.nspname <> 'information_schema' and has_table_privilege('yigong_reader', c.oid, 'insert,update,delete,truncate') order by 1`,
    );
    expect(rows).toEqual([]);
  });
});
