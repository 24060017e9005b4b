import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { searchResources } from '#fhir/repository/search.ts';
import type { Subject } from '#platform/access/subject.ts';
import {
  checkReferral, countWaitingReferrals, findLiveReferral, getReferral, listCriteria, listOwnReferrals, listReferrals, referralBoard, referralStatistics, saveReferralDraft,
  submitReferral, type DownState, type OutwardState,
} from '../../contract.ts';
import { draftInput, letter, openDesk, type Desk } from '../commands/fixture/desk.ts';
import { problemOf } from '../commands/fixture/standing.ts';
import { PLACES } from '../commands/fixture/world.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.house.close());

const all = { box: 'all', sort: 'deadline', limit: 500, offset: 0 } as const;

test('overdue clocks are escalated to the contact of the side whose move it is, once a span', async () => {
  const id = await desk.outward('submitted', { priority: 'emergency' });
  desk.house.clock.advance(11 * 60_000);
  await desk.house.runJob('referral.escalate-overdue');
  await desk.house.runJob('referral.escalate-overdue');
  const { timeline, escalationLevel, overdue, state } = await desk.run(desk.sender)(getReferral, { id });
  expect({ escalationLevel, overdue, state }).toEqual({ escalationLevel: 1, overdue: true, state: 'submitted' });
  expect(timeline.at(-1)).toMatchObject({ action: 'escalate', detail: { level: 1, contactName: '值班hospital' } });
  desk.house.clock.advance(10 * 60_000);
  await desk.house.runJob('referral.escalate-overdue');
  expect((await desk.run(desk.sender)(getReferral, { id })).timeline.at(-1)).toMatchObject({ detail: { level: 2, contactName: '值班township' } });
  // Back to the present: bases are judged by the database's clock.
  desk.house.clock.set(new Date());
});

test('a resident who does not arrive lets the referral expire and frees the slot', async () => {
  const id = await desk.outward('expired');
  const detail = await desk.run(desk.sender)(getReferral, { id });
  expect(detail).toMatchObject({ state: 'expired', resource: null, whoseMove: 'sender' });
  const open = await desk.house.owner.query<{ state: string }>('select state from scheduling.reservation where source = $1', [`referral/${id}`]);
  expect(open.map((row) => row.state)).toEqual(['released']);
});

test('board and list show the same referrals; counts are of all', async () => {
  await desk.outward('triaged');
  await desk.outward('rejected');
  const board = await desk.run(desk.sender)(referralBoard, { box: 'all', flow: 'outward', perColumn: 1 });
  const list = await desk.run(desk.sender)(listReferrals, { ...all, flow: 'outward' });
  for (const column of board.columns) {
    expect(column.total).toBe(list.rows.filter((row) => row.state === column.state).length);
    expect(column.cards.length).toBe(Math.min(1, column.total));
  }
  expect(board.capacity[PLACES.hospital]).toMatchObject({ bedsFree: 80 });
  const waiting = await desk.run(desk.receiver)(countWaitingReferrals, {});
  const ours = await desk.run(desk.receiver)(listReferrals, { ...all, ours: true });
  expect(waiting.waiting).toBe(ours.total);
});

test('search words with signs of the pattern language are taken literally', async () => {
  expect((await desk.run(desk.sender)(listReferrals, { ...all, q: '%' })).total).toBe(0);
  expect((await desk.run(desk.sender)(listReferrals, { ...all, q: '心绞痛' })).total).toBeGreaterThan(0);
});

test('who wants to refer again is shown the live referral to track', async () => {
  const personId = await desk.newPerson();
  const id = await desk.draft({ personId });
  await desk.run(desk.sender)(submitReferral, { id });
  const { referrals } = await desk.run(desk.village)(findLiveReferral, { personId, diagnosisCode: 'I20.9' });
  expect(referrals).toMatchObject([{ id, sameProblem: true, toOrganisationName: '示例县人民医院' }]);
  expect(await problemOf(desk.run(desk.secondSender)(findLiveReferral, { personId }))).toBe('platform.record-forbidden');
  const check = await desk.run(desk.sender)(checkReferral, { ...(await draftInput(desk)), personId });
  expect(check.ready).toBe(false);
  expect(check.findings.map(({ code }) => code)).toContain('referral.already-live');
});

test('the check before submission tells verdict, agreement, capacity and what the vital signs suggest', async () => {
  const input = await draftInput(desk);
  const good = await desk.run(desk.sender)(checkReferral, { ...input, letter: { ...letter, vitals: { oxygenSaturation: 88 } } });
  expect(good).toMatchObject({ ready: true, suggestedCriteria: ['up-oxygen'], capacity: { bedsFree: 80 } });
  const treatable = await desk.run(desk.sender)(checkReferral, { ...input, letter: { ...letter, diagnoses: [{ code: 'J06.9', display: '上感' }] } });
  expect(treatable.findings.find((each) => each.code === 'referral.treat-locally')?.level).toBe('blocked');
  const criteria = await desk.run(desk.sender)(listCriteria, { direction: 'up' });
  expect(criteria.criteria.every((each) => each.direction === 'up')).toBe(true);
});

