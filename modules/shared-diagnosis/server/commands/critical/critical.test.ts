import { afterAll, beforeAll, expect, test } from 'vitest';
import { findResource } from '#fhir/repository/read.ts';
import { writeResources } from '#fhir/repository/write.ts';
import type { Observation } from '#fhir/types/resources.gen.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import { insertEvents } from '#platform/events/outbox.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import {
  acknowledgeCritical, actOnCritical, closeCritical, criticalBoard, criticalStatistics, dismissCritical, endCriticalRule, getCriticalValue, listCriticalValues, markCritical, notifyCritical, recordCriticalEffect, setCriticalClock,
  setCriticalRule, verifyCritical,
} from '../../../contract/critical.ts';
import { getDiagnosisOrder, listOwnReports } from '../../../contract/orders.ts';
import { acknowledgeReport, issueReport, writePreliminary } from '../../../contract/reading.ts';
import { CONTENT, openDesk, type Desk } from '../fixture/desk.ts';
import { expectCritical, problemOf } from '../fixture/standing.ts';
import { PLACES } from '../fixture/world.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.house.close());
const house = () => desk.house;
const MINUTE = 60_000;
const finding = { code: 'RAD-AD', title: '主动脉夹层', valueText: 'Stanford A 型' };

proveCommand(markCritical, {
  house,
  possible: async () => ({ input: { id: await desk.at('reading'), ...finding }, subject: desk.reader }),
  wrongState: async () => ({ input: { id: await desk.at('ordered'), ...finding }, subject: desk.reader, code: 'shared-diagnosis.wrong-state' }),
  effect: async (_house, card) => {
    await expectCritical(desk, card.id, { state: 'detected', task: 'draft', actions: 1 });
    expect(card).toMatchObject({ receiverOrganisationId: PLACES.township, reporterOrganisationId: PLACES.hospital });
    expect(await problemOf(desk.run(desk.reader)(markCritical, { id: card.orderId!, ...finding }))).toBe('shared-diagnosis.wrong-state');
  },
});

proveCommand(verifyCritical, {
  house,
  possible: async () => ({ input: { id: await desk.critical('detected'), method: 'repeated' as const }, subject: desk.reader }),
  wrongState: async () => ({ input: { id: await desk.critical('notified'), method: 'repeated' as const }, subject: desk.reader, code: 'shared-diagnosis.wrong-state' }),
  effect: (_house, card) => expectCritical(desk, card.id, { state: 'verified', task: 'ready', actions: 2 }),
});

proveCommand(dismissCritical, {
  house,
  possible: async () => ({ input: { id: await desk.critical('verified'), note: '复测正常' }, subject: desk.reader }),
  wrongState: async () => ({ input: { id: await desk.critical('notified'), note: '复测正常' }, subject: desk.reader, code: 'shared-diagnosis.wrong-state' }),
  effect: (_house, card) => expectCritical(desk, card.id, { state: 'dismissed', task: 'cancelled', actions: 3 }),
});

proveCommand(notifyCritical, {
  house,
  possible: async () => ({ input: { id: await desk.critical('verified'), by: 'phone' as const, toldName: '村医甲' }, subject: desk.reader }),
  wrongState: async () => ({ input: { id: await desk.critical('detected'), by: 'phone' as const }, subject: desk.reader, code: 'shared-diagnosis.wrong-state' }),
  effect: async (_house, card) => {
    await expectCritical(desk, card.id, { state: 'notified', task: 'requested', actions: 3 });
    expect(card.nextEscalationAt).toBe(new Date(desk.house.clock.now().getTime() + 10 * MINUTE).toISOString());
    const { steps } = await desk.run(desk.reader)(getCriticalValue, { id: card.id });
    expect(steps.map((step) => step.action)).toEqual(['detect', 'verify', 'notify']);
  },
});

proveCommand(acknowledgeCritical, {
  house,
  possible: async () => ({ input: { id: await desk.critical('notified'), readBack: true }, subject: desk.township }),
  wrongState: async () => ({ input: { id: await desk.critical('verified'), readBack: true }, subject: desk.township, code: 'shared-diagnosis.wrong-state' }),
  effect: async (_house, card) => {
    await expectCritical(desk, card.id, { state: 'acknowledged', task: 'accepted', actions: 4 });
    expect(card).toMatchObject({ nextEscalationAt: null, acknowledgedByName: '测试人员' });
  },
});

proveCommand(actOnCritical, {
  house,
  possible: async () => ({ input: { id: await desk.critical('acknowledged'), actionText: '吸氧' }, subject: desk.township }),
  wrongState: async () => ({ input: { id: await desk.critical('notified'), actionText: '吸氧' }, subject: desk.township, code: 'shared-diagnosis.wrong-state' }),
  effect: (_house, card) => expectCritical(desk, card.id, { state: 'acted', task: 'in-progress', actions: 5 }),
});

