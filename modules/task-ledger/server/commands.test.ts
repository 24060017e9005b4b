import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeResources } from '#fhir/repository/write.ts';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { possibleActions } from '#platform/kernel/state-table.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { countWaitingBulletins, downloadBulletin, getBulletin, listBulletins, publishBulletin, receiveBulletin } from '../contract/bulletins.ts';
import { taskActions, taskStates, taskTable } from '../contract/states.ts';
import {
  assignBody, assignTask, closeTask, countWaitingTasks, getLedgerTask, listLedgerTasks, planTask, reportTask, resumeTask, returnTask, startTask, submitTask, summariseTasks, suspendTask, verifyTask, type TaskDetail,
} from '../contract/tasks.ts';
import { lightTasks, registerTasks, type TaskGiven } from './api.ts';
import { taskLedgerModule } from './module.ts';

let house: TestHouse;
let office: Subject;
let verifier: Subject;
let leader: Subject;
let stranger: Subject;
let serial = 0;

const words = (zh: string) => ({ zh, en: zh });
const given = (id: string, more: Partial<TaskGiven> = {}): TaskGiven => ({
  sourceTaskId: id, number: '001', clause: '一', title: words(`任务${id}`), work: [words('工作')], isKey: false, due: '2027-12-31', indicators: ['Y20'], lead: { bodyId: 'bureau', name: words('卫健局') },
  joint: [{ bodyId: 'finance', name: words('财政局') }], ...more,
});
const source = (id: string) => ({ kind: 'policy', id, name: words(id), ownerOrganisationId: 'office' });
const register = (id: string, tasks: readonly TaskGiven[]) =>
  house.database.transaction((tx) => registerTasks({ tx, subject: systemSubject, now: house.clock.now(), newId: () => `id-${(serial += 1)}`, emit: () => undefined }, source(id), tasks));

const page = (sourceId: string, more: { light?: 'green' | 'red' } = {}) => ({ sourceId, sort: 'number' as const, limit: 50, offset: 0, ...more });
const fresh = async (more: Partial<TaskGiven> = {}): Promise<{ sourceId: string; id: string }> => {
  const sourceId = `source-${(serial += 1)}`;
  await register(sourceId, [given('one', more)]);
  const { rows } = await house.as(office).run(listLedgerTasks, page(sourceId));
  return { sourceId, id: rows[0]!.id };
};
const milestones = [{ title: '方案出台', due: '2027-03-31', quarter: '2027Q1' }];
const evidence = [{ title: '印发文件', link: '文号 1' }];
/** A task walked to a state by the shortest way. */
const inState = async (state: TaskDetail['state']): Promise<string> => {
  const { id } = await fresh();
  const steps: readonly (readonly [TaskDetail['state'], () => Promise<unknown>])[] = [
    ['assigned', () => house.as(office).run(assignTask, { id, organisationId: 'leader', jointOrganisationIds: [] })],
    ['planned', () => house.as(leader).run(planTask, { id, milestones })],
    ['in-progress', () => house.as(leader).run(startTask, { id })],
    ['submitted', () => house.as(leader).run(submitTask, { id, statement: '已经完成', evidence })],
    ['verified', () => house.as(verifier).run(verifyTask, { id, note: '材料齐全', score: '95.5' })],
    ['done', () => house.as(office).run(closeTask, { id })],
  ];
  if (state === 'imported') return id;
  for (const [reached, step] of steps) {
    await step();
    if (reached === state) return id;
    if (state === 'suspended' && reached === 'assigned') {
      await house.as(office).run(suspendTask, { id, reason: '政策调整' });
      return id;
    }
    if (state === 'returned' && reached === 'submitted') {
      await house.as(office).run(returnTask, { id, reason: '材料不全' });
      return id;
    }
  }
  return id;
};

