import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { acceptReferral, cancelReferral, saveReferralDraft, submitReferral } from '#modules/referral/contract.ts';
import { makeCounty, registerPerson, type County } from './county.ts';
import { findHalfWritten } from './half-written.ts';
import { openHouseUnderTest, type HouseUnderTest } from './house-under-test.ts';
import { sidesOf } from './load.ts';
import { draftInput, type Sides } from './referral-story.ts';
import { buildServer } from './server-under-test.ts';

/** The 50 clients × 200 rounds of the same race stand in modules/scheduling/server/capacity.test.ts; here it goes over HTTP through acceptance. */
const CLIENTS = 50;
const ROUNDS = 2;
const SLOTS = 5;
const SEATS = 6;
const BEDS = 14;

type Wish = { readonly slotId: string } | { readonly wardId: string };

describe('clients competing over HTTP', () => {
  let house: HouseUnderTest;
  let county: County;
  let clients: Sides[];
  let waiting: string[];
  const holders: string[] = [];

  /** All referrals at once, each with the wishes one after another until one is met; returns who got something. */
  const compete = async (referrals: readonly string[], wishesOf: (index: number) => readonly Wish[]): Promise<string[]> => {
    const met: string[] = [];
    await Promise.all(referrals.map(async (id, index) => {
      const { receiver } = clients[index % CLIENTS]!;
      for (const wish of wishesOf(index)) {
        try {
          await receiver.call(acceptReferral, { id, ...wish });
          met.push(id);
          return;
        } catch (error) {
          if (!(error instanceof CliFailure) || !/scheduling\.(slot-full|no-free-bed)/.test(error.text.en)) throw error;
        }
      }
    }));
    return met;
  };
  /** Every slot, beginning with another one for each referral. */
  const everySlot = (index: number): Wish[] => county.slots.map((_, turn) => ({ slotId: county.slots[(index + turn) % SLOTS] ?? '' }));
  const without = (all: readonly string[], some: readonly string[]): string[] => all.filter((id) => !some.includes(id));
  const taken = async (): Promise<{ seats: number; beds: number; disagreements: string[] }> => {
    const owner = house.openOwner();
    const [seats] = await owner.query<{ total: number }>(`select count(*) as total from scheduling.reservation where kind = 'slot' and state in ('held', 'confirmed')`);
    const [beds] = await owner.query<{ total: number }>(`select count(*) as total from scheduling.bed where state = 'reserved'`);
    const disagreements = await findHalfWritten(owner);
    await owner.end();
    return { seats: seats?.total ?? 0, beds: beds?.total ?? 0, disagreements };
  };

  beforeAll(async () => {
    buildServer();
    house = openHouseUnderTest();
    await house.start();
    county = await makeCounty(house.connect(), { slots: SLOTS, seats: SEATS, beds: BEDS });
    clients = Array.from({ length: CLIENTS }, () => sidesOf(house.connect, county));
    waiting = await submitAll(clients, county);
  });
  afterAll(() => house?.close());

  it('get exactly the seats there are', async () => {
    holders.push(...(await compete(waiting, everySlot)));
    waiting = without(waiting, holders);
    expect(holders).toHaveLength(SLOTS * SEATS);
    expect(await taken()).toEqual({ seats: SLOTS * SEATS, beds: 0, disagreements: [] });
  });

  it('get exactly the beds there are', async () => {
    const met = await compete(waiting, () => [{ wardId: county.ward }]);
    waiting = without(waiting, met);
    expect(met).toHaveLength(BEDS);
    expect(await taken()).toEqual({ seats: SLOTS * SEATS, beds: BEDS, disagreements: [] });
  });

  it('never get more than there are while seats come back', async () => {
    const leaving = holders.slice(0, 12);
    const [met] = await Promise.all([
      compete(waiting, (index) => [...everySlot(index), ...everySlot(index + 1)]),
      ...leaving.map((id, index) => clients[index % CLIENTS]!.sender.call(cancelReferral, { id, note: '居民改变主意' })),
    ]);
    const between = await taken();
    expect(between).toEqual({ seats: SLOTS * SEATS - leaving.length + met.length, beds: BEDS, disagreements: [] });
    const late = await compete(without(waiting, met), everySlot);
    expect(met.length + late.length).toBe(leaving.length);
    expect(await taken()).toEqual({ seats: SLOTS * SEATS, beds: BEDS, disagreements: [] });
  });
});

/** One referral a client and round, ready to be accepted. */
async function submitAll(clients: readonly Sides[], county: County): Promise<string[]> {
  const made = await Promise.all(clients.map(async ({ sender }, client) => {
    const ids: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const personId = await registerPerson(sender, client * ROUNDS + round);
      const { id } = await sender.call(saveReferralDraft, draftInput(county, personId));
      await sender.call(submitReferral, { id });
      ids.push(id);
    }
    return ids;
  }));
  return made.flat();
}
