import { afterAll, beforeAll, expect, test } from 'vitest';
import { findResource } from '#fhir/repository/read.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { attachDiagnosisData, cancelDiagnosis, listDiagnosisOrders, orderDiagnosis, passQuality, performDiagnosis, redirectDiagnosis, returnDiagnosis, scheduleDiagnosis } from '../../../contract/orders.ts';
import { clinical, openDesk, orderInput, PERFORMED, type Desk } from '../fixture/desk.ts';
import { expectStanding, problemOf } from '../fixture/standing.ts';
import { PLACES } from '../fixture/world.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.house.close());
const house = () => desk.house;

proveCommand(orderDiagnosis, {
  house,
  possible: async () => ({ input: await orderInput(desk), subject: desk.township }),
  wrongState: async () => ({ input: await orderInput(desk, { modality: 'MR' }), subject: desk.township, code: 'shared-diagnosis.no-centre' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'ordered', task: 'requested', actions: 1 });
    expect(card).toMatchObject({ centreOrganisationId: PLACES.hospital, whoseMove: 'requester', performingOrganisationId: PLACES.township, overflow: null });
    expect(card.number).toMatch(/^D\d{14}$/);
    const request = await findResource(desk.house.database, 'ServiceRequest', card.id);
    expect(request).toMatchObject({ status: 'active', intent: 'order', priority: 'routine', subject: { reference: `Patient/${card.personId}` } });
    expect(request?.performer?.[0]?.reference).toBe(`Organization/${PLACES.hospital}`);
  },
});

proveCommand(scheduleDiagnosis, {
  house,
  possible: async () => ({ input: { id: await desk.at('ordered'), scheduledAt: '2030-01-01T01:00:00Z' }, subject: desk.township }),
  wrongState: async () => ({ input: { id: await desk.at('cancelled'), scheduledAt: '2030-01-01T01:00:00Z' }, subject: desk.township, code: 'shared-diagnosis.wrong-state' }),
  effect: (_house, card) => expectStanding(desk, card.id, { state: 'scheduled', task: 'accepted', actions: 2 }),
});

proveCommand(performDiagnosis, {
  house,
  possible: async () => ({ input: { id: await desk.at('ordered'), performance: PERFORMED }, subject: desk.township }),
  wrongState: async () => ({ input: { id: await desk.at('waiting'), performance: PERFORMED }, subject: desk.township, code: 'shared-diagnosis.wrong-state' }),
  effect: (_house, card) => expectStanding(desk, card.id, { state: 'acquired', task: 'in-progress', actions: 2 }),
});

