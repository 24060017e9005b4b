import { afterAll, beforeAll, expect, it } from 'vitest';
import { governanceModule } from '#modules/governance/server/module.ts';
import { assignTask, listLedgerTasks, resumeTask, suspendTask } from '#modules/task-ledger/contract/tasks.ts';
import { registerTasks } from '#modules/task-ledger/server/api.ts';
import { taskLedgerModule } from '#modules/task-ledger/server/module.ts';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { giveResolution } from './resolution.ts';

let house: TestHouse;
let office: Subject;
beforeAll(async () => {
  house = await openTestHouse({ modules: [taskLedgerModule, governanceModule] });
  await house.database.transaction(async (tx) => {
    await registerOrganisation(tx, { organisationId: 'office', parentId: null });
    await registerOrganisation(tx, { organisationId: 'elsewhere', parentId: null });
  });
  office = await house.subject({ roles: ['consortium-office'], organisationId: 'office' });
}, 120_000);
afterAll(() => house?.close());

const words = (zh: string) => ({ zh, en: zh });
const reason = '政策调整，暂缓实施';

async function assigned(sourceId: string, isKey: boolean): Promise<string> {
  const task = { sourceTaskId: 'one', number: '001', clause: '一', title: words('任务'), work: [words('工作')], isKey, due: '2027-12-31', indicators: [], lead: { bodyId: 'bureau', name: words('卫健局') }, joint: [] };
  await house.database.transaction((tx) => registerTasks({ tx, subject: systemSubject, now: house.clock.now(), newId: () => sourceId, emit: () => undefined }, { kind: 'policy', id: sourceId, name: words(sourceId), ownerOrganisationId: 'office' }, [task]));
  const { rows } = await house.as(office).run(listLedgerTasks, { sourceId, sort: 'number', limit: 50, offset: 0 });
  await house.as(office).run(assignTask, { id: rows[0]!.id, organisationId: 'office', jointOrganisationIds: [] });
  return rows[0]!.id;
}

it('a key task is laid down by a resolution of its keeper only, any task by none that is not known, and the trail cites it', async () => {
  const [key, plain] = [await assigned('key', true), await assigned('plain', false)];
  await expect(house.as(office).run(suspendTask, { id: key, reason })).rejects.toMatchObject({ code: 'task-ledger.resolution-needed' });
  const numbers = ['〔2026〕没有的决议', await giveResolution(house.owner, { kind: 'money' }), await giveResolution(house.owner, { kind: 'exception', organisationId: 'elsewhere' })];
  for (const id of [key, plain]) {
    for (const resolutionNumber of numbers) await expect(house.as(office).run(suspendTask, { id, reason, resolutionNumber })).rejects.toMatchObject({ code: 'task-ledger.no-resolution' });
  }
  for (const [id, kind] of [[key, 'exception'], [plain, 'general']] as const) {
    const resolutionNumber = await giveResolution(house.owner, { kind });
    const answer = await house.as(office).run(suspendTask, { id, reason, resolutionNumber });
    expect([answer.state, answer.actions[0]?.note, answer.actions[0]?.resolutionNumber]).toEqual(['suspended', reason, resolutionNumber]);
  }
  await house.as(office).run(resumeTask, { id: plain, reason: '条件已具备' });
  expect((await house.as(office).run(suspendTask, { id: plain, reason })).actions[0]).toMatchObject({ resolutionNumber: null });
});
