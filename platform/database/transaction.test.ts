import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { binaryNumbers, binaryTexts, NumberList } from './binary-array.ts';
import type { Database } from './transaction.ts';

describe('a transaction whose last statements are only sent', () => {
  let test: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    test = await openTestDatabase();
    database = test.database;
    await test.owner.execute('create table public.thing (id integer primary key, name text); grant select, insert on public.thing to yigong_app');
  });
  afterAll(() => test.close());

  const names = async (): Promise<string[]> => (await database.query<{ name: string }>('select name from public.thing order by id')).map(({ name }) => name);

  it('keeps them all, in order, before it is answered', async () => {
    const done: string[] = [];
    await database.transaction(async (tx) => {
      tx.afterCommit(() => done.push('committed'));
      tx.soon(tx.execute("insert into public.thing values (1, 'one')"));
      tx.soon(tx.execute("insert into public.thing select 2, name || ' and two' from public.thing where id = 1"));
    });
    expect(await names()).toEqual(['one', 'one and two']);
    expect(done).toEqual(['committed']);
  });

  it('keeps nothing when one of them fails, and fails with its error', async () => {
    const failing = database.transaction(async (tx) => {
      tx.soon(tx.execute("insert into public.thing values (3, 'three')"));
      tx.soon(tx.execute("insert into public.thing values (1, 'again')"));
      tx.soon(tx.execute("insert into public.thing values (4, 'four')"));
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await names()).toHaveLength(2);
  });

  it('fails with the first error when a statement behind it is waited for', async () => {
    const failing = database.transaction(async (tx) => {
      tx.soon(tx.execute("insert into public.thing values (1, 'again')"));
      await tx.query('select 1');
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
  });

  it('is tried again as a whole when one of them says so', async () => {
    let attempts = 0;
    await database.transaction(async (tx) => {
      attempts += 1;
      tx.soon(attempts === 1 ? tx.execute("do $$ begin raise exception using errcode = '40001'; end $$") : tx.execute("insert into public.thing values (5, 'five')"));
    });
    expect(attempts).toBe(2);
    expect(await names()).toContain('five');
  });

  it('lets work have the connection alone, and fails there with what failed before', async () => {
    await database.transaction(async (tx) => {
      tx.soon(tx.execute("insert into public.thing values (6, 'six')"));
      expect(await tx.alone(() => tx.query('select 1 as one'))).toEqual([{ one: 1 }]);
    });
    const failing = database.transaction(async (tx) => {
      tx.soon(tx.execute("insert into public.thing values (6, 'again')"));
      await tx.alone(() => tx.query('select 1'));
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
  });

  it('takes arrays in binary form', async () => {
    const pairs = Array.from({ length: 200 }, (_, index) => [index % 3 === 0 ? -index : index, index % 2 === 0 ? -7 : index]).flat();
    const lists = [NumberList.ofPairs(pairs), NumberList.none, NumberList.ofPairs([-1, -1, 0, 0, -1, -1])];
    const [row] = await database.query<{ all: string; texts: string[]; none: string[]; small: number[] }>(
      'select $1::bigint[]::text as all, $2::text[] as texts, $3::text[] as none, $4::integer[] as small',
      [binaryNumbers(lists, true), binaryTexts(['', '医共体 "{,}\\ NULL', '\u{20000}']), binaryTexts([]), binaryNumbers([NumberList.ofIntegers([-5, 7])], false)],
    );
    expect(row!.all).toBe(`{${lists.map((list) => String(list).slice(1, -1)).filter((text) => text !== '').join(',')}}`);
    expect(String(lists[2])).toBe('{-1,0}');
    expect(row).toMatchObject({ texts: ['', '医共体 "{,}\\ NULL', '\u{20000}'], none: [], small: [-5, 7] });
  });
});