beforeAll(async () => {
  house = await openTestHouse({ modules: [taskLedgerModule] });
  await house.database.transaction(async (tx) => {
    for (const [organisationId, parentId] of [['office', null], ['leader', 'office'], ['finance', null], ['stranger', null]] as const) await registerOrganisation(tx, { organisationId, parentId });
  });
  office = await house.subject({ roles: ['consortium-office'], organisationId: 'office' });
  verifier = { ...office, id: 'verifier' };
  leader = await house.subject({ roles: ['insurance-office'], organisationId: 'leader' });
  stranger = await house.subject({ roles: ['consortium-office'], organisationId: 'stranger' });
}, 120_000);
afterAll(() => house?.close());

const walked = (from: TaskDetail['state'], input: (id: string) => object, by: () => Subject = () => office) => async () => ({ input: { id: await inState(from), ...input('') } as never, subject: by() });
const refused = (from: TaskDetail['state'], input: object, by: () => Subject = () => office) => async () => ({ input: { id: await inState(from), ...input } as never, subject: by(), code: 'task-ledger.wrong-state' });
const lastAct = async (id: string): Promise<unknown> => (await house.owner.query('select action, state_after as state from task_ledger.action where task_id = $1 order by action_number desc limit 1', [id]))[0];
const asked = { statement: '已经完成', evidence };
const reason = '材料不全';

proveCommand(assignTask, {
  house: () => house, possible: walked('imported', () => ({ organisationId: 'leader', jointOrganisationIds: ['finance'] })), wrongState: refused('in-progress', { organisationId: 'leader', jointOrganisationIds: [] }),
  effect: async (_, answer) => {
    expect(answer).toMatchObject({ state: 'assigned', leadOrganisationId: 'leader' });
    expect(answer.parties.map(({ organisationId }) => organisationId)).toContain('finance');
  },
});
proveCommand(assignBody, {
  house: () => house,
  possible: async () => ({ input: { sourceId: (await fresh()).sourceId, bodyId: 'bureau', organisationId: 'leader' }, subject: office }),
  wrongState: async () => ({ input: { sourceId: (await fresh()).sourceId, bodyId: 'nobody', organisationId: 'leader' }, subject: office, code: 'task-ledger.body-unknown' }),
  effect: async (_, answer, input) => {
    expect(answer).toEqual({ assigned: 1, joined: 0 });
    expect((await house.as(leader).run(listLedgerTasks, page(input.sourceId))).rows.map(({ state }) => state)).toEqual(['assigned']);
  },
});
proveCommand(planTask, {
  house: () => house, possible: walked('assigned', () => ({ milestones }), () => leader), wrongState: refused('in-progress', { milestones }, () => leader),
  effect: async (_, answer) => expect(answer.milestones).toMatchObject([{ title: '方案出台', quarter: '2027Q1', doneOn: null }]),
});
proveCommand(startTask, { house: () => house, possible: walked('planned', () => ({}), () => leader), wrongState: refused('assigned', {}, () => leader), effect: async (_, answer) => expect(answer.state).toBe('in-progress') });
proveCommand(reportTask, {
  house: () => house, possible: walked('in-progress', () => ({ progress: 40, problem: '缺人手', nextStep: '招聘', milestonesDone: [] }), () => leader), wrongState: refused('planned', { progress: 40, milestonesDone: [] }, () => leader),
  effect: async (_, answer) => {
    expect(answer).toMatchObject({ progress: 40, problem: '缺人手', nextStep: '招聘' });
    expect(await lastAct(answer.id)).toEqual({ action: 'report', state: 'in-progress' });
  },
});
proveCommand(submitTask, {
  house: () => house, possible: walked('in-progress', () => asked, () => leader), wrongState: refused('planned', asked, () => leader),
  effect: async (_, answer) => expect([answer.state, answer.evidence.map(({ title }) => title)]).toEqual(['submitted', ['印发文件']]),
});
proveCommand(verifyTask, {
  house: () => house, possible: walked('submitted', () => ({ note: '材料齐全', score: '88.5' }), () => verifier), wrongState: refused('in-progress', { note: '材料齐全' }, () => verifier),
  effect: async (_, answer) => expect([answer.state, answer.score, answer.progress]).toEqual(['verified', '88.50', 100]),
});
proveCommand(returnTask, { house: () => house, possible: walked('submitted', () => ({ reason })), wrongState: refused('in-progress', { reason }), effect: async (_, answer) => expect([answer.state, answer.actions[0]?.note]).toEqual(['returned', reason]) });
proveCommand(closeTask, { house: () => house, possible: walked('verified', () => ({})), wrongState: refused('submitted', {}), effect: async (_, answer) => expect([answer.state, answer.light]).toEqual(['done', 'green']) });
proveCommand(suspendTask, { house: () => house, possible: walked('in-progress', () => ({ reason })), wrongState: refused('submitted', { reason }), effect: async (_, answer) => expect([answer.state, answer.light]).toEqual(['suspended', 'grey']) });
proveCommand(resumeTask, { house: () => house, possible: walked('suspended', () => ({ reason })), wrongState: refused('in-progress', { reason }), effect: async (_, answer) => expect(answer.state).toBe('assigned') });

