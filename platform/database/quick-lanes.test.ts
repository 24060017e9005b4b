import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import type { LocalSettings } from './local-settings.ts';
import { LANES } from './quick-lanes.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
  await grant();
}, 120_000);
afterAll(() => opened?.close());

/** On Citus there are none: each statement is a transaction of its own, asked in full. */
const hasLanes = (): boolean => !opened.database.isDistributed;

const WHO = "select current_setting('role') as role, current_setting('yigong.person') as person, nullif(current_setting('yigong.opened', true), '') as opened, nullif(current_setting('yigong.uncovered', true), '') as uncovered, $1::text as value";
interface Who {
  readonly role: string;
  readonly person: string;
  readonly opened: string | null;
  readonly uncovered: string | null;
  readonly value: string;
}
const sightOfPerson = (person: string): LocalSettings => ({ 'yigong.sight': 'person', 'yigong.organisations': `,of-${person},`, 'yigong.person': person, 'yigong.purpose': 'treatment' });

/** Organisations a and c hold grounds of everybody whose number is even, c for what is restricted too; a of `gone` until yesterday; `no` refuses all. */
async function grant(): Promise<void> {
  await opened.owner.execute(
    `insert into access.record_basis (person_id, organisation_id, basis, source, valid_from, valid_until, opens_restricted)
     select 'asked-' || number, 'of-' || holder, 'treatment', 'lanes', now() - interval '1 day', null, holder = 'c' from generate_series(0, 400, 2) as number, unnest(array['a', 'c']) as holder
     union all select 'gone', 'of-a', 'treatment', 'lanes', now() - interval '2 days', now() - interval '1 day', false
     union all select 'no', 'of-a', 'treatment', 'lanes', now() - interval '2 days', null, false`);
  await opened.owner.execute("insert into access.refusal (person_id, organisation_id, purpose, valid_from, source) values ('no', '*', null, now() - interval '1 day', 'lanes')");
}
const isHeld = (asked: string | undefined): boolean => hasLanes() && asked !== undefined && Number(asked.slice(6)) % 2 === 0 && Number(asked.slice(6)) <= 400;
const quick = (value: string, personId?: string) => ({ name: 'test_who', text: WHO, values: [value], isQuick: true, personId });

describe('quick statements', () => {
  it('each see what their own subject may, however they share messages and connections', async () => {
    const people = ['a', 'b', 'c', 'd'].map((person) => opened.database.sighted(sightOfPerson(person)));
    const answers = await Promise.all(Array.from({ length: 400 }, async (_, index) => {
      const who = index % 5;
      const target = people[who] ?? opened.database;
      // The same person for several readers in turn, who share messages.
      const asked = index % 3 === 0 ? `asked-${index - (index % 4)}${index % 2 === 1 ? '1' : ''}` : undefined;
      return { index, who, asked, rows: await target.run<Who>(quick(String(index), asked)) };
    }));
    for (const { index, who, asked, rows } of answers) {
      const isPlatform = who === 4;
      expect(rows).toEqual([{ role: isPlatform ? 'yigong_app' : 'yigong_reader', person: isPlatform ? '' : 'abcd'[who], opened: (who === 0 || who === 2) && isHeld(asked) ? asked : null, uncovered: who === 2 && isHeld(asked) ? asked : null, value: String(index) }]);
    }
  });

  it('show the ground of the person asked about, and are asked in full where it does not open', async () => {
    const seen: (string | null)[] = [];
    const ask = async (person: string, reader: string, isGood: boolean) => {
      const shown = { name: 'test_shown', text: "select 'shown ' || $1 as value", isOpen: (ground: string | null) => { seen.push(ground); return isGood && ground !== null; } };
      const rows = await opened.database.sighted(sightOfPerson(reader)).run<{ value: string }>({ name: 'test_full', text: "select 'full ' || $1 as value", values: [person], isQuick: true, personId: person, shown });
      return rows.map(({ value }) => value);
    };
    const answers = await Promise.all([
      ask('asked-2', 'a', true), ask('asked-2', 'a', false), ask('asked-2', 'b', true), ask('asked-3', 'a', true), ask('gone', 'a', true), ask('no', 'a', true), ask('asked-4', 'c', true),
    ]);
    expect(answers).toEqual([[hasLanes() ? 'shown asked-2' : 'full asked-2'], ['full asked-2'], ['full asked-2'], ['full asked-3'], ['full gone'], ['full no'], [hasLanes() ? 'shown asked-4' : 'full asked-4']]);
    if (hasLanes()) expect(seen.filter((ground) => ground !== null).sort()).toEqual([expect.stringMatching(/^of-a\|treatment\|\|[\d.]+\|\|false$/), expect.stringMatching(/^of-a\|/), expect.stringMatching(/^of-c\|/)]);
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
    if (hasLanes()) expect(new Set(rows.map(([row]) => row!.pid)).size).toBeLessThanOrEqual(LANES);
    expect(new Set(rows.map(([row]) => row!.mode))).toEqual(new Set([hasLanes() ? 'force_generic_plan' : 'auto']));
  });
});
