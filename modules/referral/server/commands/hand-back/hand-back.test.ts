import { afterAll, beforeAll, expect, test } from 'vitest';
import { findResource } from '#fhir/repository/read.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import {
  acceptDownReferral, completeFollowUp, declineDownReferral, dischargeWithPlan, finishReferral, getReferral, listFollowUps, markStable, offerDownReferral,
  planDownReferral, planFollowUp, recordFirstVisit, recordMonitoring, referUpAgain, submitReferral,
} from '../../../contract.ts';
import { openDesk, planInput, type Desk } from '../fixture/desk.ts';
import { expectStanding, problemOf } from '../fixture/standing.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.house.close());
const house = () => desk.house;
const linesOf = async (id: string) => (await desk.run(desk.sender)(getReferral, { id })).medications;

proveCommand(planDownReferral, {
  house,
  possible: async () => ({ input: planInput(await desk.outward('in_care')), subject: desk.receiver }),
  wrongState: async () => ({ input: planInput(await desk.outward('submitted')), subject: desk.receiver, code: 'referral.wrong-state' }),
  effect: async (_house, card, { parentId }) => {
    await expectStanding(desk, card.id, { state: 'planned', task: 'draft', actions: 1 });
    const parent = await desk.run(desk.sender)(getReferral, { id: parentId! });
    expect(parent).toMatchObject({ state: 'in_care', episodeId: card.episodeId });
    expect((await findResource(desk.house.database, 'CarePlan', card.id))?.status).toBe('draft');
  },
});