const quarterOf = (): string => `${2000 + (serial += 1)}Q1`;
proveCommand(publishBulletin, {
  house: () => house,
  possible: async () => ({ input: { quarter: quarterOf(), sourceId: (await fresh()).sourceId, title: '季度通报', comments: '' }, subject: office }),
  wrongState: async () => {
    const input = { quarter: quarterOf(), sourceId: (await fresh()).sourceId, title: '季度通报', comments: '' };
    await house.as(office).run(publishBulletin, input);
    return { input, subject: office, code: 'task-ledger.bulletin-exists' };
  },
  effect: async (_, answer) => expect((await house.as(office).run(getBulletin, { id: answer.id })).content.summary.all.total).toBe(1),
});
proveCommand(receiveBulletin, {
  house: () => house,
  possible: async () => ({ input: { id: await published() }, subject: leader }),
  wrongState: async () => {
    const id = await published();
    await house.as(leader).run(receiveBulletin, { id });
    return { input: { id }, subject: leader, code: 'task-ledger.already-received' };
  },
  effect: async (_, answer) => expect(answer).toMatchObject({ receipts: [{ organisationId: 'leader' }], awaited: [] }),
});

it('a bulletin waits for each organisation of its tasks until it is acknowledged, and is late after seven days', async () => {
  const waiting = () => house.as(leader).run(countWaitingBulletins, {});
  const before = await waiting();
  const id = await published();
  expect((await house.as(office).run(getBulletin, { id })).bulletin).toMatchObject({ receipts: [], awaited: ['leader'] });
  expect(await waiting()).toEqual({ waiting: before.waiting + 1, overdue: before.overdue });
  await house.owner.execute("update task_ledger.bulletin set published_at = published_at - interval '8 days' where bulletin_id = $1", [id]);
  expect(await waiting()).toEqual({ waiting: before.waiting + 1, overdue: before.overdue + 1 });
  await house.as(leader).run(receiveBulletin, { id });
  expect(await waiting()).toEqual(before);
});

const published = async (): Promise<string> => {
  const { sourceId, id } = await fresh();
  await house.as(office).run(assignTask, { id, organisationId: 'leader', jointOrganisationIds: [] });
  return (await house.as(office).run(publishBulletin, { quarter: quarterOf(), sourceId, title: '季度通报', comments: '' })).id;
};

describe('the state table', () => {
  const inputs: Readonly<Record<(typeof taskActions)[number], object>> = {
    assign: { organisationId: 'leader' }, plan: { milestones }, start: {}, report: { progress: 1 }, submit: asked, verify: { note: '材料齐全' }, return: { reason }, close: {}, suspend: { reason }, resume: { reason },
  };
  const operations = { assign: assignTask, plan: planTask, start: startTask, report: reportTask, submit: submitTask, verify: verifyTask, return: returnTask, close: closeTask, suspend: suspendTask, resume: resumeTask };
  it.each(taskStates.flatMap((state) => taskActions.map((action) => [state, action] as const)))('%s, %s: as the table says', async (state, action) => {
    const id = await inState(state);
    const subject = { ...office, id: 'walker' };
    const outcome = await house.as(subject).run(operations[action] as typeof closeTask, { id, ...inputs[action] }).then((answer) => answer.state, (error: { code?: string }) => error.code);
    expect(outcome).toBe(taskTable[state][action] ?? 'task-ledger.wrong-state');
    expect(possibleActions(taskTable, state).includes(action)).toBe(outcome !== 'task-ledger.wrong-state');
  });
});

