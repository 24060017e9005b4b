import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Subject } from '#platform/access/subject.ts';
import { countNotes, createFixtureTables, fixtureModule, writeNote, type FixtureFaults } from '#platform/testing/fixture-module.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { backoffSeconds, deliverDueEvents, DELIVERY_ATTEMPTS_MAX, type DeliverySettings } from './delivery.ts';
import { startOutboxListener } from './listener.ts';
import { startDelivery } from './worker.ts';

const faults: FixtureFaults = {};
let house: TestHouse;
let writer: Subject;
let settings: DeliverySettings;

beforeAll(async () => {
  const fixture = fixtureModule(faults);
  house = await openTestHouse({ modules: [fixture] });
  await createFixtureTables(house.owner);
  await house.addOrganisation('hospital');
  writer = await house.subject({ roles: ['specialist'], organisationId: 'hospital' });
  settings = { database: house.database, clock: house.clock, ids: { newId: () => 'unused' }, reactions: fixture.reactions };
});

afterAll(() => house.close());

beforeEach(async () => {
  faults.failure = undefined;
  faults.duringReaction = undefined;
  await house.owner.execute('truncate note.counted, note.note, events.delivery, events.outbox');
});

const write = () => house.as(writer).run(writeNote, { organisationId: 'hospital', words: 'hello' });
const delivery = async () =>
  (await house.database.query<{ attempts: number; delivered_at: Date | null; dead_at: Date | null; last_error: string | null }>(
    'select attempts, delivered_at, dead_at, last_error from events.delivery',
  ))[0]!;

describe('delivery of events', () => {
  it('runs each reaction once and marks it in the same transaction', async () => {
    await write();
    expect(await house.deliverEvents()).toBe(1);
    expect(await house.deliverEvents()).toBe(0);
    expect(await countNotes(house.database, 'counted')).toBe(1);
    expect(await delivery()).toMatchObject({ attempts: 1, dead_at: null });
  });

  it('leaves neither effect nor mark when the process dies between claim and commit, and delivers afterwards', async () => {
    await write();
    faults.duringReaction = async () => {
      await house.owner.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and state = 'idle in transaction' and pid <> pg_backend_pid()`,
      );
    };
    await expect(house.deliverEvents()).rejects.toThrow();
    expect(await countNotes(house.database, 'counted')).toBe(0);
    expect(await delivery()).toMatchObject({ attempts: 0, delivered_at: null });

    faults.duringReaction = undefined;
    expect(await house.deliverEvents()).toBe(1);
    expect(await countNotes(house.database, 'counted')).toBe(1);
  });

  it('has one effect per event when four workers deliver at once', async () => {
    await Promise.all(Array.from({ length: 20 }, write));
    const ran = await Promise.all(Array.from({ length: 4 }, () => deliverDueEvents(settings)));
    // A worker that finds the last rows held by others ends early; what is left is found by the next poll.
    const rest = await deliverDueEvents(settings);
    expect(ran.reduce((sum, count) => sum + count, rest)).toBe(20);
    expect(await countNotes(house.database, 'counted')).toBe(20);
  });

  it('tries a failing reaction again later, each time longer, and gives up with the reason', async () => {
    await write();
    faults.failure = new TypeError('patient 张三 has no bed');
    expect(await house.deliverEvents()).toBe(0);
    expect(await house.deliverEvents()).toBe(0);
    expect(await delivery()).toMatchObject({ attempts: 1, delivered_at: null, dead_at: null });
    for (let attempt = 2; attempt <= DELIVERY_ATTEMPTS_MAX; attempt += 1) {
      await house.owner.execute('update events.delivery set next_attempt_at = now()');
      await house.deliverEvents();
    }
    const dead = await delivery();
    expect(dead.attempts).toBe(DELIVERY_ATTEMPTS_MAX);
    expect(dead.dead_at).not.toBeNull();
    expect(dead.last_error).toContain('TypeError');
    expect(dead.last_error).not.toContain('张三');
    expect(await countNotes(house.database, 'counted')).toBe(0);
  });

  it('waits longer after each failure, but never more than an hour', () => {
    expect([1, 2, 3, 4, 8, 12].map(backoffSeconds)).toEqual([1, 3, 9, 27, 2187, 3600]);
  });

  it('leaves the deliveries of reactions that this version does not know', async () => {
    await write();
    expect(await deliverDueEvents({ ...settings, reactions: [{ ...settings.reactions[0]!, name: 'note.other' }] })).toBe(0);
    expect(await delivery()).toMatchObject({ attempts: 0, delivered_at: null });
  });

  it('is woken by a new event and stops cleanly', async () => {
    const listener = startOutboxListener(house.database);
    const worker = startDelivery({ ...settings, listener });
    await write();
    await vi.waitFor(async () => expect(await countNotes(house.database, 'counted')).toBe(1), { timeout: 1500, interval: 20 });
    await worker.stop();
    await listener.stop();
    await write();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await countNotes(house.database, 'counted')).toBe(1);
  });
});
