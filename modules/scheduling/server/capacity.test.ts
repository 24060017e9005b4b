import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeResources } from '#fhir/repository/write.ts';
import { systemSubject } from '#platform/access/subject.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { consortiumModule } from '#modules/consortium/server/module.ts';
import { bulkLoadScheduling, releaseReservation, reserveBed, reserveSlot } from './api.ts';
import { schedulingModule } from './module.ts';

const CLIENTS = 50;
const ROUNDS = 200;
const PEOPLE = 400;
const SLOTS = 20;
const SEATS_PER_SLOT = 6;
const BEDS = 40;

let house: TestHouse;
let serial = 0;
const next = (): number => (serial += 1);

const inside = <T>(work: (context: { tx: Transaction; subject: typeof systemSubject; now: Date; newId(): string; emit(): void }) => Promise<T>): Promise<T> =>
  house.database.transaction((tx) => work({ tx, subject: systemSubject, now: house.clock.now(), newId: () => `id-${next()}`, emit: () => undefined }));

beforeAll(async () => {
  house = await openTestHouse({ modules: [consortiumModule, schedulingModule] });
  await inside((context) =>
    writeResources(context, Array.from({ length: PEOPLE }, (_, index) => ({
      method: 'put' as const,
      resource: { resourceType: 'Patient' as const, id: `person-${index}`, gender: 'female' as const },
      ownerOrganisationId: 'site',
    }))),
  );
  await house.database.transaction((tx) => bulkLoadScheduling(tx, {
    clinics: [{ id: 'clinic', organisationId: 'site', name: '门诊', speciality: '03', practitionerId: null, practitionerName: null, room: null }],
    sessions: [{
      id: 'session', clinicId: 'clinic', day: '2026-11-03', startsAt: '2026-11-03T00:00:00Z', endsAt: '2026-11-03T10:00:00Z', releaseAt: '2026-11-02T00:00:00Z',
      slots: Array.from({ length: SLOTS }, (_, index) => ({
        id: `slot-${index}`, startsAt: `2026-11-03T00:${String(index).padStart(2, '0')}:00Z`, endsAt: '2026-11-03T10:00:00Z', open: SEATS_PER_SLOT, referral: 0, contract: 0,
      })),
    }],
    wards: [{
      id: 'ward', organisationId: 'site', name: '病区', speciality: '03', telephone: null, referralBeds: 0, referralUntil: '12:00',
      beds: Array.from({ length: BEDS }, (_, index) => ({ id: `bed-${index}`, label: String(index), forSex: 'any' as const, personId: null, since: '2026-11-01T00:00:00Z' })),
    }],
  }));
}, 120_000);
afterAll(() => house?.close());

/** Runs the rounds of every client side by side; returns how many were taken and every refusal that is not "full". */
async function compete(attempt: (client: number, round: number) => Promise<unknown>): Promise<{ taken: number; full: number; strange: string[] }> {
  const outcome = { taken: 0, full: 0, strange: [] as string[] };
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        try {
          await attempt(client, round);
          outcome.taken += 1;
        } catch (error) {
          const code = error instanceof Problem ? error.code : String(error);
          if (code === 'scheduling.slot-full' || code === 'scheduling.no-free-bed') outcome.full += 1;
          else if (code !== 'scheduling.person-has-seat') outcome.strange.push(code);
        }
      }
    }),
  );
  return outcome;
}

const personFor = (client: number, round: number): string => `person-${(client * 37 + round * 13) % PEOPLE}`;

describe(`${CLIENTS} clients × ${ROUNDS} rounds`, () => {
  it('take exactly the seats there are', async () => {
    const { taken, full, strange } = await compete((client, round) =>
      inside((context) => reserveSlot(context, {
        slotId: `slot-${(client + round) % SLOTS}`, personId: personFor(client, round), pool: 'open', source: `load/${client}-${round}`, byOrganisationId: 'site',
      })),
    );
    expect(strange).toEqual([]);
    expect(full).toBeGreaterThan(0);
    expect(taken).toBe(SLOTS * SEATS_PER_SLOT);
    const [rows] = await house.owner.query<{ taken: number; reservations: number }>(
      "select (select sum(open_taken) from scheduling.slot)::integer as taken, (select count(*) from scheduling.reservation where kind = 'slot' and state = 'confirmed') as reservations",
    );
    expect(rows).toEqual({ taken: SLOTS * SEATS_PER_SLOT, reservations: SLOTS * SEATS_PER_SLOT });
    const [busy] = await house.owner.query<{ total: number }>(
      "select count(*) as total from fhir.resource where resource_type = 'Slot' and fhir.whole_text(resource_type, resource_id, version, last_updated, content)::jsonb ->> 'status' = 'busy'",
    );
    expect(busy?.total).toBe(SLOTS);
  }, 240_000);

  it('take exactly the beds there are', async () => {
    const until = new Date(house.clock.now().getTime() + 3_600_000);
    const { taken, strange } = await compete((client, round) =>
      inside((context) => reserveBed(context, { wardId: 'ward', personId: personFor(client, round), source: `bed/${client}-${round}`, byOrganisationId: 'site', until })),
    );
    expect(strange).toEqual([]);
    expect(taken).toBe(BEDS);
    const rows = await house.owner.query<{ state: string; total: number }>('select state, count(*) as total from scheduling.bed group by state');
    expect(rows).toEqual([{ state: 'reserved', total: BEDS }]);
  }, 240_000);

  it('hold the rule while seats are given back and taken again', async () => {
    const last = 'slot-0';
    const sources = (await house.owner.query<{ source: string }>("select source from scheduling.reservation where slot_id = $1 and state = 'confirmed'", [last])).map((row) => row.source);
    await Promise.all([
      ...sources.map((source) => inside((context) => releaseReservation(context, { source }))),
      ...Array.from({ length: 60 }, (_, index) =>
        inside((context) => reserveSlot(context, { slotId: last, personId: `person-${index}`, pool: 'open', source: `again/${index}`, byOrganisationId: 'site' })).catch((error: unknown) => {
          if (!(error instanceof Problem)) throw error;
        })),
    ]);
    const [row] = await house.owner.query<{ open_taken: number; live: number }>(
      "select open_taken, (select count(*) from scheduling.reservation r where r.slot_id = t.slot_id and r.state = 'confirmed') as live from scheduling.slot t where slot_id = $1", [last],
    );
    expect(row?.open_taken).toBe(row?.live);
    expect(row?.open_taken).toBeLessThanOrEqual(SEATS_PER_SLOT);
  }, 60_000);
});
