import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { countNumbersTried, forgetNumberTrials, keepNumberTrials, NumberTrials } from './number-trials.ts';
import { systemSubject, type Subject } from './subject.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
  keepNumberTrials(opened.database);
});
afterAll(() => opened.close());

const staff = (id: string, permissions: readonly string[] = []): Subject => ({ ...systemSubject, kind: 'staff', id, permissions: new Set(permissions) });
const often = async (times: number, work: () => Promise<unknown>): Promise<void> => {
  for (let each = 0; each < times; each += 1) await work();
};
const used = async (id: string): Promise<number> => (await opened.database.query<{ units: number }>('select units from access.number_trial where subject_id = $1', [id]))[0]?.units ?? 0;

it('lets staff who see masked numbers try thirty wrong ones at once, and as many right ones as a desk has people', async () => {
  const guesser = staff('guesser');
  await often(30, () => countNumbersTried(guesser, 1));
  await expect(countNumbersTried(guesser, 1)).rejects.toThrow(/platform.too-many/);
  const desk = staff('desk');
  await often(280, async () => (await countNumbersTried(desk, 1))());
  await expect(countNumbersTried(staff('lister'), 31)).rejects.toThrow(/platform.too-many/);
});

it('counts nothing for who sees whole numbers, and for searches by anything else', async () => {
  const [manager, machine, doctor] = [staff('manager', ['fhir.read-numbers']), { ...staff('machine'), kind: 'client' as const }, staff('doctor')];
  for (const who of [manager, machine]) await often(100, () => countNumbersTried(who, 1));
  await often(100, () => countNumbersTried(doctor, 0));
  await expect(countNumbersTried(doctor, 30)).resolves.toBeDefined();
});

it('gives somebody whose requests reach four processes no more than one process would, also all at once', async () => {
  const processes = Array.from({ length: 4 }, () => new NumberTrials(opened.database));
  const answers = await Promise.allSettled(Array.from({ length: 200 }, (_, each) => processes[each % 4]!.count('spread', 1)));
  const passed = answers.filter(({ status }) => status === 'fulfilled').length;
  // What comes back while this runs may be one more.
  expect(passed).toBeGreaterThanOrEqual(28);
  expect(passed).toBeLessThanOrEqual(31);
  await expect(new NumberTrials(opened.database).count('spread', 1)).rejects.toThrow(/platform.too-many/);
});

it('asks the database once for twenty people that were found, and counts one for each', async () => {
  let asked = 0;
  const counting = { ...opened.database, query: opened.database.query.bind(opened.database), execute: (text: string, values?: readonly unknown[]) => ((asked += 1), opened.database.execute(text, values)) };
  const trials = new NumberTrials(counting);
  await often(20, async () => (await trials.count('scanner', 1))());
  expect([asked, Math.round(await used('scanner'))]).toEqual([1, 30]);
});

it('forgets what has come back', async () => {
  await opened.database.execute("insert into access.number_trial values ('long-ago', 300, clock_timestamp() - interval '1 hour'), ('lately', 300, clock_timestamp() - interval '5 minutes')");
  await forgetNumberTrials(opened.database);
  expect([await used('long-ago'), await used('lately')]).toEqual([0, 300]);
  await expect(new NumberTrials(opened.database).count('lately', 7)).rejects.toThrow(/platform.too-many/);
  await expect(new NumberTrials(opened.database).count('lately', 6)).resolves.toBeDefined();
});
