import { afterAll, beforeAll, expect, test } from 'vitest';
import { findResource } from '#fhir/repository/read.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import {
  acceptCounterOffer, acceptReferral, arrangeTransport, closeReferral, confirmArrival, counterOfferReferral, declineCounterOffer, getReferral,
  lockReferralResource, notifyPatient, rejectReferral, reportOutcome, rescheduleReferral, startCare, submitReferral, triageReferral,
} from '../../../contract.ts';
import { openDesk, outcome, type Desk } from '../fixture/desk.ts';
import { expectStanding, problemOf } from '../fixture/standing.ts';
import { PLACES, WARD } from '../fixture/world.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.house.close());
const house = () => desk.house;
const wrong = async (state: 'submitted' | 'draft' | 'closed') => ({ id: await desk.outward(state) });

proveCommand(triageReferral, {
  house,
  possible: async () => ({ input: { id: await desk.outward('submitted'), priority: 'urgent' as const }, subject: desk.receiver }),
  wrongState: async () => ({ input: await wrong('closed'), subject: desk.receiver, code: 'referral.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'triaged', task: 'received', actions: 3 });
    expect(card.priority).toBe('urgent');
    // urgent, one hour from the entry into this state
    expect(Date.parse(card.deadline!) - Date.parse(card.since)).toBe(3600_000);
  },
});

proveCommand(acceptReferral, {
  house,
  possible: async () => ({ input: { id: await desk.outward('submitted'), slotId: desk.newSlot() }, subject: desk.receiver }),
  wrongState: async () => ({ input: { ...(await wrong('closed')), slotId: desk.newSlot() }, subject: desk.receiver, code: 'referral.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'resource_locked', task: 'accepted', actions: 4 });
    expect(card.resource).toMatchObject({ kind: 'slot' });
    const reserved = await desk.house.owner.query<{ total: number }>(`select count(*) as total from scheduling.reservation where source = $1 and state = 'confirmed'`, [`referral/${card.id}`]);
    expect(reserved[0]?.total).toBe(1);
  },
});

proveCommand(lockReferralResource, {
  house,
  possible: async () => ({ input: { id: await desk.outward('accepted'), wardId: WARD }, subject: desk.receiver }),
  wrongState: async () => ({ input: { ...(await wrong('submitted')), wardId: WARD }, subject: desk.receiver, code: 'referral.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'resource_locked', task: 'accepted', actions: 4 });
    expect(card.resource?.kind).toBe('bed');
  },
});

proveCommand(rescheduleReferral, {
  house,
  possible: async () => ({ input: { id: await desk.outward('resource_locked'), slotId: desk.newSlot() }, subject: desk.receiver }),
  wrongState: async () => ({ input: { ...(await wrong('submitted')), slotId: desk.newSlot() }, subject: desk.receiver, code: 'referral.wrong-state' }),
  effect: async (_house, card, { slotId }) => {
    await expectStanding(desk, card.id, { state: 'resource_locked', task: 'accepted', actions: 5 });
    const held = await desk.house.owner.query<{ slot: string }>(`select slot_id as slot from scheduling.reservation where source = $1 and state = 'confirmed'`, [`referral/${card.id}`]);
    expect(held).toEqual([{ slot: slotId }]);
  },
});

proveCommand(counterOfferReferral, {
  house,
  possible: async () => ({ input: { id: await desk.outward('submitted'), kind: 'member' as const, reason: '本院床位已满', organisationId: PLACES.secondHospital }, subject: desk.receiver }),
  wrongState: async () => ({ input: { ...(await wrong('closed')), kind: 'place' as const, reason: '换科', department: '门诊' }, subject: desk.receiver, code: 'referral.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'counter_offered', task: 'on-hold', actions: 3 });
    expect(card.allowed).toEqual(['register-emergency']);
    expect(card.whoseMove).toBe('sender');
  },
});

proveCommand(acceptCounterOffer, {
  house,
  possible: async () => ({ input: { id: await desk.outward('counter_offered') }, subject: desk.sender }),
  wrongState: async () => ({ input: await wrong('submitted'), subject: desk.sender, code: 'referral.wrong-state' }),
  effect: async (_house, card) => expectStanding(desk, card.id, { state: 'accepted', task: 'accepted', actions: 4 }),
});

proveCommand(declineCounterOffer, {
  house,
  possible: async () => ({ input: { id: await desk.outward('counter_offered'), note: '路远' }, subject: desk.sender }),
  wrongState: async () => ({ input: { ...(await wrong('submitted')), note: '路远' }, subject: desk.sender, code: 'referral.wrong-state' }),
  effect: async (_house, card) => expectStanding(desk, card.id, { state: 'submitted', task: 'requested', actions: 4 }),
});

proveCommand(rejectReferral, {
  house,
  possible: async () => ({ input: { id: await desk.outward('submitted'), reasonCode: 'information-missing', note: '请补充心电图' }, subject: desk.receiver }),
  wrongState: async () => ({ input: { ...(await wrong('closed')), reasonCode: 'other', note: '无' }, subject: desk.receiver, code: 'referral.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'rejected', task: 'rejected', actions: 3 });
    const [told] = (await desk.run(desk.sender)(getReferral, { id: card.id })).timeline.slice(-1);
    const message = await findResource(desk.house.database, 'Communication', told!.actionId);
    expect(message?.payload?.[0]?.contentString).toBe('请补充心电图');
  },
});

proveCommand(notifyPatient, {
  house,
  possible: async () => ({ input: { id: await desk.outward('resource_locked'), by: 'phone' as const }, subject: desk.sender }),
  wrongState: async () => ({ input: { ...(await wrong('submitted')), by: 'phone' as const }, subject: desk.sender, code: 'referral.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'notified', task: 'ready', actions: 5 });
    expect(card.deadline).toBe(card.arriveBy);
  },
});

proveCommand(arrangeTransport, {
  house,
  possible: async () => ({ input: { id: await desk.outward('resource_locked'), transport: { by: 'ambulance' as const, vehicle: '示A00001' } }, subject: desk.sender }),
  wrongState: async () => ({ input: { ...(await wrong('submitted')), transport: { by: 'own' as const } }, subject: desk.sender, code: 'referral.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'resource_locked', task: 'accepted', actions: 5 });
    expect((await desk.run(desk.receiver)(getReferral, { id: card.id })).transport).toMatchObject({ by: 'ambulance' });
  },
});

proveCommand(confirmArrival, {
  house,
  possible: async () => ({ input: { id: await desk.outward('resource_locked') }, subject: desk.receiver }),
  wrongState: async () => ({ input: await wrong('submitted'), subject: desk.receiver, code: 'referral.wrong-state' }),
  effect: async (_house, card) => expectStanding(desk, card.id, { state: 'arrived', task: 'in-progress', actions: 5 }),
});

proveCommand(startCare, {
  house,
  possible: async () => ({ input: { id: await desk.outward('arrived') }, subject: desk.receiver }),
  wrongState: async () => ({ input: await wrong('submitted'), subject: desk.receiver, code: 'referral.wrong-state' }),
  effect: async (_house, card) => expectStanding(desk, card.id, { state: 'in_care', task: 'in-progress', actions: 6 }),
});

proveCommand(reportOutcome, {
  house,
  possible: async () => ({ input: { id: await desk.outward('in_care'), outcome }, subject: desk.receiver }),
  wrongState: async () => ({ input: { ...(await wrong('submitted')), outcome }, subject: desk.receiver, code: 'referral.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'outcome_reported', task: 'completed', actions: 7 });
    expect((await desk.run(desk.sender)(getReferral, { id: card.id })).outcome).toMatchObject({ treatment: '支架植入一枚' });
  },
});

proveCommand(closeReferral, {
  house,
  possible: async () => ({ input: { id: await desk.outward('outcome_reported') }, subject: desk.sender }),
  wrongState: async () => ({ input: await wrong('submitted'), subject: desk.sender, code: 'referral.wrong-state' }),
  effect: async (_house, card) => expectStanding(desk, card.id, { state: 'closed', task: 'completed', actions: 8 }),
});

test('a normal acceptance without slot or bed is refused, and a full slot accepts nothing', async () => {
  const id = await desk.outward('submitted');
  expect(await problemOf(desk.run(desk.receiver)(acceptReferral, { id }))).toBe('referral.resource-needed');
  const slotId = desk.newSlot();
  await desk.run(desk.receiver)(acceptReferral, { id, slotId });
  const second = await desk.outward('submitted');
  expect(await problemOf(desk.run(desk.receiver)(acceptReferral, { id: second, slotId }))).toBe('scheduling.slot-full');
  expect((await desk.run(desk.sender)(getReferral, { id: second })).state).toBe('submitted');
});

test('taking another member moves the referral, its clock and the sight of the record', async () => {
  const id = await desk.outward('submitted');
  await desk.run(desk.receiver)(counterOfferReferral, { id, kind: 'member', reason: '床位已满', organisationId: PLACES.secondHospital });
  const card = await desk.run(desk.sender)(acceptCounterOffer, { id });
  expect(card).toMatchObject({ state: 'submitted', toOrganisationId: PLACES.secondHospital, moveOrganisationId: PLACES.secondHospital });
  expect(await problemOf(desk.run(desk.receiver)(getReferral, { id }))).toBe('referral.not-found');
  expect((await desk.run(desk.secondReceiver)(getReferral, { id })).number).toBe(card.number);
});

test('a counter-offer of a time locks that slot when it is accepted', async () => {
  const id = await desk.outward('submitted');
  await desk.run(desk.receiver)(counterOfferReferral, { id, kind: 'time', reason: '当日已满', slotId: desk.newSlot(), label: '后天上午' });
  expect(await desk.run(desk.sender)(acceptCounterOffer, { id })).toMatchObject({ state: 'resource_locked', resource: { kind: 'slot' } });
});

test('an incomplete counter-offer, an implausible arrival and a foreign step are refused', async () => {
  const id = await desk.outward('submitted');
  expect(await problemOf(desk.run(desk.receiver)(counterOfferReferral, { id, kind: 'time', reason: '改期' }))).toBe('referral.counter-offer-incomplete');
  expect(await problemOf(desk.run(desk.sender)(acceptReferral, { id, slotId: desk.newSlot() }))).toBe('referral.other-side');
  expect(await problemOf(desk.run(desk.stranger)(acceptReferral, { id, slotId: desk.newSlot() }))).toBe('referral.not-found');
  const locked = await desk.outward('resource_locked');
  const arrivedAt = new Date(desk.house.clock.now().getTime() + 3600_000).toISOString();
  expect(await problemOf(desk.run(desk.receiver)(confirmArrival, { id: locked, arrivedAt }))).toBe('referral.arrival-implausible');
  expect(await problemOf(desk.run(desk.receiver)(lockReferralResource, { id: await desk.outward('accepted') }))).toBe('referral.no-resource');
});

test('of 20 coordinators who accept one referral at once, exactly one does', async () => {
  const id = await desk.outward('submitted');
  const slots = Array.from({ length: 20 }, () => desk.newSlot());
  const answers = await Promise.all(slots.map((slotId) => problemOf(desk.run(desk.receiver)(acceptReferral, { id, slotId }))));
  expect(answers.filter((answer) => answer === 'it was allowed')).toHaveLength(1);
  expect(new Set(answers)).toEqual(new Set(['it was allowed', 'referral.wrong-state']));
});

test('of 20 referrals that want the last slot, exactly one gets it', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 20; index += 1) ids.push(await desk.outward('submitted'));
  const slotId = desk.newSlot();
  const answers = await Promise.all(ids.map((id) => problemOf(desk.run(desk.receiver)(acceptReferral, { id, slotId }))));
  expect(answers.filter((answer) => answer === 'it was allowed')).toHaveLength(1);
  expect(new Set(answers)).toEqual(new Set(['it was allowed', 'scheduling.slot-full']));
});

test('20 parallel submissions for one person and problem leave one live referral', async () => {
  const personId = await desk.newPerson();
  const ids: string[] = [];
  for (let index = 0; index < 20; index += 1) ids.push(await desk.draft({ personId }));
  const answers = await Promise.all(ids.map((id) => problemOf(desk.run(desk.sender)(submitReferral, { id }))));
  expect(answers.filter((answer) => answer === 'it was allowed')).toHaveLength(1);
});
