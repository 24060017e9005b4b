import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findResource } from '#fhir/repository/read.ts';
import { writeResources } from '#fhir/repository/write.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { bulkLoadConsortium } from '#modules/consortium/server/api.ts';
import { consortiumModule } from '#modules/consortium/server/module.ts';
import * as beds from '../contract/beds.ts';
import * as clinics from '../contract/clinics.ts';
import * as reservations from '../contract/reservations.ts';
import {
  bulkLoadScheduling, confirmArrival, confirmReservation, findCapacity, finishReservation, releaseReservation, reserveBed, reserveSlot,
} from './api.ts';
import { schedulingModule } from './module.ts';

const { createClinic, publishSession, changeQuota, cancelSession } = clinics;
const { bookSlot, cancelBooking, recordArrival, recordMissed } = reservations;
const { createWard, blockBed, unblockBed, admitToBed, dischargeBed, moveBed } = beds;

let house: TestHouse;
let desk: Subject;
let ward: Subject;
let township: Subject;
let clinicId: string;
let wardId: string;
let serial = 0;
const next = (): number => (serial += 1);
const give = () => house;

const organisation = (id: string, parentId: string | null) => ({
  id, name: `测试${id}`, shortName: null, pinyin: id, level: 'county' as const, kind: 'hospital' as const, ownership: 'public' as const, isLegalPerson: true,
  creditCode: null, insuranceCode: null, divisionCode: null, parentId, longitude: null, latitude: null, bedCount: 0, telephone: null, address: null,
});

/** Seconds counted from the house's clock, for many ids in one transaction of the test's own. */
const context = (tx: Parameters<Parameters<TestHouse['database']['transaction']>[0]>[0], emitted: string[] = []) => ({
  tx, subject: systemSubject, now: house.clock.now(), newId: () => `id-${next()}`, emit: (name: string) => void emitted.push(name),
});
const inside = <T>(work: (own: ReturnType<typeof context>) => Promise<T>): Promise<T> => house.database.transaction((tx) => work(context(tx)));

async function person(gender: 'male' | 'female' = 'female'): Promise<string> {
  const id = `person-${next()}`;
  await inside((own) => writeResources(own, [{ method: 'put', resource: { resourceType: 'Patient', id, gender, name: [{ text: '测试居民' }] }, ownerOrganisationId: 'lead' }]));
  return id;
}

beforeAll(async () => {
  house = await openTestHouse({ modules: [consortiumModule, schedulingModule] });
  await house.database.transaction((tx) => bulkLoadConsortium(tx, {
    organisations: [organisation('office', null), organisation('lead', 'office'), organisation('town', 'office'), organisation('elsewhere', null)],
    consortia: [{ id: 'county', name: '县域医共体', form: 'county-consortium', tightness: 'tight', ownerOrganisationId: 'office', foundedOn: '2020-01-01', invariants: [] }],
    memberships: ['lead', 'town'].map((id) => ({ id: `m-${id}`, consortiumId: 'county', organisationId: id, role: id === 'lead' ? 'lead' as const : 'member' as const, validFrom: '2020-01-01', validUntil: null })),
    agreements: [], serviceCentres: [], diseaseLists: [], areas: [], grids: [], escalationContacts: [],
  }));
  desk = await house.subject({ roles: ['specialist', 'referral-coordinator'], organisationId: 'lead' });
  ward = await house.subject({ roles: ['ward-manager'], organisationId: 'lead' });
  township = await house.subject({ roles: ['township-doctor'], organisationId: 'town' });
  clinicId = (await house.as(desk).run(createClinic, { organisationId: 'lead', name: '心内科门诊', speciality: '03.04', practitionerName: '测试医生' })).id;
  wardId = (await house.as(ward).run(createWard, { organisationId: 'lead', name: '心内科病区', speciality: '03.04', beds: 60, referralBeds: 0, referralUntil: '12:00' })).id;
}, 120_000);
afterAll(() => house?.close());

