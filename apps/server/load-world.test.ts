import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#platform/database/transaction.ts';
import { referralModule } from '#modules/referral/server/module.ts';
import { residentsModule } from '#modules/residents/server/module.ts';
import { seedRolePermissions } from '#platform/access/role-permissions.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { verifyPassword } from '#platform/identity/passwords/passwords.ts';
import { findAccountByLogin } from '#platform/identity/accounts.ts';
import { residentBatches, worldPlan } from '#tests/world/world.ts';
import { directoryWrites } from '#tests/world/clinical/directory.ts';
import { countLoadedHouseholds, loadWorld } from './load-world.ts';
import { playReferrals } from './world/play-referrals.ts';

const plan = worldPlan({ size: 'demo', referenceDate: '2026-11-01' });
const begunAt = new Date('2026-11-01T09:30:00+08:00');
const modules = [residentsModule, referralModule];
const numberOf = async (database: Database, sql: string): Promise<number> => Number((await database.query<{ n: string }>(`select count(*) as n from ${sql}`))[0]!.n);

describe('the demonstration world in a database', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase();
  });
  afterAll(() => test.close());

  it('stopped in the middle and started again is whole, with every resource once', { timeout: 180_000 }, async () => {
    const stop = new AbortController();
    const stopHalfway = ({ householdsDone, householdsTotal }: { householdsDone: number; householdsTotal: number }): void => {
      if (householdsDone > householdsTotal / 2) stop.abort();
    };
    await expect(loadWorld({ database: test.database, plan, onProgress: stopHalfway, signal: stop.signal })).rejects.toThrow();
    const half = await countLoadedHouseholds(test.database, plan);
    expect(half).toBeGreaterThan(plan.householdCount / 2);
    expect(half).toBeLessThan(plan.householdCount);
    expect(await numberOf(test.database, 'identity.account')).toBe(0);

    await seedRolePermissions(test.database, modules.map(({ contract }) => contract));
    const stopped: unknown[] = [];
    const signIns = await loadWorld({ database: test.database, plan, modules, begunAt, onStopped: (story) => stopped.push(story) });
    expect(stopped).toEqual([]);
    let [people, resources] = [0, directoryWrites(plan).length];
    for await (const batch of residentBatches(plan)) {
      people += batch.patients.length;
      resources += batch.patients.length + batch.records.length;
    }
    expect(await countLoadedHouseholds(test.database, plan)).toBe(plan.householdCount);
    expect(await numberOf(test.database, `residents.resident where resident_id like '________-____-8%'`)).toBe(people);
    expect(await numberOf(test.database, `residents.review where state = 'open'`)).toBeGreaterThan(2);
    const worldTypes = `fhir.resource where resource_id like '________-____-8%' and resource_type not in ('Schedule', 'Slot', 'Task', 'ServiceRequest', 'Appointment', 'Communication', 'Provenance') and managed_by is null`;
    expect(await numberOf(test.database, worldTypes)).toBe(resources);
    expect(signIns.length).toBeGreaterThan(12);
  });

  it('offers accounts whose passwords open them, none the same', { timeout: 60_000 }, async () => {
    const accounts = await numberOf(test.database, 'identity.account where password_hash is not null');
    expect(accounts).toBeGreaterThan(12);
    expect(await numberOf(test.database, 'consortium.organisation')).toBe(plan.organisations.length);
    const coordinator = plan.staff.find((member) => member.demoSignIn && member.roles.includes('referral-coordinator'))!;
    const account = await findAccountByLogin(test.database, coordinator.loginName);
    expect(await verifyPassword(account!.passwordHash, 'not the password')).toBe(false);
  });

  it('puts referrals into every column of the desk, once', async () => {
    const states = await test.database.query<{ state: string }>('select distinct state from referral.referral');
    for (const state of ['draft', 'submitted', 'triaged', 'counter_offered', 'resource_locked', 'notified', 'arrived', 'in_care', 'outcome_reported', 'closed', 'follow_up', 'rejected', 'withdrawn',
      'emergency_override', 'offered', 'declined', 'accepted_by_primary', 'discharged_with_plan', 'first_visit_done', 'stable']) {
      expect(states.map((row) => row.state), state).toContain(state);
    }
    const before = await numberOf(test.database, 'referral.action');
    expect(await playReferrals({ database: test.database, plan, modules, until: begunAt })).toEqual([]);
    expect(await numberOf(test.database, 'referral.action')).toBe(before);
  });

  it('opens a record to the house that treats and to the family doctor', async () => {
    expect(await numberOf(test.database, `access.record_basis where basis = 'treatment' and valid_until is null`)).toBeGreaterThan(0);
    expect(await numberOf(test.database, `access.record_basis where basis = 'contract'`)).toBeGreaterThan(500);
    expect(await numberOf(test.database, `access.record_basis where basis = 'registration'`)).toBeGreaterThan(2900);
  });
});
