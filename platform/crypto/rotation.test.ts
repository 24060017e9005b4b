import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runRecurringJob } from '#platform/jobs/recurring.ts';
import { runTask } from '#platform/jobs/task.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { cryptoModule } from './module.ts';
import { resealTask, startReseal } from './reseal-task.ts';
import { keyRing } from './ring-in-use.ts';
import { countStale, openFrom, sealInto, type SealedColumn } from './sealed-column.ts';

const ids = timeOrderedIds(systemClock, randomBytes);
const TEXT: SealedColumn = { purpose: 'trial.text', table: 'trial.secret', id: 'secret_id', column: 'sealed', index: { purpose: 'trial.text', column: 'sealed_index' } };
const JSON_COLUMN: SealedColumn = { purpose: 'trial.json', table: 'trial.document', id: 'document_id', column: 'content', isJson: true };
const ROWS = 1_300;

describe('rotation while the house runs', () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase();
    await opened.owner.execute('create schema trial');
    await opened.owner.execute('create table trial.secret (secret_id text primary key, sealed text not null, sealed_index bytea)');
    await opened.owner.execute('create table trial.document (document_id text primary key, content jsonb not null)');
    await opened.owner.execute('grant usage on schema trial to yigong_app');
    await opened.owner.execute('grant select, insert, update on trial.secret, trial.document to yigong_app');
  });
  afterAll(() => opened.close());

  const settings = () => ({ database: opened.database, clock: systemClock, ids });
  const columns = [TEXT, JSON_COLUMN];
  const newId = (): string => ids.newId();
  const read = async (id: string): Promise<string> => {
    const rows = await opened.database.query<{ text: string }>('select sealed as text from trial.secret where secret_id = $1', [id]);
    return openFrom(opened.database, TEXT, { id, text: rows[0]!.text });
  };
  const write = (id: string, text: string): Promise<void> =>
    opened.database.transaction(async (tx) => {
      const sealed = await sealInto(tx, TEXT, { id, text });
      const index = await keyRing().blindIndex(tx, 'trial.text', text);
      // Long enough that a rotation often falls between sealing and commit.
      await sleep(Math.random() * 8);
      await tx.execute(
        `insert into trial.secret values ($1, $2, $3) on conflict (secret_id) do update set sealed = excluded.sealed, sealed_index = excluded.sealed_index`,
        [id, sealed, index],
      );
    });
  const stale = async (): Promise<number> => (await countStale(opened.database, TEXT)) + (await countStale(opened.database, JSON_COLUMN));

  test('what was stored in clear is found by the clock and sealed, text and JSON, with its index', async () => {
    await opened.database.execute(`insert into trial.secret select 'row-' || lpad(n::text, 5, '0'), 'value ' || n from generate_series(1, $1::int) n`, [ROWS]);
    await opened.database.execute(`insert into trial.document select 'doc-' || n, jsonb_build_object('n', n) from generate_series(1, 3) n`);
    expect(await stale()).toBe(ROWS + 3);
    const [job] = cryptoModule(columns).jobs;
    await runRecurringJob(settings(), job!);
    await runRecurringJob(settings(), job!);
    const tasks = await opened.database.query<{ id: string }>(`select task_id as id from jobs.task where kind = 'crypto.reseal'`);
    expect(tasks).toHaveLength(1);
    expect(await runTask(settings(), resealTask(columns), tasks[0]!.id)).toBe('done');
    expect(await stale()).toBe(0);
    expect(await opened.owner.query(`select 1 from trial.secret where sealed like '%value%'`)).toHaveLength(0);
    expect(await read('row-00777')).toBe('value 777');
    const index = await keyRing().blindIndex(opened.database, 'trial.text', 'value 777');
    expect(await opened.database.query('select secret_id as id from trial.secret where sealed_index = $1', [index])).toEqual([{ id: 'row-00777' }]);
    const [document] = await opened.database.query<{ content: string }>(`select content from trial.document where document_id = 'doc-2'`);
    expect(JSON.parse(await openFrom(opened.database, JSON_COLUMN, { id: 'doc-2', text: document!.content }))).toEqual({ n: 2 });
    // Nothing left: no second task.
    expect(await opened.database.transaction((tx) => startReseal(tx, columns, newId))).toBeUndefined();
  });

  test('readers and writers go on through five rotations; nothing is unreadable, nothing stays under a retired key', { timeout: 60_000 }, async () => {
    let running = true;
    const latest = new Map<string, string>();
    const worker = async (at: number): Promise<number> => {
      let turns = 0;
      for (; running; turns += 1) {
        const id = `busy-${at}-${turns % 20}`;
        await write(id, `text ${at} ${turns}`);
        latest.set(id, `text ${at} ${turns}`);
        expect(await read(id)).toBe(`text ${at} ${turns}`);
        expect(await read('row-00042')).toBe('value 42');
      }
      return turns;
    };
    const workers = Array.from({ length: 6 }, (_, at) => worker(at));
    for (let turn = 0; turn < 5; turn += 1) {
      await sleep(100);
      const taskId = await opened.database.transaction(async (tx) => {
        await keyRing().rotate(tx, 'trial.text');
        await keyRing().rotate(tx, 'trial.json');
        return startReseal(tx, columns, newId);
      });
      expect(await runTask(settings(), resealTask(columns), taskId!)).toBe('done');
      // While the writers still write: none of them seals under the former key any more.
      expect(await stale()).toBe(0);
    }
    running = false;
    const turns = await Promise.all(workers);
    expect(Math.min(...turns)).toBeGreaterThan(5);
    for (const [id, text] of latest) expect(await read(id)).toBe(text);
    const [{ keys }] = (await opened.database.query<{ keys: number }>(`select count(distinct split_part(sealed, '.', 2)) as keys from trial.secret`)) as [{ keys: number }];
    expect(Number(keys)).toBe(1);
    expect(await opened.database.query(`select 1 from crypto.data_key where purpose = 'trial.text' and retired_at is not null`)).toHaveLength(5);
  });
});
