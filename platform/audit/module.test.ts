import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runTask } from '#platform/jobs/task.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { randomBytes } from 'node:crypto';
import { anchorFileOf, readAnchors } from './anchors.ts';
import { listAuditEntries, getAuditChain, noteClearFiles, setAuditRetention, verifyAuditChain } from './contract.ts';
import { anchorJob, auditModule } from './module.ts';
import { VERIFICATION_TASK, verificationTask } from './verification-task.ts';

describe('the trail as a room', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yigong-anchors-'));
  const room = auditModule(() => [room.contract]);
  let house: TestHouse;
  beforeAll(async () => {
    house = await openTestHouse({ modules: [{ ...room, jobs: [...room.jobs, anchorJob(folder)] }] });
    await house.addOrganisation('o1');
  });
  afterAll(async () => {
    await house.close();
    rmSync(folder, { recursive: true });
  });
  const auditor = () => house.subject({ roles: ['audit-administrator'], organisationId: 'o1' });
  const noVerification = () => house.owner.execute("update jobs.task set state = 'done', finished_at = now() where finished_at is null");

  proveCommand(setAuditRetention, {
    house: () => house,
    possible: async () => ({ input: { days: 400 }, subject: await auditor() }),
    wrongState: async () => ({ input: { days: 179 }, subject: await auditor(), code: 'audit.retention-too-short' }),
    effect: async (_house, answer) => expect(answer).toEqual({ retentionDays: 400 }),
  });

  proveCommand(noteClearFiles, {
    house: () => house,
    possible: async () => ({ input: { reason: '交给省平台做质量核查', types: ['Patient'] }, subject: await house.subject({ roles: ['system-administrator'], organisationId: 'o1' }) }),
    wrongState: async () => ({ input: { reason: '好好好好好好好好好', types: [] }, subject: await house.subject({ roles: ['system-administrator'], organisationId: 'o1' }), code: 'audit.reason-too-short' }),
    effect: async ({ database }) => {
      const entries = await database.query("select purpose, resource from audit.entry where action = 'audit.note-clear-files' and outcome = 'success' order by entry_id desc limit 1");
      expect(entries).toEqual([{ purpose: '交给省平台做质量核查', resource: 'clear-files/Patient' }]);
    },
  });

  proveCommand(verifyAuditChain, {
    house: () => house,
    possible: async () => {
      await noVerification();
      return { input: {}, subject: await auditor() };
    },
    wrongState: async () => {
      await noVerification();
      await house.as(await auditor()).run(verifyAuditChain, {});
      return { input: {}, subject: await auditor(), code: 'audit.verification-running' };
    },
    effect: async ({ database }, { taskId }) => {
      expect(await database.query('select kind from jobs.task where task_id = $1', [taskId])).toEqual([{ kind: VERIFICATION_TASK }]);
    },
  });

  test('a verification ends with what it found, and heads of the chain lie outside of the database', async () => {
    await noVerification();
    const { taskId } = await house.as(await auditor()).run(verifyAuditChain, {});
    for (let pass = 0; pass < 2; pass += 1) await house.runJob('audit.seal');
    await house.runJob('audit.anchor');
    await house.runJob('audit.anchor');
    expect(readAnchors(anchorFileOf(folder))).toHaveLength(1);
    expect(readFileSync(anchorFileOf(folder), 'utf8')).toMatch(/^\{"blockNumber":\d+,"hash":"[0-9a-f]{64}"/);
    await house.owner.execute("update audit.entry set subject_id = 'somebody else' where entry_id = (select min(entry_id) from audit.entry)");
    const settings = { database: house.database, clock: systemClock, ids: timeOrderedIds(systemClock, randomBytes) };
    expect(await runTask(settings, verificationTask(folder), taskId)).toBe('done');
    const [done] = await house.database.query<{ result: { differences: number; findings: { kind: string }[] } }>('select result from jobs.task where task_id = $1', [taskId]);
    expect(done?.result.differences).toBe(1);
    expect(done?.result.findings[0]?.kind).toBe('entry-changed');
  });

  test('lists entries newest first, page by page, of the own organisations only', async () => {
    const subject = await auditor();
    const first = await house.as(subject).run(listAuditEntries, { limit: 2, offset: 0, action: 'audit.retention' });
    expect(first.rows).toHaveLength(2);
    expect(first.total).toBeGreaterThanOrEqual(3);
    expect((await house.as(subject).run(listAuditEntries, { limit: 50, offset: 0, from: '2020-01-01', until: '2020-01-02' })).rows).toEqual([]);
    const second = await house.as(subject).run(listAuditEntries, { limit: 2, action: 'audit.retention', offset: 2 });
    expect(second.rows[0]!.id).toBeLessThan(first.rows[1]!.id);
    await house.addOrganisation('o2');
    const stranger = await house.subject({ roles: ['audit-administrator'], organisationId: 'o2' });
    const foreign = await house.as(stranger).run(listAuditEntries, { limit: 50, offset: 0 });
    expect(foreign.rows.filter((row) => row.organisationId !== 'o2')).toEqual([]);
    expect((await house.as(subject).run(getAuditChain, {})).retentionDays).toBe(400);
  });

  test('months older than the retention are dropped whole, and the chain still holds', async () => {
    await house.owner.execute("create table audit.entry_2019_03 partition of audit.entry for values from ('2019-02-28T16:00:00Z') to ('2019-03-31T16:00:00Z')");
    await house.owner.execute(
      `insert into audit.entry (recorded_at, subject_kind, subject_id, subject_name, action, outcome) values ('2019-03-05T00:00:00Z', 'system', 's', 's', 'test.old', 'success')`,
    );
    await house.runJob('audit.keep-months');
    expect(await house.database.query("select from audit.entry where action = 'test.old'")).toHaveLength(1);
    for (let pass = 0; pass < 2; pass += 1) await house.runJob('audit.seal');
    await house.runJob('audit.keep-months');
    expect(await house.database.query("select from audit.entry where action = 'test.old'")).toHaveLength(0);
    expect(await house.database.query("select from audit.block where month = '2019-03' and purged_at is not null")).toHaveLength(1);
  });
});