proveCommand(recordCriticalEffect, {
  house,
  possible: async () => ({ input: { id: await desk.critical('acted'), effectText: '血压平稳' }, subject: desk.township }),
  wrongState: async () => ({ input: { id: await desk.critical('acknowledged'), effectText: '血压平稳' }, subject: desk.township, code: 'shared-diagnosis.wrong-state' }),
  effect: (_house, card) => expectCritical(desk, card.id, { state: 'effect-recorded', task: 'in-progress', actions: 6 }),
});

proveCommand(closeCritical, {
  house,
  possible: async () => ({ input: { id: await desk.critical('effect-recorded') }, subject: desk.township }),
  wrongState: async () => ({ input: { id: await desk.critical('acted') }, subject: desk.township, code: 'shared-diagnosis.wrong-state' }),
  effect: async (_house, card) => {
    await expectCritical(desk, card.id, { state: 'closed', task: 'completed', actions: 7 });
    const task = await findResource(desk.house.database, 'Task', card.id);
    expect(task?.output?.map((each) => each.valueString)).toEqual(['立即吸氧，联系转运', '生命体征平稳']);
  },
});

const rule = () => ({ organisationId: PLACES.hospital, kind: 'laboratory' as const, code: '1742-6', title: '谷丙转氨酶', comparator: '>' as const, value: 1000, unit: 'U/L', validFrom: addDays(chinaDate(desk.house.clock.now()), -1) });

proveCommand(setCriticalRule, {
  house,
  possible: async () => ({ input: rule(), subject: desk.office }),
  wrongState: async () => ({ input: { ...rule(), unit: null }, subject: desk.office, code: 'shared-diagnosis.rule-invalid' }),
  effect: async (_house, { id }) => expect(await desk.house.owner.query('select code, value from shared_diagnosis.critical_rule where rule_id = $1', [id])).toEqual([{ code: '1742-6', value: 1000 }]),
});

proveCommand(endCriticalRule, {
  house,
  possible: async () => ({ input: { id: (await desk.run(desk.office)(setCriticalRule, rule())).id, validUntil: '2030-01-01', reason: '调整' }, subject: desk.office }),
  wrongState: async () => {
    const { id } = await desk.run(desk.office)(setCriticalRule, rule());
    await desk.run(desk.office)(endCriticalRule, { id, validUntil: '2029-01-01', reason: '调整' });
    return { input: { id, validUntil: '2030-01-01', reason: '调整' }, subject: desk.office, code: 'shared-diagnosis.already-ended' };
  },
  effect: async (_house, after) => expect(after.validUntil).toBe('2030-01-01'),
});

proveCommand(setCriticalClock, {
  house,
  possible: async () => ({ input: { organisationId: PLACES.second, minutes: [5, 10] }, subject: desk.office }),
  wrongState: async () => ({ input: { organisationId: PLACES.second, minutes: [10, 10] }, subject: desk.office, code: 'shared-diagnosis.period-reversed' }),
  effect: async () => expect(await desk.house.owner.query('select minutes from shared_diagnosis.critical_clock where owner_organisation_id = $1', [PLACES.second])).toEqual([{ minutes: [5, 10] }]),
});

async function observe(change: Partial<Observation> & { id: string; personId: string }): Promise<void> {
  const { personId, ...more } = change;
  const resource = {
    resourceType: 'Observation', status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }], text: '血钾' }, subject: { reference: `Patient/${personId}` }, valueQuantity: { value: 2.1, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
    effectiveDateTime: desk.house.clock.now().toISOString(), performer: [{ reference: `Organization/${PLACES.hospital}` }], ...more,
  } as Observation;
  await desk.house.database.transaction((tx) => writeResources({ tx, subject: systemSubject, now: desk.house.clock.now(), newId: () => 'unused' }, [{ method: 'put', resource, ownerOrganisationId: PLACES.hospital }]));
}

const announce = (name: string, payload: Record<string, unknown>): Promise<void> =>
  desk.house.database.transaction((tx) => insertEvents(tx, [{ name, payload, organisationIds: [PLACES.hospital], subjectId: 'test' }]));

const ofPerson = async (personId: string) => (await desk.run(desk.reader)(listCriticalValues, { personId, limit: 50, offset: 0 })).rows;

test('a verified result that is critical is detected once, however often it is announced', async () => {
  const personId = await desk.newPerson();
  await observe({ id: 'k-low', personId });
  for (let turn = 0; turn < 3; turn += 1) await announce('laboratory.result-verified', { personId, observationIds: ['k-low'], organisationId: PLACES.hospital, requestingOrganisationId: PLACES.township });
  await desk.house.deliverEvents();
  expect(await ofPerson(personId)).toMatchObject([{ state: 'detected', valueText: '2.1 mmol/L', receiverOrganisationId: PLACES.township, ruleText: '血钾 < 2.8 mmol/L' }]);
});