let hour = 0;
/** A session of its own: an hour of its own on a later day. */
const sessionInput = (more: Record<string, unknown> = {}) => {
  hour += 1;
  const at = String(hour % 22).padStart(2, '0');
  const day = new Date(Date.UTC(2026, 10, 5 + Math.floor(hour / 22))).toISOString().slice(0, 10);
  return { clinicId, day, from: `${at}:00`, until: `${at}:30`, minutesPerSlot: 30, open: 2, referral: 1, contract: 1, releaseHours: 24, ...more };
};
const session = (more: Record<string, unknown> = {}) => house.as(desk).run(publishSession, sessionInput(more));
const slot = async (more: Record<string, unknown> = {}) => (await session(more)).slots[0]!;
const booking = async () => house.as(desk).run(bookSlot, { slotId: (await slot()).id, personId: await person(), pool: 'open' });
const freeBed = async () => (await house.owner.query<{ id: string }>("select bed_id as id from scheduling.bed where ward_id = $1 and state = 'free' order by label limit 1", [wardId]))[0]!.id;
const occupied = async () => house.as(ward).run(admitToBed, { id: await freeBed(), personId: await person() });
const codeOf = (attempt: Promise<unknown>) => attempt.then(() => 'allowed', (error: unknown) => (error instanceof Problem ? error.code : String(error)));

const clinicInput = () => ({ organisationId: 'lead', name: `门诊${next()}`, speciality: '03' });
proveCommand(createClinic, {
  house: give,
  possible: async () => ({ input: clinicInput(), subject: desk }),
  wrongState: async () => ({ input: { ...clinicInput(), name: '心内科门诊' }, subject: desk, code: 'scheduling.clinic-exists' }),
  effect: async (_, answer) => expect(await findResource(house.database, 'Schedule', answer.id)).toMatchObject({ active: true }),
});
proveCommand(publishSession, {
  house: give,
  possible: async () => ({ input: sessionInput(), subject: desk }),
  wrongState: async () => {
    const input = sessionInput();
    await house.as(desk).run(publishSession, input);
    return { input, subject: desk, code: 'scheduling.session-overlaps' };
  },
  effect: async (_, answer) => expect(await findResource(house.database, 'Slot', answer.slots[0]!.id)).toMatchObject({ status: 'free' }),
});
proveCommand(changeQuota, {
  house: give,
  possible: async () => ({ input: { id: (await slot()).id, open: 5, referral: 0, contract: 0, reason: '加号' }, subject: desk }),
  wrongState: async () => {
    const { slotId } = await booking();
    return { input: { id: slotId!, open: 0, referral: 1, contract: 1, reason: '减号' }, subject: desk, code: 'scheduling.quota-below-taken' };
  },
  effect: async (_, answer) => expect(answer.free).toBe(5),
});
proveCommand(cancelSession, {
  house: give,
  possible: async () => ({ input: { id: (await session()).id, reason: '医生外出' }, subject: desk }),
  wrongState: async () => {
    const { id, slots } = await session();
    await house.as(desk).run(bookSlot, { slotId: slots[0]!.id, personId: await person(), pool: 'open' });
    return { input: { id, reason: '医生外出' }, subject: desk, code: 'scheduling.session-booked' };
  },
  effect: async (_, answer) => expect(await findResource(house.database, 'Slot', answer.slots[0]!.id)).toMatchObject({ status: 'busy-unavailable' }),
});
proveCommand(bookSlot, {
  house: give,
  possible: async () => ({ input: { slotId: (await slot()).id, personId: await person(), pool: 'open' as const }, subject: desk }),
  wrongState: async () => {
    const { id } = await slot({ open: 1 });
    await house.as(desk).run(bookSlot, { slotId: id, personId: await person(), pool: 'open' });
    return { input: { slotId: id, personId: await person(), pool: 'open' as const }, subject: desk, code: 'scheduling.slot-full' };
  },
  effect: async (_, answer) => expect(await findResource(house.database, 'Appointment', answer.appointmentId)).toMatchObject({ status: 'booked' }),
});
proveCommand(cancelBooking, {
  house: give,
  possible: async () => ({ input: { id: (await booking()).id, reason: '临时有事' }, subject: desk }),
  wrongState: async () => {
    const { id } = await booking();
    await house.as(desk).run(recordArrival, { id });
    return { input: { id, reason: '临时有事' }, subject: desk, code: 'scheduling.wrong-state' };
  },
  effect: async (_, answer) => {
    expect(await findResource(house.database, 'Appointment', answer.appointmentId)).toMatchObject({ status: 'cancelled' });
    const [row] = await house.owner.query<{ open_taken: number }>('select open_taken from scheduling.slot where slot_id = $1', [answer.slotId]);
    expect(row?.open_taken).toBe(0);
  },
});
proveCommand(recordArrival, {
  house: give,
  possible: async () => ({ input: { id: (await booking()).id }, subject: { ...desk, id: 'colleague' } }),
  wrongState: async () => {
    const { id } = await booking();
    await house.as(desk).run(cancelBooking, { id, reason: '取消' });
    return { input: { id }, subject: desk, code: 'scheduling.wrong-state' };
  },
  effect: async (_, answer) => {
    expect(answer.state).toBe('arrived');
    const [row] = await house.owner.query<{ total: number }>('select count(*) as total from access.record_basis where source = $1', [`scheduling/${answer.id}`]);
    expect(row?.total).toBe(1);
  },
});
it('who books and records the arrival alone opens no record', async () => {
  const { id } = await booking();
  await house.as(desk).run(recordArrival, { id });
  expect(await house.owner.query('select 1 from access.record_basis where source = $1', [`scheduling/${id}`])).toEqual([]);
});
proveCommand(recordMissed, {
  house: give,
  possible: async () => ({ input: { id: (await booking()).id, reason: '未到' }, subject: desk }),
  wrongState: async () => {
    const { id } = await booking();
    await house.as(desk).run(recordArrival, { id });
    return { input: { id, reason: '未到' }, subject: desk, code: 'scheduling.wrong-state' };
  },
  effect: async (_, answer) => expect(await findResource(house.database, 'Appointment', answer.appointmentId)).toMatchObject({ status: 'noshow' }),
});