proveCommand(offerDownReferral, {
  house,
  possible: async () => ({ input: { id: await desk.down('planned') }, subject: desk.receiver }),
  wrongState: async () => ({ input: { id: await desk.down('accepted_by_primary') }, subject: desk.receiver, code: 'referral.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'offered', task: 'requested', actions: 2 });
    const [line] = await linesOf(card.id);
    expect((await findResource(desk.house.database, 'MedicationRequest', line!.lineId))?.status).toBe('draft');
  },
});

proveCommand(acceptDownReferral, {
  house,
  possible: async () => {
    const id = await desk.down('offered');
    const [first, second] = await linesOf(id);
    const reconciliation = [
      { lineId: first!.lineId, decision: 'continue' as const },
      { lineId: second!.lineId, decision: 'not_stocked' as const, note: '药库无替格瑞洛，申请调拨' },
    ];
    return { input: { id, reconciliation }, subject: desk.sender };
  },
  wrongState: async () => ({ input: { id: await desk.down('planned'), reconciliation: [] }, subject: desk.sender, code: 'referral.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'accepted_by_primary', task: 'accepted', actions: 3 });
    const [first, second] = await linesOf(card.id);
    expect(first).toMatchObject({ decision: 'continue', shortageId: null });
    expect(second?.shortageId).not.toBeNull();
    expect((await findResource(desk.house.database, 'MedicationRequest', second!.lineId))?.status).toBe('on-hold');
  },
});

proveCommand(declineDownReferral, {
  house,
  possible: async () => ({ input: { id: await desk.down('offered'), reasonCode: 'medicine-missing', note: '无替格瑞洛' }, subject: desk.sender }),
  wrongState: async () => ({ input: { id: await desk.down('monitored'), reasonCode: 'other', note: '无' }, subject: desk.sender, code: 'referral.wrong-state' }),
  effect: async (_house, card) => expectStanding(desk, card.id, { state: 'declined', task: 'rejected', actions: 3 }),
});

proveCommand(dischargeWithPlan, {
  house,
  possible: async () => ({ input: { id: await desk.down('accepted_by_primary') }, subject: desk.receiver }),
  wrongState: async () => ({ input: { id: await desk.down('offered') }, subject: desk.receiver, code: 'referral.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'discharged_with_plan', task: 'in-progress', actions: 4 });
    const today = chinaDate(desk.house.clock.now());
    const { followUps, firstVisitDue } = await desk.run(desk.sender)(getReferral, { id: card.id });
    expect(firstVisitDue).toBe(addDays(today, 7));
    expect(followUps.map((task) => [task.kind, task.dueDate, task.organisationId])).toEqual([
      ['first-visit', addDays(today, 7), 'township'],
      ['home-visit', addDays(today, 21), 'village'],
      ['clinic-visit', addDays(today, 35), 'township'],
    ]);
    expect((await findResource(desk.house.database, 'Task', followUps[0]!.followUpId))?.status).toBe('requested');
    expect((await findResource(desk.house.database, 'CarePlan', card.id))?.status).toBe('active');
  },
});

proveCommand(recordFirstVisit, {
  house,
  possible: async () => ({ input: { id: await desk.down('discharged_with_plan'), findings: '恢复好', bloodPressure: '138/86', adherence: 'full' as const }, subject: desk.sender }),
  wrongState: async () => ({ input: { id: await desk.down('offered'), findings: '无', adherence: 'full' as const }, subject: desk.sender, code: 'referral.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'first_visit_done', task: 'in-progress', actions: 5 });
    const { followUps } = await desk.run(desk.sender)(getReferral, { id: card.id });
    expect(followUps.find((task) => task.kind === 'first-visit')).toMatchObject({ state: 'done', result: '恢复好' });
  },
});

proveCommand(recordMonitoring, {
  house,
  possible: async () => ({ input: { id: await desk.down('first_visit_done'), findings: '稳定', adherence: 'partial' as const }, subject: desk.sender }),
  wrongState: async () => ({ input: { id: await desk.down('offered'), findings: '无', adherence: 'full' as const }, subject: desk.sender, code: 'referral.wrong-state' }),
  effect: async (_house, card) => expectStanding(desk, card.id, { state: 'monitored', task: 'in-progress', actions: 6 }),
});

proveCommand(markStable, {
  house,
  possible: async () => ({ input: { id: await desk.down('monitored'), note: '三个月血压达标' }, subject: desk.sender }),
  wrongState: async () => ({ input: { id: await desk.down('discharged_with_plan'), note: '过早' }, subject: desk.sender, code: 'referral.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'stable', task: 'completed', actions: 7 });
    expect((await findResource(desk.house.database, 'CarePlan', card.id))?.status).toBe('completed');
  },
});

proveCommand(referUpAgain, {
  house,
  possible: async () => ({ input: { id: await desk.down('first_visit_done'), note: '再次胸痛', priority: 'urgent' as const }, subject: desk.sender }),
  wrongState: async () => ({ input: { id: await desk.down('offered'), note: '过早', priority: 'urgent' as const }, subject: desk.sender, code: 'referral.wrong-state' }),
  effect: async (_house, card, { id }) => {
    await expectStanding(desk, id, { state: 're_up', task: 'completed', actions: 6 });
    await expectStanding(desk, card.id, { state: 'draft', task: 'draft', actions: 1 });
    expect(card).toMatchObject({ parentId: id, direction: 'up', toOrganisationId: 'hospital', fromOrganisationId: 'township' });
    expect((await desk.run(desk.sender)(getReferral, { id })).episodeId).toBe(card.episodeId);
  },
});

proveCommand(planFollowUp, {
  house,
  possible: async () => ({ input: { id: await desk.outward('closed'), tasks: [{ kind: 'phone' as const, title: '电话随访', dueDate: '2030-01-01' }] }, subject: desk.sender }),
  wrongState: async () => ({ input: { id: await desk.outward('submitted'), tasks: [{ kind: 'phone' as const, title: '电话随访', dueDate: '2030-01-01' }] }, subject: desk.sender, code: 'referral.wrong-state' }),
  effect: async (_house, card) => expectStanding(desk, card.id, { state: 'follow_up', task: 'completed', actions: 9 }),
});

const openTask = async (id: string) => (await desk.run(desk.sender)(getReferral, { id })).followUps[0]!.followUpId;
proveCommand(completeFollowUp, {
  house,
  possible: async () => {
    const id = await desk.outward('follow_up');
    return { input: { id, followUpId: await openTask(id), result: '血压 130/80', outcome: 'done' as const }, subject: desk.sender };
  },
  wrongState: async () => {
    const id = await desk.outward('follow_up');
    const followUpId = await openTask(id);
    await desk.run(desk.sender)(completeFollowUp, { id, followUpId, result: '好', outcome: 'done' });
    return { input: { id, followUpId, result: '再次', outcome: 'done' as const }, subject: desk.sender, code: 'referral.follow-up-not-open' };
  },
  effect: async (_house, card, { followUpId }) => {
    await expectStanding(desk, card.id, { state: 'follow_up', task: 'completed', actions: 10 });
    expect((await findResource(desk.house.database, 'Task', followUpId))?.status).toBe('completed');
  },
});

proveCommand(finishReferral, {
  house,
  possible: async () => ({ input: { id: await desk.outward('closed') }, subject: desk.sender }),
  wrongState: async () => ({ input: { id: await desk.outward('follow_up') }, subject: desk.sender, code: 'referral.follow-ups-open' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'finished', task: 'completed', actions: 9 });
    expect((await findResource(desk.house.database, 'EpisodeOfCare', card.episodeId))?.status).toBe('finished');
  },
});

test('every medicine needs a decision, and change, stop or not stocked a note', async () => {
  const id = await desk.down('offered');
  const lines = await linesOf(id);
  expect(await problemOf(desk.run(desk.sender)(acceptDownReferral, { id, reconciliation: [{ lineId: lines[0]!.lineId, decision: 'continue' }] }))).toBe('referral.reconciliation-incomplete');
  const bare = lines.map(({ lineId }) => ({ lineId, decision: 'stop' as const }));
  expect(await problemOf(desk.run(desk.sender)(acceptDownReferral, { id, reconciliation: bare }))).toBe('referral.reconciliation-incomplete');
});

test('the village sees and completes its task although it is neither side, and another village does not', async () => {
  const id = await desk.down('discharged_with_plan');
  const { rows } = await desk.run(desk.village)(listFollowUps, { state: 'open', limit: 500, offset: 0 });
  const task = rows.find((each) => each.referralId === id && each.kind === 'home-visit');
  expect(task).toBeDefined();
  expect(await problemOf(desk.run(desk.secondSender)(completeFollowUp, { id, followUpId: task!.followUpId, result: '无', outcome: 'done' }))).toBe('platform.organisation-forbidden');
  await desk.run(desk.village)(completeFollowUp, { id, followUpId: task!.followUpId, result: '服药规律', outcome: 'lost' });
  const after = await desk.run(desk.sender)(getReferral, { id });
  expect(after.followUps.find((each) => each.followUpId === task!.followUpId)?.state).toBe('lost');
  expect(after.state).toBe('discharged_with_plan');
});

test('the draft of a re-referral needs the reason, then goes up in the same episode', async () => {
  const id = await desk.down('first_visit_done');
  const draft = await desk.run(desk.sender)(referUpAgain, { id, note: '再次胸痛', priority: 'emergency' });
  expect(await problemOf(desk.run(desk.sender)(submitReferral, { id: draft.id }))).toBe('referral.incomplete');
});

test('a declined hand-back is offered anew and reconciled anew', async () => {
  const id = await desk.down('declined');
  const card = await desk.run(desk.receiver)(offerDownReferral, { id });
  expect(card.state).toBe('offered');
  expect((await linesOf(id)).every((line) => line.decision === null)).toBe(true);
});
