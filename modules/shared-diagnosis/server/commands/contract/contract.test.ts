import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { cancelShift, endCentreContract, findDiagnosisCentre, grantReaderPermit, listCentreContracts, listShifts, planShift, revokeReaderPermit, signCentreContract } from '../../../contract/centres.ts';
import { attachDiagnosisData, getDiagnosisOrder, orderDiagnosis } from '../../../contract/orders.ts';
import { contractInput, openDesk, orderInput, type Desk } from '../fixture/desk.ts';
import { problemOf } from '../fixture/standing.ts';
import { PLACES } from '../fixture/world.ts';

let desk: Desk;
const counter = { day: 0 };
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.house.close());
const house = () => desk.house;
const today = () => chinaDate(desk.house.clock.now());
/** Each a period of its own, because two contracts of one kind and rank must not overlap. */
const fresh = () => {
  counter.day += 10;
  return contractInput({ memberOrganisationIds: [PLACES.otherTownship], validFrom: addDays(today(), counter.day), validUntil: addDays(today(), counter.day + 5) });
};

proveCommand(signCentreContract, {
  house,
  possible: async () => ({ input: fresh(), subject: desk.office }),
  wrongState: async () => ({ input: contractInput(), subject: desk.office, code: 'shared-diagnosis.contract-overlaps' }),
  effect: async (_house, signed, input) => {
    const { rows } = await desk.run(desk.office)(listCentreContracts, { organisationId: PLACES.otherTownship, on: input.validFrom, limit: 50, offset: 0 });
    expect(rows.map((row) => row.id)).toEqual([signed.id]);
    expect(signed).toMatchObject({ centreName: '示例县人民医院', members: [{ organisationName: '石桥镇卫生院' }], shares: input.shares });
  },
});

proveCommand(endCentreContract, {
  house,
  possible: async () => {
    const signed = await desk.run(desk.office)(signCentreContract, fresh());
    return { input: { id: signed.id, validUntil: signed.validFrom, reason: '协议调整' }, subject: desk.office };
  },
  wrongState: async () => {
    const signed = await desk.run(desk.office)(signCentreContract, fresh());
    await desk.run(desk.office)(endCentreContract, { id: signed.id, validUntil: signed.validFrom, reason: '协议调整' });
    return { input: { id: signed.id, validUntil: signed.validFrom, reason: '再次' }, subject: desk.office, code: 'shared-diagnosis.already-ended' };
  },
  effect: async (_house, ended, input) => expect(ended.validUntil).toBe(input.validUntil),
});

const permit = () => ({ organisationId: PLACES.hospital, readerId: `new-${(counter.day += 1)}`, readerName: '新医师', kind: 'imaging' as const, modalities: ['CT' as const], level: 'reader' as const, validFrom: today() });

proveCommand(grantReaderPermit, {
  house,
  possible: async () => ({ input: permit(), subject: desk.office }),
  wrongState: async () => ({ input: { ...permit(), kind: 'ecg' as const }, subject: desk.office, code: 'shared-diagnosis.modality-unknown' }),
  effect: async (_house, granted) => expect(await desk.house.owner.query('select level from shared_diagnosis.reader_permit where permit_id = $1', [granted.id])).toEqual([{ level: 'reader' }]),
});

proveCommand(revokeReaderPermit, {
  house,
  possible: async () => ({ input: { id: (await desk.run(desk.office)(grantReaderPermit, permit())).id, validUntil: addDays(today(), 3), reason: '离岗' }, subject: desk.office }),
  wrongState: async () => {
    const { id } = await desk.run(desk.office)(grantReaderPermit, permit());
    await desk.run(desk.office)(revokeReaderPermit, { id, validUntil: addDays(today(), 3), reason: '离岗' });
    return { input: { id, validUntil: addDays(today(), 3), reason: '再次' }, subject: desk.office, code: 'shared-diagnosis.already-ended' };
  },
  effect: async (_house, after) => expect(after.validUntil).toBe(addDays(today(), 3)),
});

const shift = () => {
  counter.day += 1;
  const day = addDays(today(), 1 + (counter.day % 200));
  return { organisationId: PLACES.hospital, kind: 'imaging' as const, readerId: 'reviewer-1', startsAt: `${day}T00:00:00.000Z`, endsAt: `${day}T08:00:00.000Z`, duty: 'reviewer' as const };
};

proveCommand(planShift, {
  house,
  possible: async () => ({ input: shift(), subject: desk.reviewer }),
  wrongState: async () => {
    const input = shift();
    await desk.run(desk.reviewer)(planShift, input);
    return { input, subject: desk.reviewer, code: 'shared-diagnosis.shift-overlaps' };
  },
  effect: async (_house, planned) => expect((await desk.run(desk.reader)(listShifts, { limit: 500, offset: 0 })).rows.map((row) => row.id)).toContain(planned.id),
});