test('an Observation that only came over FHIR is found by the watch; a corrected value that becomes critical too', async () => {
  const personId = await desk.newPerson();
  await desk.house.runJob('shared-diagnosis.watch-observations');
  await observe({ id: 'k-quiet', personId, valueQuantity: { value: 4.1, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' } });
  await desk.house.runJob('shared-diagnosis.watch-observations');
  expect(await ofPerson(personId)).toEqual([]);
  await observe({ id: 'k-quiet', personId, status: 'corrected', valueQuantity: { value: 6.9, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' } });
  await desk.house.runJob('shared-diagnosis.watch-observations');
  await desk.house.runJob('shared-diagnosis.watch-observations');
  expect(await ofPerson(personId)).toMatchObject([{ state: 'detected', valueText: '6.9 mmol/L' }]);
});

test('a notice that nobody acknowledges is escalated at 10, 20 and 30 minutes and then no more', async () => {
  const id = await desk.critical('notified');
  const now = desk.house.clock.now();
  const levels: number[] = [];
  for (const minutes of [9, 10, 15, 20, 29, 30, 45]) {
    desk.house.clock.set(new Date(now.getTime() + minutes * MINUTE));
    await desk.house.runJob('shared-diagnosis.escalate-critical');
    levels.push((await desk.run(desk.reader)(getCriticalValue, { id })).escalationLevel);
  }
  desk.house.clock.set(now);
  expect(levels).toEqual([0, 1, 1, 2, 2, 3, 3]);
  const { steps } = await desk.run(desk.reader)(getCriticalValue, { id });
  const told = steps.filter((step) => step.action === 'escalate');
  expect(told).toHaveLength(3);
});

test('where nobody is named the organisation is told', async () => {
  const id = await desk.critical('notified');
  const late = await desk.at('waiting', { priority: 'emergency' });
  const now = desk.house.clock.now();
  await desk.house.owner.execute('update consortium.escalation_contact set valid_until = valid_from');
  desk.house.clock.set(new Date(now.getTime() + 40 * MINUTE));
  await desk.house.runJob('shared-diagnosis.escalate-critical');
  await desk.house.runJob('shared-diagnosis.escalate-overdue');
  desk.house.clock.set(now);
  await desk.house.owner.execute('update consortium.escalation_contact set valid_until = null');
  expect((await desk.run(desk.reader)(getCriticalValue, { id })).escalationLevel).toBe(1);
  expect((await desk.run(desk.reader)(getDiagnosisOrder, { id: late })).escalationLevel).toBe(1);
});

test('an acknowledgement without reading back is refused, and the other side cannot acknowledge', async () => {
  const id = await desk.critical('notified');
  expect(await problemOf(desk.run(desk.township)(acknowledgeCritical, { id, readBack: false }))).toBe('shared-diagnosis.read-back-missing');
  expect(await problemOf(desk.run(desk.reader)(acknowledgeCritical, { id, readBack: true }))).toBe('shared-diagnosis.other-side');
  expect(await problemOf(desk.run(desk.stranger)(acknowledgeCritical, { id, readBack: true }))).toBe('shared-diagnosis.not-found');
});

test('the board shows what is open, and statistics count what was acknowledged in time', async () => {
  const before = await desk.run(desk.office)(criticalStatistics, {});
  const late = await desk.critical('notified');
  const intime = await desk.critical('notified');
  const now = desk.house.clock.now();
  await desk.run(desk.township)(acknowledgeCritical, { id: intime, readBack: true });
  desk.house.clock.set(new Date(now.getTime() + 12 * MINUTE));
  await desk.run(desk.township)(acknowledgeCritical, { id: late, readBack: true });
  desk.house.clock.set(now);
  const after = await desk.run(desk.office)(criticalStatistics, {});
  expect([after.notified - before.notified, after.acknowledged - before.acknowledged, after.inTime - before.inTime]).toEqual([2, 2, 1]);
  const board = await desk.run(desk.reader)(criticalBoard, {});
  expect(board.open.map((each) => each.id)).toEqual(expect.arrayContaining([late, intime]));
});

test('a resident does not read a critical report before the doctor has', async () => {
  const id = await desk.at('reading');
  const marked = await desk.run(desk.reader)(markCritical, { id, ...finding });
  await desk.run(desk.reader)(writePreliminary, { id, ...CONTENT, positive: true });
  await desk.run(desk.reviewer)(issueReport, { id, ...CONTENT, positive: true });
  const resident = desk.house.resident(marked.personId);
  expect((await desk.run(resident)(listOwnReports, {})).reports).toMatchObject([{ impression: null }]);
  await desk.run(desk.township)(acknowledgeReport, { id });
  expect((await desk.run(resident)(listOwnReports, {})).reports).toMatchObject([{ impression: CONTENT.impression }]);
});
