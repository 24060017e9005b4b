import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Subject } from '#platform/access/subject.ts';
import { countNotes, createFixtureTables, fixtureModule, type FixtureFaults } from '#platform/testing/fixture-module.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { cancelTask, getTask, listTasks } from './contract.ts';
import { jobsModule } from './module.ts';
import { runDueJobs, type JobSettings } from './recurring.ts';
import { runTask, startTask, STEP_FAILURES_MAX, taskKind } from './task.ts';

const faults: FixtureFaults = {};
const fixture = fixtureModule(faults);
let house: TestHouse;
let settings: JobSettings;
let operator: Subject;
let serial = 0;

beforeAll(async () => {
  house = await openTestHouse({ modules: [fixture, jobsModule] });
  settings = { database: house.database, clock: house.clock, ids: { newId: () => `id-${(serial += 1)}` } };
  await createFixtureTables(house.owner);
  await house.addOrganisation('hospital');
  await house.addOrganisation('township');
  operator = await house.subject({ roles: ['system-administrator'], organisationId: 'hospital' });
});
afterAll(() => house.close());
beforeEach(async () => {
  faults.failure = undefined;
  await house.owner.execute('truncate note.counted, jobs.recurring, jobs.task');
});

describe('recurring work', () => {
  it('runs when due, in one process at a time, and not again before its time', async () => {
    await house.runJob('note.tick');
    expect(await countNotes(house.database, 'counted')).toBe(1);
    expect(await runDueJobs(settings, fixture.jobs)).toBe(0);
    await house.owner.execute('update jobs.recurring set next_run_at = now()');
    const ran = await Promise.all(Array.from({ length: 5 }, () => runDueJobs(settings, fixture.jobs)));
    expect(ran.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await countNotes(house.database, 'counted')).toBe(2);
  });

  it('undoes a failed run, notes the reason and tries again at the next turn', async () => {
    await house.runJob('note.tick');
    await house.owner.execute('update jobs.recurring set next_run_at = now()');
    faults.failure = new Error('secret 110105199001011234');
    expect(await runDueJobs(settings, fixture.jobs)).toBe(0);
    expect(await countNotes(house.database, 'counted')).toBe(1);
    const rows = await house.database.query<{ failures: number; last_error: string }>('select failures, last_error from jobs.recurring');
    expect(rows[0]).toMatchObject({ failures: 1 });
    expect(rows[0]!.last_error).not.toContain('110105');
  });
});

/** Adds one note a step, up to the number asked for. */
const counting = (failAt?: number) =>
  taskKind({
    kind: 'note.add-many',
    step: async ({ tx, cursor, input, newId }) => {
      const at = (cursor as number | null) ?? 0;
      await tx.execute('insert into note.counted (note_id) values ($1)', [newId()]);
      if (at === failAt) throw new Error('step failed');
      const total = (input as { many: number }).many;
      return { cursor: at + 1, done: at + 1, total, ...(at + 1 === total ? { result: { added: total } } : {}) };
    },
  });

const begin = (many: number) =>
  house.database.transaction((tx) =>
    startTask(tx, {
      subject: operator,
      taskId: settings.ids.newId(),
      task: { kind: 'note.add-many', title: { zh: '批量便条', en: 'Many notes' }, input: { many } },
    }));

describe('long work', () => {
  it('goes step by step to its result, and shows its progress to its organisation only', async () => {
    const id = await begin(3);
    expect(await runTask(settings, counting(), id)).toBe('done');
    const view = await house.as(operator).run(getTask, { id });
    expect(view).toMatchObject({ state: 'done', done: 3, total: 3, result: { added: 3 } });
    const other = await house.subject({ roles: ['system-administrator'], organisationId: 'township' });
    expect(await house.as(other).run(listTasks, { limit: 50, offset: 0 })).toMatchObject({ total: 0 });
    await expect(house.as(other).run(getTask, { id })).rejects.toMatchObject({ code: 'platform.not-found' });
  });

  it('goes on behind the last kept step after a failure, with each effect once', async () => {
    const id = await begin(4);
    await runTask(settings, counting(2), id);
    expect(await house.as(operator).run(getTask, { id })).toMatchObject({ state: 'running', done: 2 });
    await house.owner.execute('update jobs.task set next_attempt_at = now()');
    expect(await runTask(settings, counting(), id)).toBe('done');
    expect(await countNotes(house.database, 'counted')).toBe(4);
  });

  it('fails after so many failures of one step', async () => {
    const id = await begin(2);
    for (let attempt = 0; attempt < STEP_FAILURES_MAX; attempt += 1) {
      await house.owner.execute('update jobs.task set next_attempt_at = now()');
      await runTask(settings, counting(0), id);
    }
    expect(await house.as(operator).run(getTask, { id })).toMatchObject({ state: 'failed', error: expect.stringContaining('Error') });
  });
});

describe('cancelTask', () => {
  it('is refused without the permission', async () => {
    const id = await begin(2);
    await expect(house.as({ ...operator, permissions: new Set() }).run(cancelTask, { id })).rejects.toMatchObject({ code: 'platform.forbidden' });
  });

  it('is refused when the work is over', async () => {
    const id = await begin(1);
    await runTask(settings, counting(), id);
    await expect(house.as(operator).run(cancelTask, { id })).rejects.toMatchObject({ code: 'jobs.already-over' });
  });

  it('ends the work before its next step; the same key twice changes nothing', async () => {
    const id = await begin(2);
    const first = await house.as(operator).run(cancelTask, { id }, { key: 'stop' });
    expect(await house.as(operator).run(cancelTask, { id }, { key: 'stop' })).toEqual(first);
    expect(await runTask(settings, counting(), id)).toBe('cancelled');
    expect(await countNotes(house.database, 'counted')).toBe(0);
  });
});