proveCommand(cancelShift, {
  house,
  possible: async () => ({ input: { id: (await desk.run(desk.reviewer)(planShift, shift())).id }, subject: desk.reviewer }),
  wrongState: async () => {
    const { id } = await desk.run(desk.reviewer)(planShift, shift());
    await desk.run(desk.reviewer)(cancelShift, { id });
    return { input: { id }, subject: desk.reviewer, code: 'shared-diagnosis.already-ended' };
  },
  effect: async (_house, after) => expect((await desk.run(desk.reader)(listShifts, { limit: 500, offset: 0 })).rows.map((row) => row.id)).not.toContain(after.id),
});

test('a first centre is the one that the consortium names; a second one is of the same consortium', async () => {
  expect(await problemOf(desk.run(desk.office)(signCentreContract, { ...fresh(), centreOrganisationId: PLACES.second }))).toBe('shared-diagnosis.not-the-centre');
  expect(await problemOf(desk.run(desk.office)(signCentreContract, { ...fresh(), rank: 2, memberOrganisationIds: [PLACES.stranger] }))).toBe('shared-diagnosis.not-a-member');
  expect(await problemOf(desk.run(desk.stranger)(signCentreContract, fresh()))).toBe('platform.organisation-forbidden');
});

test('shares that do not sum to the whole are refused, and a modality without a price', async () => {
  expect(await problemOf(desk.run(desk.office)(signCentreContract, { ...fresh(), shares: { performed: 5000, reported: 4999, consortium: 0 } }))).toBe('shared-diagnosis.shares-do-not-sum');
  expect(await problemOf(desk.run(desk.office)(signCentreContract, { ...fresh(), prices: [{ modality: 'CT', priceFen: 1 }] }))).toBe('shared-diagnosis.modality-unknown');
});

test('a shift needs a permit on its day', async () => {
  expect(await problemOf(desk.run(desk.reviewer)(planShift, { ...shift(), readerId: 'nobody' }))).toBe('shared-diagnosis.no-permit');
});

test('an overloaded centre passes to the second one, both at the order and when the data arrives; the first keeps what nobody else takes', async () => {
  const set = (waitingMax: number | null) => desk.house.owner.execute('update shared_diagnosis.centre_contract set waiting_max = $1 where contract_rank = 1 and kind = $2', [waitingMax, 'imaging']);
  const find = () => desk.run(desk.township)(findDiagnosisCentre, { kind: 'imaging', modality: 'CT', organisationId: PLACES.township, priority: 'routine' });
  const early = await desk.order();
  await desk.at('waiting');
  await set(1);
  expect((await find()).centre).toMatchObject({ organisationId: PLACES.second, overflow: 'overloaded' });
  expect(await desk.run(desk.township)(orderDiagnosis, await orderInput(desk))).toMatchObject({ centreOrganisationId: PLACES.second, overflow: 'overloaded' });
  await desk.run(desk.township)(attachDiagnosisData, { id: early, kind: 'study', title: 'CT', uid: '9.9.9' });
  const moved = await desk.run(desk.township)(getDiagnosisOrder, { id: early });
  expect(moved).toMatchObject({ centreOrganisationId: PLACES.second, state: 'waiting', overflow: 'overloaded' });
  expect(moved.steps.map((step) => step.action)).toEqual(['order', 'attach-data', 'redirect', 'pass-quality']);
  expect(await problemOf(desk.run(desk.reader)(getDiagnosisOrder, { id: early }))).toBe('shared-diagnosis.not-found');
  await desk.house.owner.execute('update shared_diagnosis.centre_contract set waiting_max = 1 where contract_rank = 2');
  expect((await find()).centre).toMatchObject({ organisationId: PLACES.hospital, overflow: null });
  await set(null);
});

test('an emergency outside the opening hours passes to the second centre, a routine order waits', async () => {
  await desk.house.owner.execute(`update shared_diagnosis.centre_contract set open_from = '03:00', open_until = '03:01' where contract_rank = 1 and kind = 'ecg'`);
  await desk.run(desk.office)(signCentreContract, contractInput({ rank: 2, centreOrganisationId: PLACES.second, kind: 'ecg', modalities: ['ECG'], prices: [{ modality: 'ECG', priceFen: 2000 }] }));
  const ask = (priority: 'emergency' | 'routine') => desk.run(desk.township)(findDiagnosisCentre, { kind: 'ecg', modality: 'ECG', organisationId: PLACES.township, priority });
  expect((await ask('emergency')).centre).toMatchObject({ organisationId: PLACES.second, overflow: 'closed' });
  expect((await ask('routine')).centre).toMatchObject({ organisationId: PLACES.hospital, overflow: null });
});

test('no contract on the day: no centre', async () => {
  expect(await problemOf(desk.run(desk.stranger)(findDiagnosisCentre, { kind: 'imaging', modality: 'CT', organisationId: PLACES.stranger, priority: 'routine' }).then((answer) => expect(answer.centre).toBeNull()))).toBe('it was allowed');
});
