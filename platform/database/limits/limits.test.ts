import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { openDatabase } from '../pool.ts';
import type { Database } from '../transaction.ts';
import { parseTimeLimits, TIME_LIMITS } from './time-limits.ts';
import { CallerGone, type Caller, TimeLimitExceeded } from './work.ts';

const CONNECTIONS = 4;
/** Longer than any test waits. */
const SLOW = 'select pg_sleep(60)';

class Person implements Caller {
  isGone = false;
  private readonly waiting = new Set<() => void>();

  onGone(leave: () => void): () => void {
    this.waiting.add(leave);
    return () => void this.waiting.delete(leave);
  }

  hangUp(): void {
    this.isGone = true;
    for (const leave of this.waiting) leave();
  }
}

describe('work on behalf of somebody', () => {
  let test: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    test = await openTestDatabase();
    await test.owner.execute('create table public.thing (id integer primary key); grant select, insert on public.thing to yigong_app');
  });
  beforeEach(() => {
    database = openDatabase({ connectionString: test.connectionString, connectionsMax: CONNECTIONS, limits: { ...TIME_LIMITS, read: 1, change: 1 } });
    return () => database.end();
  });
  afterAll(() => test.close());

  const running = async (): Promise<number> =>
    (await test.owner.query<{ count: number }>("select count(*)::int as count from pg_stat_activity where state <> 'idle' and pid <> pg_backend_pid() and datname = current_database() and query like '%pg_sleep(60)%'"))[0]!.count;
  const until = async (count: number): Promise<void> => {
    for (const begin = Date.now(); (await running()) !== count && Date.now() - begin < 5_000; ) await sleep(20);
    expect(await running()).toBe(count);
  };
  const things = async (): Promise<number[]> => (await test.owner.query<{ id: number }>('select id from public.thing order by id')).map(({ id }) => id);
  const sight = { 'yigong.sight': 'organisations', 'yigong.organisations': '{a}' } as never;

  it('ends when its caller hangs up, the statements that run and those that wait for a connection', async () => {
    const caller = new Person();
    const view = database.during({ kind: 'list', caller });
    const asked = Promise.allSettled(Array.from({ length: CONNECTIONS * 3 }, (_, index) => (index % 2 === 0 ? view : view.sighted(sight)).query(SLOW)));
    await until(CONNECTIONS);
    caller.hangUp();
    const answers = await asked;
    expect(answers.map((each) => each.status === 'rejected' && each.reason instanceof CallerGone)).toEqual(answers.map(() => true));
    expect(await running()).toBe(0);
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
    await expect(view.query('select 1')).rejects.toThrow(CallerGone);
  });

  it('leaves what others run alone, and no connection that was to be cancelled is used again', async () => {
    const [one, other] = [new Person(), new Person()];
    const pids = async (): Promise<number[]> => (await Promise.all(Array.from({ length: CONNECTIONS }, () => database.query<{ pid: number }>('select pg_backend_pid() as pid, pg_sleep(0.2)')))).map((rows) => rows[0]!.pid);
    const before = await pids();
    const leaving = database.during({ kind: 'list', caller: one }).query<{ pid: number }>(SLOW);
    const staying = database.during({ kind: 'list', caller: other }).query<{ pid: number }>('select pg_backend_pid() as pid, pg_sleep(1)');
    await until(1);
    one.hangUp();
    await expect(leaving).rejects.toThrow(CallerGone);
    expect(before).toContain((await staying)[0]!.pid);
    const after = await pids();
    expect(after.filter((pid) => before.includes(pid))).toHaveLength(CONNECTIONS - 1);
  });

  it('ends when its time is up, and says of what kind it was', async () => {
    const begin = performance.now();
    const error = await database.during({ kind: 'read' }).sighted(sight).query(SLOW).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(TimeLimitExceeded);
    expect(error).toMatchObject({ kind: 'read', secondsMax: 1, code: '57014' });
    expect(performance.now() - begin).toBeLessThan(5_000);
    expect(await running()).toBe(0);
  });

  it('a quick statement ends by the clock of the server, and the others of its message are answered', async () => {
    const quick = (name: string, text: string): Promise<unknown[]> => database.during({ kind: 'read' }).run({ name, text, isQuick: true });
    const [slow, ...others] = await Promise.allSettled([quick('test_slow', SLOW), ...Array.from({ length: 12 }, (_, index) => quick(`test_${index}`, `select ${index} as number`))]);
    expect(slow).toMatchObject({ status: 'rejected', reason: { code: '57014' } });
    expect(others.map((each) => each.status === 'fulfilled' && each.value)).toEqual(others.map((_, index) => [{ number: index }]));
  });

  it('a change goes on when its caller hangs up, and is kept', async () => {
    const caller = new Person();
    await database.during({ kind: 'change', caller }).transaction(async (tx) => {
      await tx.execute('insert into public.thing values (1)');
      caller.hangUp();
      await tx.query('select pg_sleep(0.3)');
      await tx.execute('insert into public.thing values (2)');
    });
    expect(await things()).toEqual([1, 2]);
  });

  it('a change that takes too long is undone whole, also where it waits for something other than the database', async () => {
    const changed = (between: (tx: { query(text: string): Promise<unknown> }) => Promise<unknown>): Promise<void> =>
      database.during({ kind: 'change' }).transaction(async (tx) => {
        await tx.execute('insert into public.thing values (3)');
        await between(tx);
        await tx.execute('insert into public.thing values (4)');
        await tx.query(SLOW);
      });
    await expect(changed((tx) => tx.query(SLOW))).rejects.toThrow(TimeLimitExceeded);
    await expect(changed(() => sleep(1_300))).rejects.toThrow(TimeLimitExceeded);
    expect(await things()).toEqual([1, 2]);
    expect(await running()).toBe(0);
    expect(await Promise.all(Array.from({ length: CONNECTIONS * 2 }, () => database.query('select 1 as one')))).toHaveLength(CONNECTIONS * 2);
  });

  it('the server looks after processes of ours that died', async () => {
    expect(await database.query("select current_setting('client_connection_check_interval') as every")).toEqual([{ every: '2s' }]);
  });
});

describe('time limits', () => {
  it('are changed one by one', () => {
    expect(parseTimeLimits('')).toEqual(TIME_LIMITS);
    expect(parseTimeLimits(' list=5, export=0 ')).toEqual({ ...TIME_LIMITS, list: 5, export: 0 });
    for (const wrong of ['lists=5', 'list', 'list=-1', 'list=1.5', 'list=99999', 'toString=1']) expect(() => parseTimeLimits(wrong)).toThrow(wrong);
  });
});
