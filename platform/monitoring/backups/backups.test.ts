import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { claimWork, endWork, tellWork } from '#platform/jobs/whole-work.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { monitoringModule } from '../module.ts';
import { setSurroundings } from '../signs.ts';
import { askForDueBackup, BACKUP_WORK } from './backup-work.ts';
import type { BackupsHere } from './backups-here.ts';
import { cancelBackupWork, drillRestore, getBackups, takeBackup, verifyBackup } from '../contract/backups.ts';
import { sampleBackups } from './sample-backups.ts';

describe('backups on the operations page', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openTestHouse({ modules: [monitoringModule] });
    await house.addOrganisation('o1');
  });
  afterAll(() => house.close());
  afterEach(() => house.owner.execute('delete from jobs.task'));

  const there = (here: BackupsHere | undefined = sampleBackups()): void => setSurroundings({ version: '1', backups: () => here });
  const administrator = () => house.subject({ roles: ['system-administrator'], organisationId: 'o1', proof: { level: 'second-factor', hasSecondFactor: true } } as Parameters<TestHouse['subject']>[0]);
  const tasks = () => house.owner.query<{ kind: string; input: { where: string } }>('select kind, input from jobs.task where finished_at is null');
  const free = async (here?: BackupsHere): Promise<void> => {
    await house.owner.execute('delete from jobs.task');
    there(here);
  };
  const underWay = async () => {
    await free();
    await askForDueBackup(house.owner);
  };

  proveCommand(takeBackup, {
    house: () => house,
    possible: async () => { await free(); return { input: {}, subject: await administrator() }; },
    wrongState: async () => { await underWay(); return { input: {}, subject: await administrator(), code: 'monitoring.backup-work-under-way' }; },
    effect: async () => expect(await tasks()).toEqual([{ kind: BACKUP_WORK.take, input: { where: 'folder' } }]),
  });

  proveCommand(verifyBackup, {
    house: () => house,
    possible: async () => { await free(); return { input: { where: 'outside' as const, depth: 'listed' as const }, subject: await administrator() }; },
    wrongState: async () => { await free(sampleBackups({ backups: [] })); return { input: { where: 'folder' as const, depth: 'read' as const }, subject: await administrator(), code: 'monitoring.no-backup-yet' }; },
    effect: async () => expect(await tasks()).toEqual([{ kind: BACKUP_WORK.verify, input: { where: 'outside', depth: 'listed' } }]),
  });

  proveCommand(drillRestore, {
    house: () => house,
    possible: async () => { await free(); return { input: { where: 'folder' as const }, subject: await administrator() }; },
    wrongState: async () => { await free(sampleBackups({ outside: null })); return { input: { where: 'outside' as const }, subject: await administrator(), code: 'monitoring.no-backups-here' }; },
    effect: async () => expect(await tasks()).toEqual([{ kind: BACKUP_WORK.drill, input: { where: 'folder' } }]),
  });

  proveCommand(cancelBackupWork, {
    house: () => house,
    possible: async () => {
      await underWay();
      return { input: { id: (await house.owner.query<{ id: string }>('select task_id as id from jobs.task'))[0]!.id }, subject: await administrator() };
    },
    wrongState: async () => ({ input: { id: 'none' }, subject: await administrator(), code: 'monitoring.backup-work-over' }),
    effect: async (_house, { id }) => expect(await tellWork(house.owner, id, { stage: 'taking', done: 1, total: 2 })).toBe(true),
  });

  const look = async () => house.as(await administrator()).run(getBackups, {});

  test('what is under way is shown with its stage and how far it is, what ended with what came out', async () => {
    await free();
    await house.as(await administrator()).run(drillRestore, { where: 'folder' });
    const work = (await claimWork(house.owner, Object.values(BACKUP_WORK)))!;
    await tellWork(house.owner, work.taskId, { stage: 'restoring', done: 3, total: 10 });
    expect((await look()).work).toMatchObject([{ kind: 'drill', state: 'running', stage: 'restoring', done: 3, total: 10, isScheduled: false }]);
    await endWork(house.owner, work, { state: 'done', result: { id: 'b1', rows: 12, seconds: 2.5, reachedAt: '2026-11-23T01:00:00.000Z' } });
    expect((await look()).work).toMatchObject([{ state: 'done', stage: null, backupId: 'b1', count: 12, seconds: 2.5, reachedAt: '2026-11-23T01:00:00.000Z' }]);
  });

  test('a failure is shown in the words that say what to do', async () => {
    await underWay();
    const work = (await claimWork(house.owner, Object.values(BACKUP_WORK)))!;
    await endWork(house.owner, work, { state: 'failed', error: 'Error X', result: { problem: { zh: '请扩充磁盘', en: 'Take a larger disk' } } });
    expect((await look()).work).toMatchObject([{ state: 'failed', isScheduled: true, problem: { zh: '请扩充磁盘', en: 'Take a larger disk' } }]);
  });

  test('a daily backup that failed a moment ago is not begun at once again', async () => {
    await underWay();
    const work = (await claimWork(house.owner, Object.values(BACKUP_WORK)))!;
    await endWork(house.owner, work, { state: 'failed', error: 'Error X' });
    await askForDueBackup(house.owner);
    expect(await tasks()).toEqual([]);
    await house.owner.execute("update jobs.task set finished_at = clock_timestamp() - interval '11 minutes'");
    await askForDueBackup(house.owner);
    expect(await tasks()).toHaveLength(1);
  });

  test('work that a dead process left is claimed again, and told how often it was begun and how far it came', async () => {
    await underWay();
    const work = await claimWork(house.owner, Object.values(BACKUP_WORK));
    expect(work).toMatchObject({ begun: 0, stand: null });
    await tellWork(house.owner, work!.taskId, { stage: 'verifying', done: 3, total: 10, stand: { files: 3 } });
    expect(await claimWork(house.owner, Object.values(BACKUP_WORK))).toMatchObject({ begun: 1, stand: { files: 3 } });
  });

  test.each([[1, 'good'], [27, 'watch'], [51, 'bad']] as const)('a newest backup of %i hours is %s', async (hours, age) => {
    const [line] = sampleBackups().backups;
    await free(sampleBackups({ backups: [{ ...line!, finishedAt: new Date(Date.now() - hours * 3_600_000).toISOString() }] }));
    expect((await look()).here).toMatchObject({ age, outside: { age: 'good' } });
  });

  test('says where no backups are taken, and refuses to take one', async () => {
    setSurroundings({ version: '1' });
    expect((await look()).here).toBeNull();
    await expect(house.as(await administrator()).run(takeBackup, {})).rejects.toThrow(/monitoring\.no-backups-here/);
  });
});