describe('a task', () => {
  it('is not verified by who submitted it', async () => {
    const { id } = await fresh();
    await house.as(office).run(assignTask, { id, organisationId: 'office', jointOrganisationIds: [] });
    await house.as(office).run(planTask, { id, milestones });
    await house.as(office).run(startTask, { id });
    await house.as(office).run(submitTask, { id, ...asked });
    await expect(house.as(office).run(verifyTask, { id, note: '材料齐全' })).rejects.toMatchObject({ code: 'task-ledger.own-verification' });
  });

  it('keeps its milestones inside its term and knows them by their plan', async () => {
    const id = await inState('assigned');
    const late = [{ title: '方案出台', due: '2028-01-01', quarter: '2028Q1' }];
    await expect(house.as(leader).run(planTask, { id, milestones: late })).rejects.toMatchObject({ code: 'task-ledger.milestone-late', details: [{ path: 'milestones.0.due' }] });
    const former = await house.as(leader).run(planTask, { id, milestones });
    const second = await house.as(leader).run(planTask, { id, milestones: [...milestones, { title: '验收', due: '2027-12-01', quarter: '2027Q4' }] });
    await house.as(leader).run(startTask, { id });
    await expect(house.as(leader).run(reportTask, { id, progress: 50, milestonesDone: [former.milestones[0]!.id] })).rejects.toMatchObject({ code: 'task-ledger.milestone-unknown' });
    const after = await house.as(leader).run(reportTask, { id, progress: 50, milestonesDone: [second.milestones[0]!.id] });
    expect(after.milestones.map(({ doneOn }) => doneOn !== null)).toEqual([true, false]);
  });

  it('is seen by keeper, leader and joint organisations, and by nobody else', async () => {
    const { id, sourceId } = await fresh();
    await house.as(office).run(assignTask, { id, organisationId: 'leader', jointOrganisationIds: ['finance'] });
    const finance = await house.subject({ roles: ['insurance-office'], organisationId: 'finance' });
    for (const subject of [office, leader, finance]) expect((await house.as(subject).run(listLedgerTasks, page(sourceId))).total).toBe(1);
    expect((await house.as(stranger).run(listLedgerTasks, page(sourceId))).total).toBe(0);
    await expect(house.as(stranger).run(getLedgerTask, { id })).rejects.toMatchObject({ code: 'task-ledger.unknown' });
    await expect(house.as(stranger).run(assignTask, { id, organisationId: 'stranger', jointOrganisationIds: [] })).rejects.toMatchObject({ code: 'platform.organisation-forbidden' });
    await expect(house.as(finance).run(planTask, { id, milestones })).rejects.toMatchObject({ code: 'platform.organisation-forbidden' });
  });

  it('says before it is asked what can be done, by whom', async () => {
    const id = await inState('submitted');
    const allowed = async (subject: Subject) => (await house.as(subject).run(getLedgerTask, { id })).abilities.filter((ability) => ability.allowed).map(({ action }) => action);
    expect(await allowed(office)).toEqual(['verify', 'return']);
    expect(await allowed(leader)).toEqual([]);
  });

  it.each([['2026-01-01', 0, 'red'], ['2099-01-01', 0, 'green'], [null, 0, 'green']] as const)('due %s is %s', async (due, _, light) => {
    const { sourceId } = await fresh({ due });
    expect((await house.as(office).run(listLedgerTasks, page(sourceId))).rows[0]?.light).toBe(light);
    expect((await house.as(office).run(listLedgerTasks, page(sourceId, { light }))).total).toBe(1);
  });

  it('takes its light from its indicators', async () => {
    const { sourceId } = await fresh({ due: null });
    await house.database.transaction((tx) => lightTasks(tx, { sourceId, indicatorId: 'Y20', light: 'red' }));
    expect((await house.as(office).run(summariseTasks, { sourceId })).all).toMatchObject({ total: 1, red: 1 });
  });
});