const wardInput = () => ({ organisationId: 'lead', name: `病区${next()}`, speciality: '03', beds: 3, referralBeds: 0, referralUntil: '12:00' });
proveCommand(createWard, {
  house: give,
  possible: async () => ({ input: wardInput(), subject: ward }),
  wrongState: async () => ({ input: { ...wardInput(), name: '心内科病区' }, subject: ward, code: 'scheduling.ward-exists' }),
  effect: async (_, answer) => expect(await findResource(house.database, 'Location', answer.bedIds[0]!)).toMatchObject({ operationalStatus: { code: 'U' } }),
});
proveCommand(blockBed, {
  house: give,
  possible: async () => ({ input: { id: await freeBed(), reason: '维修' }, subject: ward }),
  wrongState: async () => ({ input: { id: (await occupied()).id, reason: '维修' }, subject: ward, code: 'scheduling.bed-wrong-state' }),
  effect: async (_, answer) => expect(await findResource(house.database, 'Location', answer.id)).toMatchObject({ status: 'suspended' }),
});
proveCommand(unblockBed, {
  house: give,
  possible: async () => ({ input: { id: (await house.as(ward).run(blockBed, { id: await freeBed(), reason: '维修' })).id }, subject: ward }),
  wrongState: async () => ({ input: { id: await freeBed() }, subject: ward, code: 'scheduling.bed-wrong-state' }),
  effect: async (_, answer) => expect(answer).toMatchObject({ state: 'free', blockedReason: null }),
});
proveCommand(admitToBed, {
  house: give,
  possible: async () => ({ input: { id: await freeBed(), personId: await person() }, subject: ward }),
  wrongState: async () => ({ input: { id: (await occupied()).id, personId: await person() }, subject: ward, code: 'scheduling.bed-wrong-state' }),
  effect: async (_, answer) => {
    expect(await findResource(house.database, 'Location', answer.id)).toMatchObject({ operationalStatus: { code: 'O' } });
    const bases = await house.owner.query('select 1 from access.record_basis where person_id = $1 and valid_until is null', [answer.personId]);
    expect(bases).toHaveLength(1);
  },
});
it('who may read records opens none by admitting, moving and discharging alone', async () => {
  const reader = { ...ward, id: 'reading-manager', permissions: new Set([...ward.permissions, 'fhir.read']) };
  const open = async (personId: string) => (await house.owner.query<{ open: number }>('select count(*)::int as open from access.record_basis where person_id = $1', [personId]))[0]!.open;
  const [personId, first, other] = [await person(), await freeBed(), async () => freeBed()];
  await house.as(reader).run(admitToBed, { id: first, personId });
  expect(await open(personId)).toBe(0);
  const moved = await house.as(reader).run(moveBed, { id: first, toBedId: await other(), reason: '调整' });
  await house.as(reader).run(dischargeBed, { id: moved.id, reason: '出院' });
  expect(await open(personId)).toBe(0);
});
proveCommand(dischargeBed, {
  house: give,
  possible: async () => ({ input: { id: (await occupied()).id, reason: '出院' }, subject: ward }),
  wrongState: async () => ({ input: { id: await freeBed(), reason: '出院' }, subject: ward, code: 'scheduling.bed-wrong-state' }),
  effect: async (_, answer) => expect(answer).toMatchObject({ state: 'free', personId: null }),
});
proveCommand(moveBed, {
  house: give,
  possible: async () => {
    const { id } = await occupied();
    return { input: { id, toBedId: await freeBed(), reason: '调整' }, subject: ward };
  },
  wrongState: async () => ({ input: { id: (await occupied()).id, toBedId: (await occupied()).id, reason: '调整' }, subject: ward, code: 'scheduling.bed-wrong-state' }),
  effect: async (_, answer, input) => {
    expect(answer).toMatchObject({ id: input.toBedId, state: 'occupied' });
    expect(await findResource(house.database, 'Location', input.id)).toMatchObject({ operationalStatus: { code: 'U' } });
  },
});

