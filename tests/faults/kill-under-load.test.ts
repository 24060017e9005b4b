import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCounty, type County } from './county.ts';
import { findHalfWritten } from './half-written.ts';
import { openHouseUnderTest, type HouseUnderTest } from './house-under-test.ts';
import { findTornBundles } from './import-workload.ts';
import { repeatEverything, sidesOf, startLoad, type Load } from './load.ts';
import { buildServer } from './server-under-test.ts';

const SETTLED_MS_MAX = 60_000;

/** Acknowledged requests before each kill: early, and when much is under way. */
const KILLS_AFTER = [7, 60] as const;

describe('a kill while referrals and imports are under way', () => {
  let house: HouseUnderTest;
  let county: County;
  let loads = 0;

  const begin = (): Load => {
    loads += 1;
    return startLoad({ sides: sidesOf(house.connect, county), county, from: loads * 1000, referralClients: 6, importClients: 2 });
  };
  /** What a kill must not have done, then the same again after everything was sent a second time. */
  const expectWhole = async (load: Load): Promise<void> => {
    const owner = house.openOwner();
    try {
      const acts = 'select count(*) as total from referral.action';
      const acknowledged = load.requests.filter(({ answer }) => answer !== undefined);
      await settle(owner);
      expect(await findHalfWritten(owner)).toEqual([]);
      expect(await findTornBundles(owner, load.bundles)).toEqual([]);
      const kept = await owner.query('select 1 from http.idempotency where idempotency_key = any ($1)', [acknowledged.map(({ key }) => key)]);
      expect(kept).toHaveLength(acknowledged.length);

      expect(await repeatEverything(sidesOf(house.connect, county), load)).toEqual([]);
      const [once] = await owner.query<{ total: number }>(acts);
      expect(await repeatEverything(sidesOf(house.connect, county), load)).toEqual([]);
      const [twice] = await owner.query<{ total: number }>(acts);
      expect(twice).toEqual(once);
      await settle(owner);
      expect(await findHalfWritten(owner)).toEqual([]);
      expect(await findTornBundles(owner, load.bundles)).toEqual([]);
    } finally {
      await owner.end();
    }
  };

  beforeAll(async () => {
    buildServer();
    house = openHouseUnderTest();
    await house.start();
    county = await makeCounty(house.connect(), { slots: 60, seats: 20, beds: 4 });
  });
  afterAll(() => house?.close());

  it.each(KILLS_AFTER)('of the server after %i answers loses nothing acknowledged and leaves nothing half-written', async (answers) => {
    const load = begin();
    await load.reached(answers);
    await house.killServer();
    await load.stop();
    await house.start();
    await expectWhole(load);
  });

  it.each(KILLS_AFTER)('of PostgreSQL after %i answers loses nothing acknowledged and leaves nothing half-written', async (answers) => {
    const load = begin();
    await load.reached(answers);
    const killed = house.postmaster();
    process.kill(killed, 'SIGKILL');
    await load.stop();
    await untilTrue(async () => house.postmaster() !== killed && (await isReady(house)));
    await expectWhole(load);
  });

  it.each([
    ['signed acts and outbox', `delete from events.outbox where event_id in (select event_id from events.outbox where name = 'referral.accepted' limit 1)`],
    ['commands and audit', `delete from audit.entry where entry_id in (select entry_id from audit.entry where action = 'referral.submit' limit 1)`],
    ['current row and FHIR Task', `update fhir.resource set content = replace(content, 'businessStatus', 'otherStatus') where resource_type = 'Task'`],
    ['signed acts and current row', `update referral.referral set version = version + 1 where referral_id in (select referral_id from referral.referral limit 1)`],
    ['seats taken and reservations', `update scheduling.slot set referral_taken = referral_taken + 1 where slot_id in (select slot_id from scheduling.slot limit 1)`],
  ])('would be seen if it broke: %s', async (what, tampering) => {
    const owner = house.openOwner();
    const found: string[] = [];
    const attempt = owner.transaction(async (tx) => {
      expect(await findHalfWritten(tx)).toEqual([]);
      await tx.execute(tampering);
      found.push(...(await findHalfWritten(tx)));
      throw new Error('undone');
    });
    await expect(attempt).rejects.toThrow('undone');
    await owner.end();
    expect(found.filter((each) => each.startsWith(what))).not.toEqual([]);
  });
});

async function isReady(house: HouseUnderTest): Promise<boolean> {
  const response = await fetch(`${await house.present().ready()}/readyz`).catch(() => undefined);
  await response?.arrayBuffer();
  return response?.status === 200;
}

/** Reactions run later, each in its own transaction: the comparison is of the state after the last. */
async function settle(owner: ReturnType<HouseUnderTest['openOwner']>): Promise<void> {
  await untilTrue(async () => {
    const [waiting] = await owner.query<{ total: number }>('select count(*) as total from events.delivery where delivered_at is null and dead_at is null');
    return waiting?.total === 0;
  });
}

async function untilTrue(question: () => Promise<boolean>): Promise<void> {
  for (const begin = Date.now(); !(await question()); await sleep(100)) {
    if (Date.now() - begin > SETTLED_MS_MAX) throw new Error('not settled in time');
  }
}