describe('a source', () => {
  it('registered again changes words only, and drops what it no longer names', async () => {
    const sourceId = `source-${(serial += 1)}`;
    expect(await register(sourceId, [given('one'), given('two')])).toEqual({ added: 2, changed: 0, withdrawn: 0 });
    expect(await register(sourceId, [given('one'), given('two')])).toEqual({ added: 0, changed: 0, withdrawn: 0 });
    const { rows } = await house.as(office).run(listLedgerTasks, page(sourceId));
    await house.as(office).run(assignTask, { id: rows[0]!.id, organisationId: 'leader', jointOrganisationIds: [] });
    expect(await register(sourceId, [given('one', { title: words('新名') })])).toEqual({ added: 0, changed: 1, withdrawn: 1 });
    expect((await house.as(office).run(listLedgerTasks, page(sourceId))).rows.map(({ title, state }) => [title.zh, state])).toEqual([['新名', 'assigned']]);
  });

  it('counts what waits for whom', async () => {
    const before = await house.as(leader).run(countWaitingTasks, {});
    await inState('assigned');
    expect((await house.as(leader).run(countWaitingTasks, {})).waiting).toBe(before.waiting + 1);
  });
});

describe('a bulletin', () => {
  it('counts a task in the township of a village that joins it', async () => {
    const place = (id: string, kind: string, parent?: string) => ({
      method: 'put' as const, ownerOrganisationId: null, resource: { resourceType: 'Organization' as const, id, name: `名${id}`, type: [{ text: kind }], ...(parent === undefined ? {} : { partOf: { reference: `Organization/${parent}` } }) },
    });
    await house.database.transaction(async (tx) => {
      await writeResources({ tx, subject: systemSubject, now: house.clock.now(), newId: () => 'none' }, [place('town-x', 'township-hospital'), place('village-x', 'village-room', 'town-x')]);
      await registerOrganisation(tx, { organisationId: 'town-x', parentId: null });
      await registerOrganisation(tx, { organisationId: 'village-x', parentId: 'town-x' });
    });
    const { sourceId, id } = await fresh();
    await house.as(office).run(assignTask, { id, organisationId: 'leader', jointOrganisationIds: ['village-x'] });
    const bulletin = await house.as(office).run(publishBulletin, { quarter: quarterOf(), sourceId, title: '乡镇通报', comments: '' });
    const { content } = await house.as(office).run(getBulletin, { id: bulletin.id });
    expect(content.summary.byTownship).toEqual([{ organisationId: 'town-x', name: '名town-x', total: 1, leading: 0, done: 0, green: 1, amber: 0, red: 0, grey: 0 }]);
    expect((await house.as(office).run(downloadBulletin, { id: bulletin.id, form: 'word' })).contentBase64.length).toBeGreaterThan(2000);
  });
  it('stays as it was published when tasks move on, and comes as PDF, Word and Excel', async () => {
    const { sourceId, id } = await fresh({ due: '2026-01-01' });
    const bulletin = await house.as(office).run(publishBulletin, { quarter: quarterOf(), sourceId, title: '季度通报', comments: '加快进度' });
    const frozen = await house.as(office).run(getBulletin, { id: bulletin.id });
    expect(frozen.content.overdue.map((task) => task.id)).toEqual([id]);
    await house.as(office).run(assignTask, { id, organisationId: 'leader', jointOrganisationIds: [], due: '2099-01-01' });
    expect((await house.as(office).run(getBulletin, { id: bulletin.id })).content).toEqual(frozen.content);
    for (const form of ['pdf', 'word', 'sheet'] as const) expect((await house.as(office).run(downloadBulletin, { id: bulletin.id, form })).contentBase64.length).toBeGreaterThan(2000);
    expect((await house.as(stranger).run(listBulletins, {})).rows).toEqual([]);
  });

  it('of nothing is not published', async () => {
    await expect(house.as(stranger).run(publishBulletin, { quarter: '2026Q1', title: '空的通报', comments: '' })).rejects.toMatchObject({ code: 'task-ledger.nothing-to-report' });
  });
});