describe('the doors for the referral room', () => {
  const referral = () => `referral/${next()}`;
  const request = async (source: string, more: object = {}) => ({ slotId: (await slot()).id, personId: await person(), pool: 'referral' as const, source, byOrganisationId: 'town', ...more });

  it('reserve once for a purpose, give back and reserve anew', async () => {
    const source = referral();
    const wish = await request(source);
    const first = await inside((own) => reserveSlot(own, wish));
    expect(await inside((own) => reserveSlot(own, wish))).toEqual(first);
    const other = await request(source);
    expect(await codeOf(inside((own) => reserveSlot(own, other)))).toBe('scheduling.already-reserved');
    expect((await inside((own) => releaseReservation(own, { source })))[0]?.state).toBe('released');
    expect(await inside((own) => releaseReservation(own, { source }))).toEqual([]);
    expect((await inside((own) => reserveSlot(own, other))).slotId).toBe(other.slotId);
  });

  it('refuse strangers the seats of members, unknown people, and a second seat at one time', async () => {
    const wish = await request(referral());
    expect(await codeOf(inside((own) => reserveSlot(own, { ...wish, byOrganisationId: 'elsewhere' })))).toBe('scheduling.not-a-member');
    expect(await codeOf(inside((own) => reserveSlot(own, { ...wish, personId: 'nobody' })))).toBe('scheduling.person-unknown');
    await inside((own) => reserveSlot(own, wish));
    expect(await codeOf(inside((own) => reserveSlot(own, { ...wish, source: referral(), pool: 'open' })))).toBe('scheduling.person-has-seat');
    const [row] = await house.owner.query<{ open_taken: number; referral_taken: number }>('select open_taken, referral_taken from scheduling.slot where slot_id = $1', [wish.slotId]);
    expect(row).toEqual({ open_taken: 0, referral_taken: 1 });
  });

  it('keep a bed, occupy it at arrival and free it at the end', async () => {
    const source = referral();
    const kept = await inside(async (own) => reserveBed(own, { wardId, personId: await person('male'), source, byOrganisationId: 'town', until: new Date(own.now.getTime() + 3_600_000) }));
    expect(await findResource(house.database, 'Appointment', kept.appointmentId)).toMatchObject({ status: 'pending' });
    expect((await inside((own) => confirmReservation(own, { source })))[0]?.state).toBe('confirmed');
    expect((await inside((own) => confirmArrival(own, { source })))[0]?.state).toBe('arrived');
    expect((await inside((own) => confirmArrival(own, { source })))[0]?.state).toBe('arrived');
    const [taken] = await house.owner.query<{ state: string }>('select state from scheduling.bed where bed_id = $1', [kept.bedId]);
    expect(taken?.state).toBe('occupied');
    expect((await inside((own) => finishReservation(own, { source })))[0]?.state).toBe('finished');
    const [freed] = await house.owner.query<{ state: string }>('select state from scheduling.bed where bed_id = $1', [kept.bedId]);
    expect(freed?.state).toBe('free');
  });

  it('let a kept bed lapse by itself, once', async () => {
    const source = referral();
    const kept = await inside(async (own) => reserveBed(own, { bedId: await freeBed(), personId: await person(), source, byOrganisationId: 'town', until: new Date(own.now.getTime() + 60_000) }));
    house.clock.advance(120_000);
    await house.runJob('scheduling.expire-reservations');
    await house.runJob('scheduling.expire-reservations');
    const rows = await house.owner.query<{ state: string }>('select state from scheduling.reservation where reservation_id = $1', [kept.id]);
    expect(rows[0]?.state).toBe('expired');
    const told = await house.owner.query("select 1 from events.outbox where name = 'scheduling.reservation-expired' and payload ->> 'source' = $1", [source]);
    expect(told).toHaveLength(1);
    expect(await inside((own) => confirmArrival(own, { source }))).toEqual([]);
  });

  it('open untaken seats to all when the release time has come', async () => {
    const { id } = await slot({ releaseHours: 240 });
    await house.runJob('scheduling.release-quotas');
    const [row] = await house.owner.query<{ open_quota: number; referral_quota: number; contract_quota: number }>(
      'select open_quota, referral_quota, contract_quota from scheduling.slot where slot_id = $1', [id],
    );
    expect(row).toEqual({ open_quota: 4, referral_quota: 0, contract_quota: 0 });
  });

  it('count what a site can still take', async () => {
    const capacity = await findCapacity(house.database, { organisationId: 'lead', speciality: '03', from: house.clock.now() });
    expect(capacity.slots.openFree).toBeGreaterThan(0);
    expect(capacity.beds.free).toBeGreaterThan(0);
  });

  it('load a seed twice as once', async () => {
    const seed = {
      clinics: [{ id: 'seed-clinic', organisationId: 'lead', name: '种子门诊', speciality: '03', practitionerId: null, practitionerName: null, room: null }],
      sessions: [{ id: 'seed-session', clinicId: 'seed-clinic', day: '2026-12-01', startsAt: '2026-12-01T00:00:00Z', endsAt: '2026-12-01T01:00:00Z', releaseAt: '2026-11-30T00:00:00Z',
        slots: [{ id: 'seed-slot', startsAt: '2026-12-01T00:00:00Z', endsAt: '2026-12-01T01:00:00Z', open: 1, referral: 1, contract: 0 }] }],
      wards: [{ id: 'seed-ward', organisationId: 'lead', name: '种子病区', speciality: '07', telephone: null, referralBeds: 1, referralUntil: '12:00',
        beds: [{ id: 'seed-bed', label: '01', forSex: 'male' as const, personId: null, since: '2026-11-01T00:00:00Z' }] }],
    };
    for (let time = 0; time < 2; time += 1) await house.database.transaction((tx) => bulkLoadScheduling(tx, seed));
    const wish = await person('female');
    expect(await codeOf(inside((own) => reserveBed(own, { wardId: 'seed-ward', personId: wish, source: referral(), byOrganisationId: 'town', until: new Date(own.now.getTime() + 60_000) })))).toBe('scheduling.no-free-bed');
    expect(await codeOf(house.as(ward).run(admitToBed, { id: 'seed-bed', personId: wish }))).toBe('scheduling.bed-not-suitable');
    expect(await codeOf(house.as(ward).run(admitToBed, { id: 'seed-bed', personId: await person('male') }))).toBe('scheduling.kept-for-referrals');
  });
});

