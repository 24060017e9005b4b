import { afterAll, beforeAll, expect, test } from 'vitest';
import { findResource } from '#fhir/repository/read.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import {
  cancelReferral, getReferral, recordOutsideAnswer, registerEmergencyReferral, rejectReferral, resubmitReferral, saveReferralDraft, submitReferral, withdrawReferral,
} from '../../../contract.ts';
import { draftInput, letter, openDesk, type Desk } from '../fixture/desk.ts';
import { PLACES } from '../fixture/world.ts';
import { expectStanding, problemOf } from '../fixture/standing.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.house.close());
const house = () => desk.house;

proveCommand(saveReferralDraft, {
  house,
  possible: async () => ({ input: await draftInput(desk), subject: desk.sender }),
  wrongState: async () => ({ input: { ...(await draftInput(desk)), id: await desk.outward('submitted') }, subject: desk.sender, code: 'referral.wrong-state' }),
  effect: async (_house, card) => expectStanding(desk, card.id, { state: 'draft', task: 'draft', actions: 1 }),
});

proveCommand(submitReferral, {
  house,
  possible: async () => ({ input: { id: await desk.draft() }, subject: desk.sender }),
  wrongState: async () => ({ input: { id: await desk.outward('withdrawn') }, subject: desk.sender, code: 'referral.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'submitted', task: 'requested', actions: 2 });
    const pressure = await findResource(desk.house.database, 'Observation', `${card.id}-85354-9`);
    expect(pressure?.component?.map((each) => each.valueQuantity?.value)).toEqual([140, 90]);
    expect(card.whoseMove).toBe('receiver');
  },
});

proveCommand(resubmitReferral, {
  house,
  possible: async () => ({ input: { id: await desk.outward('rejected'), note: '补充资料' }, subject: desk.sender }),
  wrongState: async () => ({ input: { id: await desk.outward('submitted') }, subject: desk.sender, code: 'referral.wrong-state' }),
  effect: async (_house, card) => expectStanding(desk, card.id, { state: 'submitted', task: 'requested', actions: 4 }),
});

proveCommand(withdrawReferral, {
  house,
  possible: async () => ({ input: { id: await desk.outward('submitted'), note: '居民改变主意' }, subject: desk.sender }),
  wrongState: async () => ({ input: { id: await desk.outward('in_care'), note: '太晚' }, subject: desk.sender, code: 'referral.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'withdrawn', task: 'cancelled', actions: 3 });
    const [basis] = await desk.house.owner.query<{ open: number }>(`select count(*) as open from access.record_basis where source = $1 and valid_until is null`, [`referral/${card.id}`]);
    expect(basis?.open).toBe(0);
  },
});

proveCommand(cancelReferral, {
  house,
  possible: async () => ({ input: { id: await desk.outward('resource_locked'), note: '居民不来' }, subject: desk.sender }),
  wrongState: async () => ({ input: { id: await desk.outward('submitted'), note: '应撤回' }, subject: desk.sender, code: 'referral.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'withdrawn', task: 'cancelled', actions: 5 });
    expect(card.resource).toBeNull();
  },
});

proveCommand(registerEmergencyReferral, {
  house,
  possible: async () => ({ input: { ...(await draftInput(desk)), arrivedAt: desk.house.clock.now().toISOString() }, subject: desk.sender }),
  wrongState: async () => ({
    input: { ...(await draftInput(desk)), arrivedAt: new Date(desk.house.clock.now().getTime() - 25 * 3600_000).toISOString() },
    subject: desk.sender,
    code: 'referral.emergency-too-late',
  }),
  effect: async (_house, card) => expectStanding(desk, card.id, { state: 'emergency_override', task: 'in-progress', actions: 1 }),
});

const outside = { toOrganisationId: undefined, outsideHospitalName: '省立医院' };
proveCommand(recordOutsideAnswer, {
  house,
  possible: async () => ({ input: { id: await desk.outward('submitted', outside), answer: 'accept' as const, informant: '省立医院转诊办' }, subject: desk.sender }),
  wrongState: async () => ({ input: { id: await desk.outward('submitted', outside), answer: 'start-care' as const, informant: '省立医院' }, subject: desk.sender, code: 'referral.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'accepted', task: 'accepted', actions: 3 });
    expect(card.whoseMove).toBe('sender');
  },
});

test('a second live referral for the same problem is refused, another problem is not', async () => {
  const personId = await desk.newPerson();
  const first = await desk.draft({ personId });
  await desk.run(desk.sender)(submitReferral, { id: first });
  const second = await desk.draft({ personId });
  expect(await problemOf(desk.run(desk.sender)(submitReferral, { id: second }))).toBe('referral.already-live');
  const other = await desk.draft({ personId, letter: { ...letter, diagnoses: [{ code: 'E11.9', display: '2 型糖尿病' }] } });
  expect((await desk.run(desk.sender)(submitReferral, { id: other })).state).toBe('submitted');
});

test('without an agreement a normal referral is refused and an emergency goes through', async () => {
  const normal = await desk.draft({ toOrganisationId: PLACES.stranger });
  expect(await problemOf(desk.run(desk.sender)(submitReferral, { id: normal }))).toBe('referral.no-agreement');
  const emergency = await desk.draft({ toOrganisationId: PLACES.stranger, priority: 'emergency' });
  expect((await desk.run(desk.sender)(submitReferral, { id: emergency })).state).toBe('submitted');
});

test('a disease that the township treats needs a written reason', async () => {
  const id = await desk.draft({ letter: { ...letter, diagnoses: [{ code: 'J06.9', display: '急性上呼吸道感染' }] } });
  expect(await problemOf(desk.run(desk.sender)(submitReferral, { id }))).toBe('referral.treat-locally');
  const card = await desk.run(desk.sender)(submitReferral, { id, overrideReason: '合并免疫缺陷' });
  const detail = await desk.run(desk.sender)(getReferral, { id: card.id });
  expect(detail).toMatchObject({ diseaseVerdict: 'advised-against', overrideReason: '合并免疫缺陷', agreementId: 'agreement-1' });
});

test('incomplete letters name every missing place; consent is asked for', async () => {
  const bare = await desk.draft({ letter: {} });
  expect(await problemOf(desk.run(desk.sender)(submitReferral, { id: bare }))).toBe('referral.incomplete');
  const silent = await desk.draft({ letter: { ...letter, consent: undefined } });
  expect(await problemOf(desk.run(desk.sender)(submitReferral, { id: silent }))).toBe('referral.no-consent');
});

test('a person unknown to the sender is not referred by it', async () => {
  const personId = await desk.newPerson();
  expect(await problemOf(desk.run(desk.secondSender)(saveReferralDraft, { ...(await draftInput(desk)), personId }))).toBe('platform.record-forbidden');
});

test('an organisation cannot refer to itself', async () => {
  expect(await problemOf(desk.draft({ toOrganisationId: PLACES.township }))).toBe('referral.same-organisation');
});

test('a reason outside the catalogue and an unknown version are refused', async () => {
  const id = await desk.outward('submitted');
  expect(await problemOf(desk.run(desk.receiver)(rejectReferral, { id, reasonCode: 'because', note: '无' }))).toBe('referral.reason-unknown');
  expect(await problemOf(desk.run(desk.receiver)(rejectReferral, { id, reasonCode: 'other', note: '无', version: 1 }))).toBe('referral.changed-meanwhile');
});

test('a member answers for itself', async () => {
  const id = await desk.outward('submitted');
  expect(await problemOf(desk.run(desk.sender)(recordOutsideAnswer, { id, answer: 'accept', informant: '电话' }))).toBe('referral.other-side');
  expect(await problemOf(desk.run(desk.receiver)(recordOutsideAnswer, { id, answer: 'accept', informant: '电话' }))).toBe('referral.not-outside');
});

test('blood pressure typed full-width is kept, nonsense is refused', async () => {
  const id = await desk.draft({ letter: { ...letter, vitals: { bloodPressure: '１６０／１００' } } });
  expect((await desk.run(desk.sender)(getReferral, { id })).letter.vitals?.bloodPressure).toBe('160/100');
  expect(await problemOf(desk.draft({ letter: { ...letter, vitals: { bloodPressure: '160-100' } } }))).toBe('platform.invalid-input');
});

test('the hospital at whose door an emergency stands registers it for the township, a stranger cannot', async () => {
  const input = { ...(await draftInput(desk)), fromOrganisationId: PLACES.township, arrivedAt: desk.house.clock.now().toISOString() };
  expect(await problemOf(desk.run(desk.secondReceiver)(registerEmergencyReferral, input))).toBe('platform.record-forbidden');
  const card = await desk.run(desk.receiver)(registerEmergencyReferral, input);
  expect(card).toMatchObject({ state: 'emergency_override', fromOrganisationId: PLACES.township, sides: ['receiver'] });
  const [entry] = await desk.house.owner.query<{ basis: string }>(`select basis from audit.entry where resource = $1`, [`ServiceRequest/${card.id}`]);
  expect(entry?.basis).toBe('emergency');
});

test('an emergency overtakes a referral under way and frees its slot', async () => {
  const id = await desk.outward('resource_locked');
  const card = await desk.run(desk.receiver)(registerEmergencyReferral, { ...(await draftInput(desk)), id, arrivedAt: desk.house.clock.now().toISOString() });
  expect(card).toMatchObject({ id, state: 'emergency_override', priority: 'emergency', resource: null });
});
