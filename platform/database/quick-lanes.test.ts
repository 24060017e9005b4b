import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import type { LocalSettings } from './local-settings.ts';
import { LANES } from './quick-lanes.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
}, 120_000);
afterAll(() => opened?.close());

const WHO = "select current_setting('role') as role, current_setting('yigong.person') as person, nullif(current_setting('yigong.asked', true), '') as asked, $1::text as value";
interface Who {
  readonly role: string;
  readonly person: string;
  readonly asked: string | null;
  readonly value: string;
}
const sightOfPerson = (person: string): LocalSettings => ({ 'yigong.sight': 'person', 'yigong.organisations': '', 'yigong.person': person, 'yigong.purpose': 'treatment' });
const quick = (value: string, personId?: string) => ({ name: 'test_who', text: WHO, values: [value], isQuick: true, personId });

describe('quick statements', () => {
  it('each see what their own subject may, however they share messages and connections', async () => {
    const people = ['a', 'b', 'c', 'd'].map((person) => opened.database.sighted(sightOfPerson(person)));
    const answers = await Promise.all(Array.from({ length: 400 }, async (_, index) => {
      const who = index % 5;
      const target = people[who] ?? opened.database;
      const asked = index % 3 === 0 ? `asked-${index}` : undefined;
      return { index, who, asked, rows: await target.run<Who>(quick(String(index), asked)) };
    }));
    for (const { index, who, asked, rows } of answers) {
      const isPlatform = who === 4;
      expect(rows).toEqual([{ role: isPlatform ? 'yigong_app' : 'yigong_reader', person: isPlatform ? '' : 'abcd'[who], asked: isPlatform ? null : (asked ?? null), value: String(index) }]);
    }
  });

  it('fail alone: those that shared the message are answered', async () => {
    const divide = (by: number) => opened.database.run<{ value: number }>({ name: 'test_divide', text: 'select (10 / $1::integer) as value', values: [by], isQuick: true });
    const answers = await Promise.allSettled([...Array(60).keys()].map((index) => divide(index % 7)));
    for (const [index, answer] of answers.entries()) {
      if (index % 7 === 0) expect(answer).toMatchObject({ status: 'rejected', reason: { code: '22012' } });
      else expect(answer).toEqual({ status: 'fulfilled', value: [{ value: Math.trunc(10 / (index % 7)) }] });
    }
  });

  it('write once and are answered when it is committed, also where another of the message fails', async () => {
    await opened.owner.execute('create table public.lane_note (number integer)');
    await opened.owner.execute('grant select, insert on public.lane_note to yigong_app');
    const note = async (number: number) => {
      await opened.database.run({ name: 'test_note', text: 'insert into public.lane_note select given::integer from unnest($1::text[]) as given', values: [[number]], isQuick: true, isKept: true });
      const rows = await opened.owner.query('select 1 from public.lane_note where number = $1', [number]);
      expect(rows).toHaveLength(1);
    };
    const fail = () => opened.database.run({ name: 'test_fail', text: 'select (1 / $1::integer) as value', values: [0], isQuick: true });
    const answers = await Promise.allSettled([...Array(60).keys()].map((number) => (number % 6 === 3 ? fail() : note(number))));
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(10);
  });

  it('read arrays and nulls as the driver writes them, and give values of the same types', async () => {
    const words = ['a', 'b"c', 'd\\e', '', '医'];
    const [row] = await opened.database.run<Record<string, unknown>>({
      name: 'test_values', text: "select $1::text[] as words, $2::text as nothing, 3::bigint as number, true as truth, date '2026-02-28' as day, timestamptz '2026-02-28T00:00:00Z' as at", values: [words, null], isQuick: true,
    });
    expect(row).toEqual({ words, nothing: null, number: 3, truth: true, day: '2026-02-28', at: new Date('2026-02-28T00:00:00Z') });
  });

  it('take a new connection for one that broke while it rested', async () => {
    const pids = async (): Promise<number[]> => {
      const rows = await Promise.all(Array.from({ length: 40 }, () => opened.database.run<{ pid: number }>({ name: 'test_pid_of', text: 'select pg_backend_pid() as pid', isQuick: true })));
      return [...new Set(rows.map(([row]) => row!.pid))];
    };
    const before = await pids();
    await opened.owner.query('select pg_terminate_backend(pid) from unnest($1::integer[]) as pid', [before]);
    // A statement that meets the break itself fails; those that come after it is known do not.
    await expect.poll(() => pids().then((after) => after.some((pid) => before.includes(pid)), () => true), { timeout: 5_000 }).toBe(false);
  });

  it('use a few connections, whose plans do not depend on the values', async () => {
    const rows = await Promise.all(Array.from({ length: 200 }, () => opened.database.run<{ pid: number; mode: string }>({
      name: 'test_pid', text: "select pg_backend_pid() as pid, current_setting('plan_cache_mode') as mode", isQuick: true,
    })));
    expect(new Set(rows.map(([row]) => row!.pid)).size).toBeLessThanOrEqual(LANES);
    expect(new Set(rows.map(([row]) => row!.mode))).toEqual(new Set(['force_generic_plan']));
  });
});