describe('desks and reads', () => {
  it('a member books elsewhere only for people whose record it may open', async () => {
    const { id } = await slot();
    expect(await codeOf(house.as(township).run(bookSlot, { slotId: id, personId: await person(), pool: 'contract' }))).toBe('platform.record-forbidden');
  });

  it('three missed bookings end booking ahead', async () => {
    const personId = await person();
    for (let time = 0; time < 3; time += 1) {
      const made = await house.as(desk).run(bookSlot, { slotId: (await slot()).id, personId, pool: 'open' });
      await house.as(desk).run(recordMissed, { id: made.id, reason: '未到' });
    }
    expect(await codeOf(house.as(desk).run(bookSlot, { slotId: (await slot()).id, personId, pool: 'open' }))).toBe('scheduling.often-missed');
  });

  it('bookings of a referral are changed at the referral desk', async () => {
    const made = await inside(async (own) => reserveSlot(own, { slotId: (await slot()).id, personId: await person(), pool: 'open', source: `referral/${next()}`, byOrganisationId: 'lead' }));
    expect(await codeOf(house.as(desk).run(cancelBooking, { id: made.id, reason: '取消' }))).toBe('scheduling.managed-elsewhere');
  });

  it('show people only to the site that cares for them', async () => {
    const bed = await occupied();
    const own = await house.as(ward).run(beds.getBedBoard, {});
    const theirs = await house.as(township).run(beds.getBedBoard, {});
    const find = (board: typeof own) => board.wards.flatMap((each) => each.beds).find((each) => each.id === bed.id);
    expect(find(own)).toMatchObject({ personName: '测试居民', state: 'occupied' });
    expect(find(theirs)).toMatchObject({ personName: null, personId: null, state: 'occupied' });
  });

  it('answer search, week, day sheet, clinics and utilisation', async () => {
    const made = await booking();
    const found = await house.as(desk).run(clinics.listSlots, { limit: 50, offset: 0, speciality: ['03'], pool: 'referral', freeOnly: true });
    expect(found.rows.every((row) => row.organisationName === '测试lead')).toBe(true);
    expect(found.total).toBeGreaterThan(0);
    const [times] = await house.owner.query<{ day: string }>("select (starts_at at time zone 'Asia/Shanghai')::date as day from scheduling.slot where slot_id = $1", [made.slotId]);
    const day = times!.day;
    const sheet = await house.as(desk).run(reservations.listDaySheet, { limit: 50, offset: 0, day });
    expect(sheet.rows.find((row) => row.id === made.id)).toMatchObject({ personName: '测试居民', clinicName: '心内科门诊' });
    const theirs = await house.as(township).run(reservations.listDaySheet, { limit: 50, offset: 0, day });
    expect(theirs.rows.every((row) => row.byOrganisationId === 'town')).toBe(true);
    const week = await house.as(desk).run(clinics.getClinicWeek, { clinicId, from: day });
    expect(week.sessions.length).toBeGreaterThan(0);
    expect((await house.as(desk).run(clinics.listClinics, { limit: 50, offset: 0 })).total).toBeGreaterThan(0);
    const report = await house.as(desk).run(clinics.getUtilisation, { from: '2026-11-01', until: '2026-12-31' });
    expect(report.sites[0]).toMatchObject({ organisationName: '测试lead' });
    expect(report.missed).toBeGreaterThan(2);
  });
});