test('a resident sees the own referrals in plain words and nobody else’s', async () => {
  const personId = await desk.newPerson();
  const id = await desk.draft({ personId });
  const own = desk.house.resident(personId);
  expect((await desk.run(own)(listOwnReferrals, {})).referrals).toEqual([]);
  await desk.run(desk.sender)(submitReferral, { id });
  const [shown] = (await desk.run(own)(listOwnReferrals, {})).referrals;
  expect(shown).toMatchObject({ id, state: 'submitted', steps: [{ state: 'submitted' }] });
  expect(shown?.plain.zh).not.toContain('submitted');
  expect((await desk.run(desk.house.resident('person-of-nobody'))(listOwnReferrals, {})).referrals).toEqual([]);
});

test('statistics count in the database: up, down, refusals, return rate, accept times', async () => {
  await desk.down('accepted_by_primary');
  const figures = await desk.run(desk.sender)(referralStatistics, {});
  const [counted] = await desk.house.owner.query<{ sent: number; down: number }>(
    `select count(*) filter (where direction <> 'down') as sent, count(*) filter (where direction = 'down') as down from referral.referral where submitted_at is not null`,
  );
  expect(figures.total).toMatchObject(counted!);
  expect(figures.total.returnRate).toBeGreaterThan(0);
  expect(figures.refusalReasons.map(({ code }) => code)).toContain('no-capacity');
  expect(figures.organisations.find((row) => row.organisationId === PLACES.township)).toMatchObject({ organisationName: '柳林镇卫生院' });
});

test('an outside client that polls Task sees the state in businessStatus', async () => {
  const id = await desk.outward('triaged');
  const machine: Subject = { ...desk.receiver, kind: 'client', id: 'machine', everyOrganisation: true, scopes: ['system/*.rs'] };
  const found = await searchResources(desk.house.database, machine, `Task?_id=${id}`);
  expect(found.resources).toMatchObject([{ resourceType: 'Task', status: 'received', businessStatus: { coding: [{ code: 'triaged' }] } }]);
});

/** Independent of the gate: who may see what, said plainly. */
function maySee(organisationIds: readonly string[], row: { from: string; to: string | null; state: string }): boolean {
  if (organisationIds.includes(row.from)) return true;
  return row.to !== null && organisationIds.includes(row.to) && row.state !== 'draft' && row.state !== 'planned';
}

test('over the organisation tree, 200 referrals are listed to exactly those who take part', async () => {
  const outwardStates: OutwardState[] = ['draft', 'submitted', 'triaged', 'rejected', 'withdrawn'];
  const downStates: DownState[] = ['planned'];
  const places = [PLACES.hospital, PLACES.secondHospital, PLACES.secondTownship];
  const random = fc.sample(fc.record({ to: fc.constantFrom(...places), state: fc.constantFrom(...outwardStates), village: fc.boolean() }), { numRuns: 199, seed: 7 });
  await desk.down(downStates[0]!);
  for (const { to, state, village } of random) {
    const direction = to === PLACES.secondTownship ? ('lateral' as const) : ('up' as const);
    const reason = { ...letter, reasonCode: direction === 'lateral' ? 'capacity' : letter.reasonCode };
    if (village) await desk.run(desk.village)(saveReferralDraft, { ...(await draftInput(desk)), toOrganisationId: to, direction, letter: reason });
    else if (to === PLACES.hospital) await desk.outward(state);
    else {
      const id = await desk.draft({ toOrganisationId: to, direction, letter: reason });
      if (state !== 'draft') await desk.run(desk.sender)(submitReferral, { id, overrideReason: '专科特色' });
    }
  }
  const rows = await desk.house.owner.query<{ id: string; from: string; to: string | null; state: string }>(
    'select referral_id as id, from_organisation_id as "from", to_organisation_id as "to", state from referral.referral',
  );
  expect(rows.length).toBeGreaterThanOrEqual(200);
  for (const place of Object.values(PLACES)) {
    const user = await desk.house.subject({ roles: ['referral-coordinator'], organisationId: place, id: `walker-${place}` });
    const expected = rows.filter((row) => maySee(user.organisationIds, row)).map((row) => row.id).sort();
    const page = await desk.run(user)(listReferrals, { ...all });
    expect(page.total, place).toBe(expected.length);
    expect(page.rows.map((row) => row.id).sort(), place).toEqual(expected);
    const hidden = rows.find((row) => !maySee(user.organisationIds, row) && row.state === 'draft');
    if (hidden) expect(await problemOf(desk.run(user)(getReferral, { id: hidden.id }))).toBe('referral.not-found');
  }
}, 120_000);
