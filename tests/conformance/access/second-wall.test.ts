import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDirectoryType } from '#fhir/repository/access.ts';
import { resourceTypes } from '#fhir/types/resources.gen.ts';
import { listSubtree } from '#platform/access/organisation-tree.ts';
import { sightOf } from '#platform/access/sight.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { inSavepoint } from '#platform/database/savepoint.ts';
import { sightedWithin } from '#platform/database/transaction.ts';
import { openLiveServer, type LiveServer } from './live-server.ts';
import { buildSide, SIDES, type Side } from './two-sides.ts';

let live: LiveServer;
let a: Side;
let b: Side;
let staff: Subject;

beforeAll(async () => {
  live = await openLiveServer();
  b = await buildSide(live, SIDES.b);
  a = await buildSide(live, SIDES.a);
  staff = { ...systemSubject, kind: 'staff', id: 'staff-b', everyOrganisation: false, organisationId: b.root, organisationIds: await listSubtree(live.opened.database, b.root) };
}, 180_000);
afterAll(() => live?.close());

/** A free bed is offered to all; who lies in one is walled. */
const OFFERED = ['scheduling.bed'];

/** What a statement whose scope condition was replaced by `true` brings. */
const ROADS = ['select content from fhir.resource r where true', 'select content from fhir.history r where true', "select content from fhir.resource r where r.keys && array[0, 1]::bigint[] or true"];
const leaked = (rows: readonly { content: string }[]): string[] => a.personal.filter((word) => rows.some(({ content }) => content.includes(word)));