proveCommand(attachDiagnosisData, {
  house,
  possible: async () => ({ input: { id: await desk.at('acquired'), kind: 'document' as const, title: '心电图', file: { contentType: 'application/pdf' as const, base64: 'JVBERi0xLjQK' } }, subject: desk.township }),
  wrongState: async () => ({ input: { id: await desk.at('preliminary'), kind: 'study' as const, title: '补充', uid: '1.2.3' }, subject: desk.township, code: 'shared-diagnosis.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'waiting', task: 'ready', actions: 4 });
    expect(card.deadline).toBe(new Date(desk.house.clock.now().getTime() + 240 * 60_000).toISOString());
    const { data } = (await import('../../store/orders.ts').then((store) => store.findOrder(desk.house.database, card.id)))!;
    expect(await findResource(desk.house.database, 'DocumentReference', data[0]!.reference!.split('/')[1]!)).toMatchObject({ status: 'current', content: [{ attachment: { contentType: 'application/pdf', data: 'JVBERi0xLjQK' } }] });
  },
});

proveCommand(passQuality, {
  house,
  possible: async () => ({ input: { id: await desk.at('uploaded'), grade: 'A' as const }, subject: desk.reader }),
  wrongState: async () => ({ input: { id: await desk.at('waiting'), grade: 'A' as const }, subject: desk.reader, code: 'shared-diagnosis.wrong-state' }),
  effect: (_house, card) => expectStanding(desk, card.id, { state: 'waiting', task: 'ready', actions: 3 }),
});

proveCommand(returnDiagnosis, {
  house,
  possible: async () => ({ input: { id: await desk.at('waiting'), reasonCode: 'image-quality' as const, note: '运动伪影' }, subject: desk.reader }),
  wrongState: async () => ({ input: { id: await desk.at('issued'), reasonCode: 'image-quality' as const, note: '运动伪影' }, subject: desk.reader, code: 'shared-diagnosis.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'returned', task: 'on-hold', actions: 4 });
    expect(card).toMatchObject({ whoseMove: 'requester', deadline: null, dataCount: 0 });
  },
});

proveCommand(redirectDiagnosis, {
  house,
  possible: async () => ({ input: { id: await desk.at('waiting'), note: '设备检修' }, subject: desk.reader }),
  wrongState: async () => ({ input: { id: await desk.at('reading'), note: '设备检修' }, subject: desk.reader, code: 'shared-diagnosis.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'waiting', task: 'ready', actions: 4 });
    expect(card).toMatchObject({ centreOrganisationId: PLACES.second, overflow: 'by-hand' });
  },
});

proveCommand(cancelDiagnosis, {
  house,
  possible: async () => ({ input: { id: await desk.at('waiting'), reasonCode: 'recognised' as const, note: '结果已互认' }, subject: desk.township }),
  wrongState: async () => ({ input: { id: await desk.at('reading'), reasonCode: 'recognised' as const, note: '结果已互认' }, subject: desk.township, code: 'shared-diagnosis.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'cancelled', task: 'cancelled', actions: 4 });
    expect((await findResource(desk.house.database, 'ServiceRequest', card.id))?.status).toBe('revoked');
  },
});

test('a village below a member is served by the contract of its township', async () => {
  const card = await desk.run(desk.village)(orderDiagnosis, await orderInput(desk, { kind: 'ecg', modality: 'ECG', itemCode: 'ECG12', itemName: '十二导联心电图' }));
  expect(card).toMatchObject({ centreOrganisationId: PLACES.hospital, requestingOrganisationId: PLACES.village });
});

test('an order without a ground for the record is refused', async () => {
  expect(await problemOf(desk.run(desk.stranger)(orderDiagnosis, await orderInput(desk)))).toBe('platform.record-forbidden');
});

test('only the centre of the contract reads, and nobody else sees the order', async () => {
  const id = await desk.at('waiting');
  for (const subject of [desk.secondCentre, desk.stranger, desk.cityReader]) {
    expect(await problemOf(desk.run(subject)(returnDiagnosis, { id, reasonCode: 'other', note: '试试' }))).toBe('shared-diagnosis.not-found');
    expect((await desk.run(subject)(listDiagnosisOrders, { box: 'all', sort: 'deadline', limit: 500, offset: 0 })).rows.map((row) => row.id)).not.toContain(id);
  }
  expect(await problemOf(desk.run(desk.township)(returnDiagnosis, { id, reasonCode: 'other', note: '试试' }))).toBe('shared-diagnosis.other-side');
});

test('the same data twice is refused and the list is sorted by the promised moment', async () => {
  const id = await desk.at('ordered', { priority: 'emergency' });
  await desk.run(desk.township)(attachDiagnosisData, { id, kind: 'study', title: 'CT', uid: '1.2.840.1' });
  expect(await problemOf(desk.run(desk.township)(attachDiagnosisData, { id, kind: 'study', title: 'CT', uid: '1.2.840.1' }))).toBe('shared-diagnosis.wrong-state');
  const { rows } = await desk.run(desk.reader)(listDiagnosisOrders, { box: 'reading', free: true, sort: 'deadline', limit: 500, offset: 0 });
  const deadlines = rows.map((row) => row.deadline!);
  expect(deadlines).toEqual([...deadlines].sort());
  expect(rows[0]?.id).toBe(id);
});

test('clinical flags of the order are in its FHIR notes', async () => {
  const id = await desk.order({ clinical: { ...clinical, pregnant: true, diagnosis: '肺炎', diagnosisCode: 'J18.9' } });
  const request = await findResource(desk.house.database, 'ServiceRequest', id);
  expect(request?.note?.[0]?.text).toContain('妊娠');
  expect(request?.reasonCode?.[1]?.coding?.[0]?.code).toBe('J18.9');
});