describe('row security, with the first wall taken away', () => {
  it('stands on the resources and on their history', async () => {
    const rows = await live.opened.owner.query<{ name: string }>("select oid::regclass::text as name from pg_class where relrowsecurity and relnamespace = 'fhir'::regnamespace order by 1");
    expect(rows.map(({ name }) => name)).toEqual(['fhir.history', 'fhir.resource']);
  });

  it('knows the same directory types as the first', async () => {
    const [row] = await live.opened.owner.query<{ types: string[] }>('select fhir.directory_types() as types');
    expect([...row!.types].sort()).toEqual(resourceTypes.filter(isDirectoryType).sort());
    expect(row!.types.filter((type) => !isDirectoryType(type))).toEqual([]);
  });

  it('shows staff nothing of the other side, and their own', async () => {
    for (const road of ROADS) {
      const rows = await live.opened.database.sighted(sightOf(staff)).query<{ content: string }>(road);
      expect([road, leaked(rows)]).toEqual([road, []]);
    }
    const own = await live.opened.database.sighted(sightOf(staff)).query<{ content: string }>(ROADS[0]!);
    expect(own.some(({ content }) => content.includes(b.resident.id))).toBe(true);
  });

  it('shows staff nothing of the other side in any table or view of a room, and their own', async () => {
    const readable = await live.opened.owner.query<{ name: string; walled: boolean }>(
      `select n.nspname || '.' || c.relname as name, c.relrowsecurity as walled from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p', 'v') and n.nspname not like 'pg_%' and n.nspname <> all (array['information_schema', 'access', 'jobs', 'fhir']) and has_table_privilege('yigong_reader', c.oid, 'select') order by 1`,
    );
    const textOf = async (sql: { query<Row>(text: string): Promise<Row[]> }, name: string) => (await sql.query<{ text: string }>(`select t::text as text from ${name} t`)).map(({ text }) => text).join('\n');
    const whole: string[] = [];
    const [seen, foreign]: [string[], string[]] = [[], []];
    // Tables without a wall may show what is of organisations, and no person.
    const persons = [a.resident.id, a.resident.name, a.resident.idCard, a.resident.phone];
    for (const { name, walled } of readable) {
      const [all, sighted] = [await textOf(live.opened.database, name), await textOf(live.opened.database.sighted(sightOf(staff)), name)];
      if (a.personal.some((word) => all.includes(word))) whole.push(name);
      if (b.personal.some((word) => sighted.includes(word))) seen.push(name);
      foreign.push(...(!walled ? persons : OFFERED.includes(name) ? a.personal : [...a.personal, ...a.places]).filter((word) => sighted.includes(word)).map((word) => `${name}: ${word}`));
    }
    expect(foreign).toEqual([]);
    // Where there is nothing of either side nothing is proved.
    expect(whole.length).toBeGreaterThan(25);
    expect(seen.length).toBeGreaterThan(25);
  });

  it('shows a resident the own record only', async () => {
    const subject: Subject = { ...systemSubject, kind: 'resident', id: 'self', everyOrganisation: false, personId: b.resident.id };
    const rows = await live.opened.database.sighted(sightOf(subject)).query<{ personId: string | null }>('select person_id as "personId" from fhir.resource');
    expect(new Set(rows.map(({ personId }) => personId).filter((personId) => personId !== null))).toEqual(new Set([b.resident.id]));
  });

  it('shows a connection that does not say for whom it reads nothing of a person', async () => {
    await live.opened.database.transaction(async (tx) => {
      for (const name of ['sight', 'organisations', 'person', 'purpose']) await tx.execute(`set local yigong.${name} = ''`);
      await tx.execute('set local role yigong_reader');
      const [row] = await tx.query<{ seen: number }>('select count(*) as seen from fhir.resource where person_id is not null');
      expect(row?.seen).toBe(0);
    });
  });

  it('lets the writes of the same transaction see what they must, and reads of many subjects share connections without mixing', async () => {
    await expect(live.opened.database.transaction(async (tx) => {
      const within = sightedWithin(tx, sightOf(staff));
      const count = async (sql: { query<Row>(text: string): Promise<Row[]> }) => (await sql.query<{ seen: number }>('select count(*) as seen from fhir.resource where person_id is not null'))[0]!.seen;
      const [whole, narrow, again] = [await count(tx), await count(within), await count(tx)];
      expect([narrow < whole, again]).toEqual([true, whole]);
      const failed = await inSavepoint(tx, (inner) => sightedWithin(inner, sightOf(staff)).query('select 1 / 0'));
      expect([failed.done, await count(tx), await count(within)]).toEqual([false, whole, narrow]);
      // What the transaction wrote itself: the ground of a moment ago counts.
      await tx.execute("insert into access.record_basis (person_id, organisation_id, basis, source, valid_from) values ($1, $2, 'treatment', 'test', now() - interval '1 day')", [a.resident.id, b.root]);
      const opened = await within.query<{ content: string }>(ROADS[0]!);
      expect(opened.some(({ content }) => content.includes(a.resident.id))).toBe(true);
      throw new Error('undone');
    })).rejects.toThrow('undone');
    const other: Subject = { ...staff, organisationId: a.root, organisationIds: await listSubtree(live.opened.database, a.root) };
    const answers = await Promise.all(Array.from({ length: 200 }, async (_, index) => {
      const subject = index % 2 === 0 ? staff : other;
      const rows = await live.opened.database.sighted(sightOf(subject)).query<{ content: string }>("select content from fhir.resource where resource_type = 'Patient'");
      return [rows.some(({ content }) => content.includes(a.resident.id)), rows.some(({ content }) => content.includes(b.resident.id))];
    }));
    expect(answers.every(([seesA, seesB], index) => seesA === (index % 2 === 1) && seesB === (index % 2 === 0))).toBe(true);
  });

  it('reports an error of a statement as the database says it, and the connection lives', async () => {
    const sighted = live.opened.database.sighted(sightOf(staff));
    await expect(sighted.query('select 1 / 0')).rejects.toMatchObject({ code: '22012' });
    await expect(sighted.query('select nothing from nowhere')).rejects.toMatchObject({ code: '42P01' });
    expect(await sighted.query('select 1 as one')).toEqual([{ one: 1 }]);
  });
});
